import type { RoleDefinition, TeamPolicy } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { nextDutyMs, roleId } from "../../engine/index.ts";
import type { FoundRole } from "../../platform/index.ts";
import { loadRoles, loadTeamSettings } from "../../platform/index.ts";
import { assemblePrompt, findDefinition, windowOf } from "../../agents/index.ts";
import { readNamed } from "../perform/agent/launch.ts";
import { adjustRoles } from "./adjust.ts";
import { inspectTarget } from "../upkeep/upkeep.ts";
import { findTarget } from "../workplace.ts";
import type { Workplace } from "../workplace.ts";

/**
 * The team as defined, or the roles of it that are named (`ARCHITECT`, `ux-design-expert`: spelling
 * is forgiven), after the checks that a start has to pass.
 * @throws OrchestratorError `not-found`, `bad-config`, `wrong-branch`, `context-budget`
 */
export async function gatherTeam(
  workplace: Workplace,
  names: readonly string[],
): Promise<TeamPolicy> {
  const found = loadRoles(workplace.journalDir);
  const chosen = names.length === 0 ? found.filter((role) => role.starts) : chosenOf(found, names);
  const { branch, cadence, agents, ...settings } = loadTeamSettings(workplace.journalDir);
  const defined = chosen.map(({ definition }) => definition);
  const roles = adjustRoles(defined, { cadence, agents }, found);
  if (roles.length === 0) {
    throw new OrchestratorError("not-found", "no role of a team is defined", {
      hint: `Name some: --agents ${found.map(({ definition }) => definition.id).join(",")}`,
    });
  }
  for (const role of chosen) {
    checkTimes(role);
    checkOthers(role, found);
  }
  for (const role of roles) {
    checkAgent(workplace, role);
    checkContext(workplace, role);
  }
  if (branch !== null) await checkBranch(workplace, branch);
  return { ...settings, roles: roles.slice(0, LIMITS.concurrencyMax) };
}

function chosenOf(found: readonly FoundRole[], names: readonly string[]): readonly FoundRole[] {
  const wanted = new Set(names.map(roleId));
  const known = new Set(found.map(({ definition }) => definition.id));
  const unknown = [...wanted].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new OrchestratorError("not-found", `no role is called ${unknown.join(", ")}`, {
      hint: `Defined: ${[...known].join(", ")}`,
    });
  }
  return found.filter(({ definition }) => wanted.has(definition.id));
}

/** A cron line that names no time would be a duty that silently never comes up. */
function checkTimes({ definition, path }: FoundRole): void {
  for (const { id, when } of definition.duties) {
    if (when.kind !== "cron" || nextDutyMs(when, 0) !== null) continue;
    throw new OrchestratorError("bad-config", `${path}: the cron line of duty ${id} never comes`, {
      hint: 'Five fields, in UTC: minute, hour, day, month, day of the week: "0 3 * * *"',
    });
  }
}

/** A hand-off from a role that is nowhere would silently never come; one not started now may be. */
function checkOthers({ definition, path }: FoundRole, found: readonly FoundRole[]): void {
  for (const { id, when } of definition.duties) {
    if (!("role" in when) || found.some((one) => one.definition.id === when.role)) continue;
    const message = `${path}: duty ${id} names role ${when.role}, and there is none`;
    throw new OrchestratorError("bad-config", message, {
      hint: `Defined: ${found.map((one) => one.definition.id).join(", ")}`,
    });
  }
}

/** Nobody would ever work for a role whose agent is not configured. */
function checkAgent({ config }: Workplace, { id, agent }: RoleDefinition): void {
  if (agent === null || Object.hasOwn(config.agents, agent)) return;
  throw new OrchestratorError(
    "no-agent",
    `role ${id} wants agent ${agent}, which is not configured`,
    {
      hint: `Configured agents: ${Object.keys(config.agents).join(", ") || "none"}`,
    },
  );
}

/**
 * What a role is told before any work has to leave 70 % of its model's window to the work (CFR-007):
 * nothing of it may be cut. Every prompt is held to it again when it is made.
 */
function checkContext(workplace: Workplace, role: RoleDefinition): void {
  const target = findTarget(workplace.config, workplace.config.defaultTarget);
  const read = (path: string | null) => readNamed(target.path, path);
  const definition = findDefinition(role.id, read)?.definition ?? null;
  const { agents } = workplace.config;
  const own = role.model ?? agents[role.agent ?? "default"]?.model ?? null;
  const model = definition?.model ?? own;
  const { parts, tokensMax } = assemblePrompt({
    agent: { id: role.id, name: role.title, role: role.id },
    definition: definition?.prompt ?? role.instructions,
    stream: { id: "", title: "", text: "", acceptance: [] },
    identityContext: read(target.identityContext),
    conventions: target.conventions.map((path) => ({ path, text: read(path) ?? "" })),
    plan: null,
    memory: null,
    rejection: null,
    windowTokens: windowOf(model),
  });
  const cut = parts.filter((part) => part.cut).map(({ name }) => name);
  if (cut.length === 0) return;
  throw new OrchestratorError(
    "context-budget",
    `what role ${role.id} is told does not fit into 30 % of its model's window (${tokensMax} tokens): ${cut.join(", ")}`,
    { hint: "Shorten its definition or the conventions; the rest of the window is for the work." },
  );
}

/** All the team's work lands on one branch (CFR-013); no role ever has it checked out itself. */
async function checkBranch(workplace: Workplace, branch: string): Promise<void> {
  const target = findTarget(workplace.config, workplace.config.defaultTarget);
  const found = target.branch ?? (await inspectTarget(workplace, target)).branch;
  if (found === branch) return;
  throw new OrchestratorError(
    "wrong-branch",
    `the team may work on branch ${branch} alone (CFR-013), and here it is ${found ?? "none"}`,
    { hint: `git switch ${branch}, or change branch in team.yaml` },
  );
}
