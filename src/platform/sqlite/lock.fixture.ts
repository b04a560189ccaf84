import { acquireLock } from "../index.ts";

/** Takes a lock, says what came of it on stdout, and holds it until it is killed. */
const [path, purpose] = process.argv.slice(2);
const answer = acquireLock(path ?? "", { waitMs: 0, note: purpose ?? "" });
console.log("heldBy" in answer ? "refused" : "held");
if (!("heldBy" in answer)) setInterval(() => {}, 60_000);
