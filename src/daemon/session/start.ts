import { missingProgram } from "../../agents/index.ts";
import type {
  AgentConfig,
  AttemptId,
  Cap,
  Config,
  Effect,
  PersonAct,
  SessionRequest,
  State,
} from "../../model/index.ts";
import { OrchestratorError, unreachable } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { isRegularFile, withRoleBudgets } from "../../platform/index.ts";
import { BudgetDesk } from "../budget/desk.ts";
import { accountsOf, agentOnBooks, allHands } from "../hands.ts";
import type { LoopOptions } from "../loop.ts";
import { asksPerson, hasPromises, isBusy, isStuck, promises } from "../unfinished.ts";
import type { Workplace } from "../workplace.ts";

export type SessionStart =
  | { readonly kind: "new"; readonly request: SessionRequest; readonly agent: AgentConfig }
  /** Go on with what the journal holds: after a crash, a stop or a pause. */
  | { readonly kind: "resume"; readonly agent: AgentConfig | null }
  /** Only see through what a person asked for while no leader lived. */
  | { readonly kind: "act"; readonly act: PersonAct };

/** What the lock says that its holder does. */
export function purposeOf(start: SessionStart): string {
  switch (start.kind) {
    case "new": {
      const { team } = start.request;
      if (team !== undefined) return `team of ${team.roles.length}`;
      return `${start.request.policy.mode} run`;
    }
    case "resume":
      return "resumed run";
    case "act":
      return start.act.kind;
    default:
      return unreachable(start);
  }
}

const CHECKPOINT: readonly Effect["kind"][] = ["keep-checkpoint", "drop-checkpoint"];
const ROLLBACK: readonly Effect["kind"][] = [
  ...CHECKPOINT,
  "revert",
  "verify-revert",
  "land-revert",
  "move-checkout",
];

/** What an act alone sees through. Most are only recorded while no leader lives. */
const CONCERNS: Partial<Record<PersonAct["kind"], Performing>> = {
  stop: "all",
  land: "all",
  checkpoint: new Set(CHECKPOINT),
  "drop-checkpoints": new Set(CHECKPOINT),
  rollback: new Set(ROLLBACK),
  "restore-checkpoint": new Set(ROLLBACK),
  decompose: new Set<Effect["kind"]>(["propose-split"]),
  // What cannot be written as it was proposed is proposed anew.
  approve: new Set<Effect["kind"]>(["apply-split", "propose-split"]),
};

type Performing = LoopOptions["performing"];

/** The kinds of effects that a start performs. */
export function performingOf(start: SessionStart): Performing {
  return start.kind === "act" ? (CONCERNS[start.act.kind] ?? "none") : "all";
}

/** It changes the world, and does not only record what was asked. */
export function acts(start: SessionStart): boolean {
  return performingOf(start) !== "none";
}

/** It sees through whatever is promised, not just what it asks for. */
export function actsOnAll(start: SessionStart): boolean {
  return performingOf(start) === "all";
}

export function agentOf(workplace: Workplace, start: SessionStart): AgentConfig {
  const agent = start.kind === "act" ? null : start.agent;
  const named = agent ?? workplace.config.agents["default"];
  if (named !== undefined) return named;
  throw new OrchestratorError("no-agent", "no agent is configured", {
    hint: "Write agents: { default: { adapter: … } } into orchestrator.yaml, or run: orchestrator init",
  });
}

/**
 * An agent that cannot be started is no failure of the work: who begins is told before anything is
 * claimed.
 */
export async function requireAgents(start: SessionStart, config: Config): Promise<void> {
  if (start.kind !== "new") return;
  const { agent, request } = start;
  if (agent.adapter === "scripted" && agent.script !== null && !isRegularFile(agent.script)) {
    throw new OrchestratorError("bad-config", `there is no script at ${agent.script}`, {
      hint: "Write it, or name another: agents: { default: { adapter: scripted, script: FILE } }",
    });
  }
  for (const one of allHands(config, agent, request.team ?? null)) {
    const program = await missingProgram(one);
    if (program === null) continue;
    const name = Object.entries(config.agents).find(([, other]) => other === one)?.[0];
    const whose = name === undefined || name === program ? "" : ` (agent ${name})`;
    throw new OrchestratorError("no-agent", `${program} is not on the PATH${whose}`, {
      hint: "Install it, or choose another agent: orchestrator doctor | --agent NAME",
    });
  }
}

/**
 * A session without a single roadmap would wait for one for ever: throws why the first could not be
 * read. Resumed, it goes on with what was read last.
 */
export function requireWork(
  start: SessionStart,
  state: State,
  looks: readonly (OrchestratorError | null)[],
): void {
  const first = looks[0] ?? null;
  if (first === null || looks.includes(null) || !waitsForWork(start, state)) return;
  throw first;
}

/** It cannot begin before a roadmap is known; an errand's work is in none. */
function waitsForWork(start: SessionStart, { session, targets }: State): boolean {
  if (start.kind === "new") return start.request.errand === undefined;
  if (start.kind === "act" || session?.state !== "planning" || session.keys.length > 0)
    return false;
  return [...targets.values()].every(({ roadmapDigest }) => roadmapDigest === null);
}

/** Nothing is promised any more, and the session has ended or was asked to stop (`isEnding`). */
export function isOver(start: SessionStart, state: State, isEnding: boolean): boolean {
  const performing = performingOf(start);
  // What is only recorded is done with; what its attempts were promised waits for `resume`.
  if (performing === "none") return true;
  if (performing !== "all") return !promises(state, performing);
  if (isBusy(state) || hasPromises(state)) return isEnding && isStuck(state);
  const { session } = state;
  if (session === null || session.state === "completed" || session.state === "failed") return true;
  return isEnding || asksPerson(state);
}

/** What somebody asked, with what only whoever leads knows. */
export function heardBy({ config }: Workplace, act: PersonAct): PersonAct {
  return act.kind === "reassign" ? { ...act, configured: Object.keys(config.agents) } : act;
}

/** What is decided on all that ever landed needs all of the journal to be sound (decision 16). */
export function needsAllSound(act: PersonAct): boolean {
  return act.kind === "rollback" || act.kind === "restore-checkpoint" || isForced(act);
}

/** Nothing takes it back. */
function isForced(act: PersonAct): boolean {
  return act.kind === "land" && act.force;
}

function budgetsOf({ session }: State): Readonly<Record<string, Cap>> {
  const limited = (session?.request.team?.roles ?? []).flatMap(({ id, budget }) => {
    // Journals of versions without it have none.
    return (budget ?? null) === null ? [] : [[id, budget as Cap] as const];
  });
  return Object.fromEntries(limited);
}

/** The books that the attempts of a start are entered in. */
export function openBudget(
  workplace: Workplace,
  start: SessionStart,
  log: Log,
  state: () => State,
): BudgetDesk {
  const { repoId: repo } = workplace;
  const readConfig = () => withRoleBudgets(workplace.readBudget(), budgetsOf(state()));
  const agent = () => agentOf(workplace, start);
  const agentOfAttempt = (state: State, attempt: AttemptId) =>
    agentOnBooks(workplace.config, agent(), state, attempt);
  const accounts = ({ session }: State) =>
    accountsOf(allHands(workplace.config, agent(), session?.request.team ?? null));
  return new BudgetDesk({ repo, accounts, agentOfAttempt, readConfig, log });
}
