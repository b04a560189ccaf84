import type { SeenEvent } from "../../daemon/index.ts";
import { historyView } from "../../journal/index.ts";
import type { State } from "../../model/index.ts";
import type { WireEvent, WireType } from "../announce/wire.ts";
import { wireEvents } from "../announce/wire.ts";
import { safeText } from "../text/safe.ts";
import { streamLabel } from "../text/words.ts";

/** Something that happened, under the name of the contract (`agent_running`, `landed`, …). */
export interface OrchestratorEvent {
  /** Position in the journal. */
  readonly seq: number;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly eventType: WireType;
  /** One line for people. */
  readonly message: string;
  /** The fields `--ndjson` prints; docs/json.md lists them. */
  readonly details: WireEvent;
}

export type EventListener = (event: OrchestratorEvent) => void;

export function eventsFor({ seq, event }: SeenEvent, state: State): OrchestratorEvent[] {
  const told = historyView([{ seq, event }])[0]?.text;
  return wireEvents(event, state).map((details, at) => {
    const what = at === 0 && told !== undefined ? told : details.type.replaceAll("_", " ");
    const { id } = details;
    const subject = typeof id === "string" ? `${streamLabel(id)}: ` : "";
    return {
      seq,
      timestamp: details.at,
      eventType: details.type,
      message: safeText(subject + what),
      details,
    };
  });
}
