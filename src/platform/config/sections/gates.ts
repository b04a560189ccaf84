import type { GateDefinition, SetupStep } from "../../../model/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { parseDuration } from "../quantities.ts";
import type { Duration, GateSettings, SetupSettings } from "../settings.ts";
import { quoted } from "../words.ts";

/** Where a list of settings was written, for messages: `orchestrator.yaml: gates`. */
export function resolveGates(gates: readonly GateSettings[], where: string): GateDefinition[] {
  const taken = new Set<string>();
  return gates.map((gate, index) => {
    const key = `${where}[${index}]`;
    const check = checkOf(gate, key);
    const name = freeName(gate, taken, key);
    taken.add(name);
    return {
      name,
      check,
      cwd: insideTree(gate.cwd ?? ".", `${key}.cwd`),
      onlyPaths: gate.only ?? [],
      timeoutMs: durationMs(gate.timeout, DEFAULTS.gateTimeoutMs),
      flakyRetries: gate.flaky ?? 0,
      baseline: gate.baseline ?? (gate.known_failures === undefined ? "green" : "allow"),
      knownFailures: gate.known_failures ?? [],
      env: gate.env ?? {},
      ...(gate.network === true ? { network: true as const } : {}),
    };
  });
}

function checkOf(gate: GateSettings, key: string): GateDefinition["check"] {
  if (gate.run !== undefined && gate.check === undefined) {
    return { kind: "command", run: gate.run };
  }
  if (gate.check === undefined || gate.run !== undefined) {
    throw new OrchestratorError("bad-config", `${key}: a gate needs either run or check`, {
      hint: "For example: { name: tests, run: npm test }",
    });
  }
  return { kind: gate.check };
}

/** Evidence and verdicts are filed under the name, so two gates may not share one. */
function freeName(gate: GateSettings, taken: ReadonlySet<string>, key: string): string {
  if (gate.name !== undefined) {
    if (!taken.has(gate.name)) return gate.name;
    throw new OrchestratorError("bad-config", `${key}: a second gate named ${quoted(gate.name)}`);
  }
  const plain = (gate.check ?? gate.run ?? "").split("\n")[0]?.trim().slice(0, 60) ?? "";
  for (let count = 1; ; count++) {
    const name = count === 1 ? plain : `${plain} (${count})`;
    if (!taken.has(name)) return name;
  }
}

export function resolveSetup(steps: readonly SetupSettings[], where: string): SetupStep[] {
  return steps.map((step, index) => ({
    run: step.run,
    cwd: insideTree(step.cwd ?? ".", `${where}[${index}].cwd`),
    timeoutMs: durationMs(step.timeout, DEFAULTS.setupTimeoutMs),
    cacheKey: step.cache_key ?? [],
    cachePaths: (step.cache_paths ?? []).map((path) =>
      insideTree(path, `${where}[${index}].cache_paths`),
    ),
  }));
}

/** A path inside a work tree, with `/`, normalised; anything that leads out is refused (I14). */
export function insideTree(path: string, key: string): string {
  const steps = path.replaceAll("\\", "/").split("/");
  const kept: string[] = [];
  for (const step of steps) {
    if (step === "" || step === ".") continue;
    if (step === ".." && kept.pop() === undefined) return leadsOut(path, key);
    if (step !== "..") kept.push(step);
  }
  if (/^([/\\]|[A-Za-z]:)/.test(path) || kept[0]?.toLowerCase() === ".git") {
    return leadsOut(path, key);
  }
  return kept.length === 0 ? "." : kept.join("/");
}

function leadsOut(path: string, key: string): never {
  throw new OrchestratorError(
    "bad-config",
    `${key}: ${quoted(path)} is not a path inside the repository`,
    { hint: "Write it relative to the repository's root, without .." },
  );
}

/** The schema has let valid durations through alone. */
export function durationMs(value: Duration | undefined, otherwise: number): number {
  return value === undefined ? otherwise : (parseDuration(value) ?? otherwise);
}
