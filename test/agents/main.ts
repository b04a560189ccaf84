// Drives the real agent programs against a model server of our own, through the built product:
// `npm run test:agents [-- --core] [-- ADAPTER…]`. Installs them, at exact versions, into a
// temporary folder (AGENTS_FOLDER keeps it for the next time); they weigh over a gigabyte.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "./install.ts";
import { PROGRAMS } from "./programs.ts";
import { PLAYS } from "./scenarios.ts";

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("--"));
const isCore = words.includes("--core");
const part = words.find((word) => word.startsWith("--only="))?.slice("--only=".length) ?? "";
const chosen = PROGRAMS.filter(({ adapter }) => wanted.length === 0 || wanted.includes(adapter));
const plays = PLAYS.filter((play) => (!isCore || play.isCore) && play.title.includes(part));
const kept = process.env["AGENTS_FOLDER"];
const folder = kept ?? mkdtempSync(join(tmpdir(), "agents-programs-"));

let passed = 0;
const failures: string[] = [];

async function check(title: string, body: () => Promise<void>): Promise<void> {
  const startMs = Date.now();
  const took = (): string => `(${((Date.now() - startMs) / 1_000).toFixed(1)} s)`;
  try {
    await body();
    passed += 1;
    process.stdout.write(`  ok    ${title} ${took()}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stdout.write(`  FAIL  ${title} ${took()}\n${why}\n`);
    failures.push(title);
  }
}

try {
  const trouble = install(folder, chosen);
  if (trouble === null) {
    for (const program of chosen) {
      for (const { title, run, only } of plays) {
        if (only !== undefined && only !== program.adapter) continue;
        await check(`${program.adapter} ${title}`, () => run(folder, program));
      }
    }
  } else if ((process.env["CI"] ?? "") === "") {
    process.stdout.write(`SKIPPED: the agent programs cannot be installed here:\n${trouble}\n`);
  } else {
    process.stdout.write(`The agent programs cannot be installed:\n${trouble}\n`);
    failures.push("install");
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length === 0 ? 0 : 1);
