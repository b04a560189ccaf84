import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { parseCap } from "./sections/caps.ts";
import { parseDuration } from "./quantities.ts";
import { BRANCH } from "./reading/schema.ts";
import type { Settings } from "./settings.ts";
import { nearestWord, quoted } from "./words.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One setting that can be given for a single run, on the command line or in a variable. */
interface Override {
  readonly flag: string;
  readonly variable: string;
  /** What is allowed, to complete "is not …". */
  readonly allowed: string;
  readonly read: (text: string) => Settings | null;
}

const wholeNumber = (text: string, min: number, max: number): number | null => {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
};
const setting = <T>(value: T | null, make: (value: T) => Settings): Settings | null =>
  value === null ? null : make(value);
const oneOf = <const T extends string>(text: string, allowed: readonly T[]): T | null =>
  allowed.find((each) => each === text) ?? null;
const durationText = (text: string): string | null => (parseDuration(text) === null ? null : text);

const DURATION = "a duration such as 30m, 1.5h or 1800 (seconds)";

const OVERRIDES: readonly Override[] = [
  {
    flag: "concurrency",
    variable: "ORCHESTRATOR_CONCURRENCY",
    allowed: `a whole number from 1 to ${LIMITS.concurrencyMax}`,
    read: (text) =>
      setting(wholeNumber(text, 1, LIMITS.concurrencyMax), (concurrency) => ({ concurrency })),
  },
  {
    flag: "sandbox",
    variable: "ORCHESTRATOR_SANDBOX",
    allowed: "auto, required or off",
    read: (text) =>
      setting(oneOf(text, ["auto", "required", "off"]), (mode) => ({ sandbox: { mode } })),
  },
  {
    flag: "roadmap",
    variable: "ORCHESTRATOR_ROADMAP",
    allowed: "a path",
    read: (text) => ({ roadmap: text }),
  },
  {
    flag: "branch",
    variable: "ORCHESTRATOR_BRANCH",
    allowed: "the name of a branch",
    read: (text) => (BRANCH.test(text) ? { branch: text } : null),
  },
  {
    flag: "onFailure",
    variable: "ORCHESTRATOR_ON_FAILURE",
    allowed: "continue or stop",
    read: (text) => setting(oneOf(text, ["continue", "stop"]), (value) => ({ on_failure: value })),
  },
  {
    flag: "timeout",
    variable: "ORCHESTRATOR_TIMEOUT",
    allowed: DURATION,
    read: (text) => setting(durationText(text), (total) => ({ timeouts: { total } })),
  },
  {
    flag: "budget",
    variable: "ORCHESTRATOR_BUDGET",
    allowed: "an amount such as $5 or 300k tokens",
    read: (text) => (parseCap(text) === null ? null : { budget: { per_run: text } }),
  },
  {
    flag: "idleTimeout",
    variable: "ORCHESTRATOR_IDLE_TIMEOUT",
    allowed: DURATION,
    read: (text) => setting(durationText(text), (idle) => ({ timeouts: { idle } })),
  },
];

const PREFIX = "ORCHESTRATOR_";

/** Names that are ours and no settings: what agents are given, and the choice of the file. */
const OTHER_VARIABLES = [
  "ORCHESTRATOR_CONFIG",
  "ORCHESTRATOR_WORK_STREAM",
  "ORCHESTRATOR_AGENT_NAME",
  "ORCHESTRATOR_ATTEMPT",
  "ORCHESTRATOR_TARGET",
  "ORCHESTRATOR_MCP_URL",
  "ORCHESTRATOR_TOKEN",
  "ORCHESTRATOR_LOG",
  "ORCHESTRATOR_ACCESSIBLE",
];

/** Settings given on the command line, each a list of one key; a bad value is a usage error. */
export function settingsOfFlags(flags: Readonly<Record<string, unknown>>): readonly Settings[] {
  const found = OVERRIDES.flatMap(({ flag, allowed, read }) => {
    const value = flags[flag];
    if (value === undefined || value === null || value === false) return [];
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    const settings = text === "" ? null : read(text);
    if (settings !== null) return [settings];
    throw new OrchestratorError("usage", `${flag}: ${quoted(value)} is not ${allowed}`);
  });
  return flags["requireSandbox"] === true ? [{ sandbox: { mode: "required" } }, ...found] : found;
}

export function settingsOfEnvironment(env: Environment): readonly Settings[] {
  return OVERRIDES.flatMap(({ variable, allowed, read }) => {
    const value = env[variable];
    if (value === undefined || value === "") return [];
    const settings = read(value);
    if (settings !== null) return [settings];
    throw new OrchestratorError("bad-config", `${variable}: ${quoted(value)} is not ${allowed}`, {
      hint: `Correct it, or take it away: unset ${variable}`,
    });
  });
}

/** A variable that is nearly ours was meant to be ours. */
export function warnOfVariables(env: Environment): readonly string[] {
  const ours = [...OVERRIDES.map((each) => each.variable), ...OTHER_VARIABLES];
  const rests = ours.map((name) => name.slice(PREFIX.length));
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !ours.includes(name))
    .flatMap((name) => {
      const meant = nearestWord(name.slice(PREFIX.length), rests);
      if (meant === null) return [];
      return [`${quoted(name)} is not read (did you mean "${PREFIX}${meant}"?)`];
    });
}
