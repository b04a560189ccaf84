import type { DutyDefinition, RoleDefinition, State, StreamFacts } from "../../model/index.ts";
import { SELF_TARGET, streamKey } from "../../model/index.ts";

/** After everything a roadmap lists. */
const ORDER = 1_000_000;

/** A duty's `number`th time, as work of its own. */
export function dutyFacts(
  { targets }: State,
  role: RoleDefinition,
  duty: DutyDefinition,
  number: number,
): StreamFacts {
  const target = targets.has(SELF_TARGET) ? SELF_TARGET : ([...targets.keys()][0] ?? SELF_TARGET);
  const id = `@${role.id}/${duty.id}-${number}`;
  return {
    key: streamKey(target, id),
    target,
    id,
    title: `${role.title}: ${duty.title}`,
    status: "not_started",
    workable: true,
    // Short and standing: before ordinary work of its role, after what is critical.
    priority: "high",
    bootstrap: false,
    effort: null,
    dependsOn: [],
    defect: null,
    files: [],
    batch: null,
    assignee: null,
    deadline: null,
    order: ORDER + number - 1,
    duty: {
      role: role.id,
      duty: duty.id,
      prompt: duty.prompt,
      ...(duty.proposes === true ? { proposes: true } : {}),
      ...(duty.given === undefined ? {} : { given: duty.given }),
    },
  };
}
