import type { Spending } from "../model/index.ts";
import { openLedger } from "./index.ts";

/**
 * One dispatcher among many: reserves, charges and settles attempts under the limit of a day for
 * ever, and says after each step what it was told. It waits to be killed.
 */
const [path = "", name = "", capText = "0", seedText = "1"] = process.argv.slice(2);
const cap = { microUsd: Number(capText), tokens: null };
const AT_MS = Date.UTC(2026, 10, 21, 12);
const ledger = openLedger(path);
let seed = Number(seedText);
for (let number = 0; ; number++) {
  const attempt = {
    id: `${name}/${number}`,
    repo: name,
    attempt: `self:1/${number}`,
    run: "s-1",
    target: "self",
    stream: "self:1",
    role: "coder",
    agent: name,
    account: "key",
    model: null,
    atMs: AT_MS,
  };
  const wanted = { microUsd: 1_000 + random(4_000), tokens: 0 };
  const least = { microUsd: 1, tokens: 0 };
  const grant = ledger.reserve({ attempt, limits: [{ scope: "day", cap }], wanted, least });
  say(grant.kind);
  if (grant.kind === "denied") break;
  const { microUsd } = grant.reservation.amount;
  const part = Math.floor(microUsd / 10);
  for (let sequence = 0; sequence < random(4); sequence++) {
    ledger.charge(attempt, [charge(String(sequence), part)], AT_MS);
    say("charged");
  }
  const last = random(5);
  if (last === 0) ledger.release(attempt.id);
  else ledger.settle(attempt, [], last === 1 ? "unknown" : "charged", AT_MS);
  say("ended");
}
setInterval(() => undefined, 60_000);

function charge(sequence: string, microUsd: number) {
  const tokens = { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
  const spending: Spending = { microUsd, tokens, model: null, basis: "table" };
  return { source: "gateway", sequence, spending };
}

function random(below: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

function say(what: string): void {
  process.stdout.write(`${what}\n`);
}
