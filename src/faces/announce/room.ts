import type { Event } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";

export type OfRoom = Extract<Event, { readonly type: "machine-short" | "machine-eased" }>;

export function isOfRoom(event: Event): event is OfRoom {
  return event.type === "machine-short" || event.type === "machine-eased";
}

/** What a person is told of the room on the machine. */
export function describeRoom(event: OfRoom): string {
  if (event.type === "machine-eased") return "The machine has room again";
  return `Nobody starts beside those at work: ${safeText(event.why)}`;
}
