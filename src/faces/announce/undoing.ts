import type { Event } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { keyLabel } from "../text/words.ts";

type Undoing = Extract<
  Event,
  { readonly type: "rolled-back" | "landing-gone" | `rollback-${string}` | `checkpoint-${string}` }
>;

export function isUndoing(event: Event): event is Undoing {
  const { type } = event;
  if (type === "rolled-back" || type === "landing-gone") return true;
  return type.startsWith("rollback-") || type.startsWith("checkpoint-");
}

/** What a person is told of checkpoints and rollbacks, a sentence each; steps on the way are none. */
export function describeUndoing(event: Undoing): string[] {
  switch (event.type) {
    case "rollback-begun":
      return [`${safeText(event.by)} undoes ${safeText(event.why)}`];
    case "rolled-back":
      return [`Rolled back as ${event.commit.slice(0, 12)}, all gates passing`];
    case "landing-gone":
      return [
        `${keyLabel(event.key)} is open again: the branch does not have ${event.commit.slice(0, 12)}`,
      ];
    case "rollback-refused":
      return [`Nothing was rolled back: ${safeText(event.message.split("\n")[0] ?? "")}`];
    case "checkpoint-kept":
      return [`Checkpoint ${safeText(event.name)}`];
    case "checkpoint-dropped":
      return event.failure === null
        ? []
        : [`Checkpoint ${safeText(event.name)} failed: ${safeText(event.failure)}`];
    default:
      return [];
  }
}
