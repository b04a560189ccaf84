import type { RoleDefinition } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { roleId } from "../../engine/index.ts";
import type { FoundRole, TeamSettings } from "../../platform/index.ts";

const PERIOD_MS = 30 * 60_000;
const SLOT_MS = 5 * 60_000;

/**
 * The roles as team.yaml has them: what it says of single ones counts for more than their files, and
 * in turns each has a slot of every half hour, by launch order, where it has no turn of its own.
 * @throws OrchestratorError `bad-config` for a name that is no role's
 */
export function adjustRoles(
  roles: readonly RoleDefinition[],
  { agents, cadence }: Pick<TeamSettings, "agents" | "cadence">,
  found: readonly FoundRole[],
): readonly RoleDefinition[] {
  const changes = new Map(Object.entries(agents).map(([name, change]) => [roleId(name), change]));
  const known = found.map(({ definition }) => definition.id);
  const lost = [...changes.keys()].find((id) => !known.includes(id));
  if (lost !== undefined) {
    throw new OrchestratorError("bad-config", `agents in team.yaml: no role is called ${lost}`, {
      hint: `Defined: ${known.join(", ")}`,
    });
  }
  return roles.map((role, place): RoleDefinition => {
    const changed = { ...role, ...changes.get(role.id) };
    if (cadence === "free" || role.turn !== null) return changed;
    const offsetMs = (place * SLOT_MS) % PERIOD_MS;
    return { ...changed, turn: { everyMs: PERIOD_MS, offsetMs } };
  });
}
