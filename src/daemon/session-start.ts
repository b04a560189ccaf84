import type { AgentConfig, PersonAct, SessionRequest } from "../model/index.ts";
import { OrchestratorError, unreachable } from "../model/index.ts";
import type { Workplace } from "./workplace.ts";

export type SessionStart =
  | { readonly kind: "new"; readonly request: SessionRequest; readonly agent: AgentConfig }
  /** Go on with what the journal holds: after a crash, a stop or a pause. */
  | { readonly kind: "resume"; readonly agent: AgentConfig | null }
  /** Only see through what a person asked for while no leader lived. */
  | { readonly kind: "act"; readonly act: PersonAct };

/** What the lock says that its holder does. */
export function purposeOf(start: SessionStart): string {
  switch (start.kind) {
    case "new":
      return `${start.request.policy.mode} run`;
    case "resume":
      return "resumed run";
    case "act":
      return start.act.kind;
    default:
      return unreachable(start);
  }
}

/** Most acts are only recorded while no leader lives; these two also change the world. */
export function acts(start: SessionStart): boolean {
  return start.kind !== "act" || start.act.kind === "stop" || start.act.kind === "land";
}

export function agentOf(workplace: Workplace, start: SessionStart): AgentConfig {
  const agent = start.kind === "act" ? null : start.agent;
  const named = agent ?? workplace.config.agents["default"];
  if (named !== undefined) return named;
  throw new OrchestratorError("no-agent", "no agent is configured", {
    hint: "Write agents: { default: { adapter: … } } into orchestrator.yaml, or run: orchestrator init",
  });
}
