import { isAbsolute, join } from "node:path";
import type { GateDefinition, GateResult, RunExit } from "../model/index.ts";
import { isDirectory, isWithin, monotonicMs, realPath } from "../platform/index.ts";
import { countTests, coverageOf } from "./counts.ts";
import { areKnown, findFailingTests } from "./failing-tests.ts";
import { excerptOf, outputText, wholeOutput } from "./output.ts";
import type { GateRequest, GateRun } from "./types.ts";

type Verdict = Pick<GateResult, "verdict" | "exitCode" | "reason">;

/** Signals that come from outside; of the program's own faults the command is to blame. */
const KILLED_FROM_OUTSIDE = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"]);

/**
 * Runs a command gate in the tree. A failure is looked at again as often as the definition says;
 * passing then is `flaky`, and the evidence is that of the failure.
 */
export async function runCommandGate(
  gate: GateDefinition,
  command: string,
  request: GateRequest,
): Promise<GateResult> {
  const started = monotonicMs();
  const took = (): number => Math.max(0, Math.round(monotonicMs() - started));
  const cwd = resolveInside(request.path, gate.cwd);
  if (cwd === null) {
    const reason = `its folder ${JSON.stringify(gate.cwd)} is not a folder within the tree`;
    return { ...blank(gate.name), verdict: "failed", durationMs: took(), reason };
  }
  const runOnce = (run: number): Promise<GateRun> =>
    request.run({
      name: gate.name,
      run,
      argv: ["/bin/sh", "-c", command],
      cwd,
      env: gate.env,
      timeoutMs: gate.timeoutMs,
      network: gate.network === true,
    });
  let runs = 1;
  let first = await runOnce(runs);
  if (first.exit.kind === "signalled" && KILLED_FROM_OUTSIDE.has(first.exit.signal)) {
    // Once may be the machine's doing; a gate that is killed every time must not wait for ever.
    first = await runOnce(++runs);
  }
  let verdict = judgeRun(gate, first);
  for (let again = 0; verdict.verdict === "failed" && again < gate.flakyRetries; again++) {
    const next = await runOnce(++runs);
    if (next.exit.kind === "exited" && next.exit.code === 0) {
      const reason = `failed (${verdict.reason}), then passed in run ${runs}`;
      verdict = { verdict: "flaky", exitCode: verdict.exitCode, reason };
    }
  }
  const whole = wholeOutput(first);
  return {
    name: gate.name,
    ...verdict,
    ...measure(first),
    durationMs: took(),
    excerpt: excerptOf(first),
    outputDigest: whole.length === 0 ? null : request.keep(whole),
  };
}

/** What a test program says of itself; the report adds it up. */
function measure(run: GateRun): Pick<GateResult, "tests" | "coverage"> {
  const output = outputText(run);
  const counts = countTests(output);
  const coverage = coverageOf(output);
  return {
    ...(counts === null ? {} : { tests: counts.passed }),
    ...(coverage === null ? {} : { coverage }),
  };
}

function judgeRun(gate: GateDefinition, run: GateRun): Verdict {
  const verdict = judgeExit(run.exit, gate.timeoutMs);
  if (verdict.verdict !== "failed") return verdict;
  if (verdict.exitCode !== null && gate.baseline === "allow" && !run.flooded) {
    const failing = findFailingTests(outputText(run));
    if (areKnown(failing, gate.knownFailures)) {
      const reason = `red in known failures only: ${failing.names.join(", ")}`;
      return { verdict: "passed", exitCode: verdict.exitCode, reason };
    }
  }
  return run.flooded
    ? { ...verdict, reason: `${verdict.reason}; its output was cut off at the limit` }
    : verdict;
}

function judgeExit(exit: RunExit, timeoutMs: number): Verdict {
  switch (exit.kind) {
    case "exited":
      if (exit.code === 0) return { verdict: "passed", exitCode: 0, reason: "" };
      return { verdict: "failed", exitCode: exit.code, reason: exitWords(exit.code) };
    case "signalled":
      return { verdict: "failed", exitCode: null, reason: `it was killed by ${exit.signal}` };
    case "deadline": {
      const seconds = Math.round(timeoutMs / 100) / 10;
      return { verdict: "timeout", exitCode: null, reason: `not done after ${seconds} s` };
    }
    case "not-started":
      return { verdict: "unavailable", exitCode: null, reason: `not started: ${exit.message}` };
    case "lost":
      return {
        verdict: "unavailable",
        exitCode: null,
        reason: `nobody saw it end: ${exit.message}`,
      };
  }
}

function exitWords(code: number): string {
  if (code === 127) return "exit code 127: a command was not found";
  if (code === 126) return "exit code 126: a command cannot be run";
  return `exit code ${code}`;
}

/** The folder with links resolved; null when it is none or leads out of the tree. */
function resolveInside(root: string, folder: string): string | null {
  const wanted = join(root, folder);
  if (isAbsolute(folder) || !isDirectory(wanted)) return null;
  return isWithin(root, wanted) ? realPath(wanted) : null;
}

/** A result that says nothing yet. */
export function blank(name: string): GateResult {
  return {
    name,
    verdict: "skipped",
    durationMs: 0,
    exitCode: null,
    excerpt: "",
    outputDigest: null,
    reason: "",
  };
}
