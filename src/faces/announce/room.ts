import type { Event, MachineEvent } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { count } from "../text/words.ts";

export function isOfRoom(event: Event): event is MachineEvent {
  return (
    event.type === "machine-short" || event.type === "machine-eased" || event.type === "size-set"
  );
}

/** What a person is told of the room on the machine. */
export function describeRoom(event: MachineEvent): string {
  if (event.type === "machine-eased") return "The machine has room again";
  if (event.type === "size-set") {
    return `${count(event.agents, "agent")} side by side from now on: ${safeText(event.why)}`;
  }
  return `Nobody starts beside those at work: ${safeText(event.why)}`;
}
