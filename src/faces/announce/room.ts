import type { Event, MachineEvent } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";

export function isOfRoom(event: Event): event is MachineEvent {
  return event.type === "machine-short" || event.type === "machine-eased";
}

/** What a person is told of the room on the machine. */
export function describeRoom(event: MachineEvent): string {
  if (event.type === "machine-eased") return "The machine has room again";
  return `Nobody starts beside those at work: ${safeText(event.why)}`;
}
