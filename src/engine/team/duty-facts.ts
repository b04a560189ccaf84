import type { DutyDefinition, RoleDefinition, State, StreamFacts } from "../../model/index.ts";
import { SELF_TARGET, unlistedFacts } from "../../model/index.ts";

/** A duty's `number`th time, as work of its own. */
export function dutyFacts(
  { targets }: State,
  role: RoleDefinition,
  duty: DutyDefinition,
  number: number,
): StreamFacts {
  const target = targets.has(SELF_TARGET) ? SELF_TARGET : ([...targets.keys()][0] ?? SELF_TARGET);
  return unlistedFacts({
    target,
    id: `@${role.id}/${duty.id}-${number}`,
    title: `${role.title}: ${duty.title}`,
    number: number - 1,
    duty: {
      role: role.id,
      duty: duty.id,
      prompt: duty.prompt,
      ...(duty.proposes === true ? { proposes: true } : {}),
      ...(duty.given === undefined ? {} : { given: duty.given }),
    },
  });
}
