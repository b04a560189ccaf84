import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Score, Scored } from "./score.ts";
import { calibrationError, faultsOf, readLabelled, reliability, scoreAll } from "./score.ts";

/**
 * `npm run score:goals`: how the interpreter does on the half of the labelled set it was tuned on,
 * with `--misses` its mistakes. `--held-out` scores the other half instead, in total only: whoever
 * sees more of it tunes on it.
 */
const print = (line = ""): void => void process.stdout.write(`${line}\n`);

const misses = process.argv.includes("--misses");

const halves = process.argv.includes("--held-out")
  ? (["held-out"] as const)
  : (["tuning", "strangers"] as const);

for (const half of halves) {
  const cases = readLabelled(half);
  if (cases.length === 0) {
    print(`${half}: no labelled goals here`);
    continue;
  }
  const faults = faultsOf(cases);
  const score = scoreAll(cases);
  print(`${half}: ${cases.length} goals${checked(half)}`);
  if (score.absent > 0)
    print(`  ${score.absent} of them need roadmaps that are not here: left out`);
  if (faults.length > 0) print(`  ${faults.length} labels are at fault`);
  if (half !== "held-out") for (const fault of faults) print(`    ${fault}`);
  printScore(score, half !== "held-out");
  if (misses && half !== "held-out") printMisses(score.scored);
}

function printScore({ scored }: Score, inFull: boolean): void {
  const right = scored.filter((one) => one.right).length;
  const wrong = scored.filter((one) => one.wrongStart).length;
  print(`  right action  ${percent(right / scored.length)} (${right} of ${scored.length})`);
  print(`  wrong starts  ${wrong}`);
  const families = inFull ? [...new Set(scored.map(({ labelled }) => labelled.family))].sort() : [];
  for (const family of families) {
    const own = scored.filter(({ labelled }) => labelled.family === family);
    const ok = own.filter((one) => one.right).length;
    const starts = own.filter((one) => one.wrongStart).length;
    const note = starts === 0 ? "" : `  ${starts} wrong starts`;
    print(`    ${family.padEnd(24)} ${String(ok).padStart(3)} of ${own.length}${note}`);
  }
  print("  confidence of what acts    goals  said   right");
  const bins = reliability(scored);
  for (const { from, to, amount, confidence, right: share } of bins) {
    const range = `${from.toFixed(2)}–${to.toFixed(2)}`.padEnd(24);
    print(`    ${range} ${String(amount).padStart(5)}  ${percent(confidence)} ${percent(share)}`);
  }
  print(`  expected calibration error ${calibrationError(bins).toFixed(3)}`);
}

function printMisses(scored: readonly Scored[]): void {
  for (const { labelled, found, right, wrongStart } of scored) {
    if (right && !wrongStart) continue;
    const wanted = `${[labelled.goalType].flat().join("|")} ${labelled.ids?.join(",") ?? ""}`;
    const got = `${found.goalType} ${found.matched.map(({ id }) => id).join(",")}`;
    print(
      `${wrongStart ? "!! " : "   "}[${labelled.family}] ${JSON.stringify(labelled.goal.slice(0, 70))} ` +
        `wanted ${wanted.trim()}, got ${got.trim()} (${found.confidence}): ${found.reason}`,
    );
  }
}

/** Whether the half is still the one whose hash was committed before anybody was measured by it. */
function checked(half: string): string {
  const text = new URL(`${half}.json`, import.meta.url);
  const promised = new URL(`${half}.sha256`, import.meta.url);
  if (!existsSync(promised)) return "";
  const hash = createHash("sha256").update(readFileSync(text)).digest("hex");
  const same = readFileSync(promised, "utf8").includes(hash);
  return same ? ", as promised by its hash" : ", NOT the text whose hash was committed";
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(7);
}
