import type { StreamState } from "../../model/index.ts";
import { isSessionOpen } from "../../model/index.ts";
import { newMessage } from "../attempt/questions.ts";
import { isPlanned, reopen } from "../session/sessions.ts";
import { mayBeDivided, isBeingDivided } from "./divisible.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";

/** A person's word on what was put before them. `text` null: just go on. */
export function settleEscalation(
  turn: Turn,
  by: string,
  stream: StreamState,
  word: { readonly how: "answered" | "approved" | "dismissed"; readonly text: string | null },
): void {
  const { key, id } = stream.facts;
  const { escalation = null, split = null } = stream.recovery ?? {};
  if (escalation === null) return;
  const { how, text } = word;
  if (isBeingDivided(stream)) {
    return refuse(turn, how === "dismissed" ? "reject" : "approve", `${id} is being divided now`);
  }
  if (how === "approved" && split?.stage.kind === "proposed") {
    // It may have come to be under way since it was proposed, and land while it is divided (I4).
    if (!mayBeDivided(stream)) {
      return refuse(turn, "approve", `${id} is ${stream.stage.kind}; it is not divided meanwhile`);
    }
    return emit(turn, { type: "split-agreed", key, by });
  }
  if (how === "answered" && stream.facts.duty?.proposes === true) {
    return refuse(turn, "answer", `${id} is over: approve or reject what it proposes`);
  }
  if (text !== null && how === "answered") {
    const message = newMessage(turn, "feedback", by, text);
    emit(turn, { type: "messaged", key, message });
  }
  emit(turn, { type: "escalation-settled", key, by, entry: escalation.entry, how });
  if (how !== "dismissed") goOn(turn, stream, by);
}

/** What stood still for a person's word waits for an agent again. */
export function goOn(turn: Turn, { facts: { key }, stage }: StreamState, by: string): void {
  if (turn.state.streams.get(key)?.hold !== null) emit(turn, { type: "stream-freed", key, by });
  if (STANDS_STILL.has(stage.kind)) reopen(turn, key, by);
  const { session } = turn.state;
  const isJoined = turn.work.selected.has(key);
  if (session === null || !isSessionOpen(session) || !isPlanned(session) || isJoined) return;
  emit(turn, { type: "streams-added", keys: [key] });
}

const STANDS_STILL: ReadonlySet<string> = new Set([
  "blocked",
  "skipped",
  "stopped",
  "unverified",
  "parked",
]);
