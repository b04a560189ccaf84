import { resolve } from "node:path";
import type { Workplace } from "../../daemon/index.ts";
import { openWorkplace } from "../../daemon/index.ts";
import type { RunMode, TargetConfig } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { environment } from "../../platform/index.ts";

/** How work is taken up; SINGLE and SEQUENTIAL never run more than one agent at a time. */
export const OrchestratorMode = {
  SINGLE: "single",
  SEQUENTIAL: "sequential",
  PARALLEL: "parallel",
  BATCH: "batch",
} as const satisfies Record<string, RunMode>;
export type OrchestratorMode = (typeof OrchestratorMode)[keyof typeof OrchestratorMode];

/** Which repository, and in whose name. */
export interface RepositoryPlace {
  /** A directory inside the repository; default: the process's working directory. */
  readonly cwd?: string;
  /** Read in place of the repository's own settings files. */
  readonly configFile?: string;
  /** A target's id; default: the configuration's default target. */
  readonly target?: string;
}

/** What is not said here is as the repository's configuration says it. */
export interface OrchestratorConfig extends RepositoryPlace {
  readonly mode?: OrchestratorMode;
  /** 1…64. */
  readonly maxConcurrentAgents?: number;
  /** The same under its older name. */
  readonly maxAgents?: number;
  /** Longest an attempt may take. */
  readonly agentTimeoutSeconds?: number;
  /** `false` runs agents, verifies nothing and lands nothing. */
  readonly verifyAfterCompletion?: boolean;
  /** The same under its older name. */
  readonly verifyOnComplete?: boolean;
  /** Whether what an agent left uncommitted is committed for it, or rejected. */
  readonly autoCommit?: boolean;
  /** Plans and starts nothing: the agents that would work are `planned`. */
  readonly dryRun?: boolean;
  /** Name of the configured agent to use; default: `default`. */
  readonly agent?: string;
  /** Trusts the commands of the repository's configuration for this object's runs. */
  readonly trust?: boolean;
}

/** The repository and its settings as a config asks for them. Throws `OrchestratorError`. */
export function openPlace(config: OrchestratorConfig): Workplace {
  const place = openWorkplace({
    cwd: resolve(config.cwd ?? "."),
    configFile: config.configFile ?? null,
    env: environment(),
  });
  const { autoCommit } = config;
  return autoCommit === undefined ? place : { ...place, config: { ...place.config, autoCommit } };
}

/** Throws `unknown-target`. */
export function targetOfPlace(place: Workplace, id: string | undefined): TargetConfig {
  const wanted = id ?? place.config.defaultTarget;
  const found = place.config.targets.find((target) => target.id === wanted);
  if (found !== undefined) return found;
  const known = place.config.targets.map((target) => target.id).join(", ");
  throw new OrchestratorError("unknown-target", `there is no target ${JSON.stringify(wanted)}`, {
    hint: `Known targets: ${known}`,
  });
}

/** How many agents may work at a time, `asked` counting before the rest. */
export function concurrencyOf(
  config: OrchestratorConfig,
  place: Workplace,
  asked: number | undefined,
): number {
  const { mode } = config;
  const alone = mode === OrchestratorMode.SINGLE || mode === OrchestratorMode.SEQUENTIAL;
  const wanted = asked ?? config.maxConcurrentAgents ?? config.maxAgents;
  const agents = wanted ?? place.config.concurrency;
  if (!Number.isInteger(agents) || agents < 1 || agents > LIMITS.concurrencyMax) {
    const allowed = `a whole number from 1 to ${LIMITS.concurrencyMax}`;
    throw new OrchestratorError("usage", `${agents} agents at a time is not ${allowed}`);
  }
  return alone ? 1 : agents;
}

/** Longest an attempt may take, or null where the configuration decides. Throws `usage`. */
export function totalMsOf({ agentTimeoutSeconds }: OrchestratorConfig): number | null {
  if (agentTimeoutSeconds === undefined) return null;
  if (Number.isFinite(agentTimeoutSeconds) && agentTimeoutSeconds > 0) {
    return Math.ceil(agentTimeoutSeconds * 1000);
  }
  throw new OrchestratorError(
    "usage",
    `agentTimeoutSeconds: ${agentTimeoutSeconds} is no number of seconds`,
  );
}

export function verifies(config: OrchestratorConfig): boolean {
  return (config.verifyAfterCompletion ?? config.verifyOnComplete) !== false;
}
