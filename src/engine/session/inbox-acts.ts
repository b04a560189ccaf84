import type { PersonAct, StreamKey, StreamState } from "../../model/index.ts";
import { displayKey, isSessionOpen } from "../../model/index.ts";
import { rejectAttempt } from "../attempt/failures.ts";
import { settleEscalation } from "../recovery/escalations.ts";
import type { OpenEntry } from "../attempt/questions.ts";
import { answerQuestion, findEntry, newMessage } from "../attempt/questions.ts";
import { isPlanned, reopen } from "./sessions.ts";
import { settledStatus } from "../stages.ts";
import { stopRun } from "./stops.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";
import { unmetOf } from "../worklist.ts";

type ActOf<K extends PersonAct["kind"]> = Extract<PersonAct, { readonly kind: K }>;

export function answer(turn: Turn, by: string, { entry, text }: ActOf<"answer">): void {
  withEntry(turn, "answer", entry, ({ stream, question, escalation }) => {
    if (escalation) {
      if (text.trim() === "") return refuse(turn, "answer", "an answer needs words");
      return settleEscalation(turn, by, stream, { how: "answered", text });
    }
    if (question === null) {
      const { id } = stream.facts;
      return refuse(turn, "answer", `${id} asks for a yes or a no: approve or reject it`);
    }
    if (text.trim() === "") return refuse(turn, "answer", "an answer needs words");
    answerQuestion(turn, question, by, { text, allowed: null });
  });
}

export function approve(turn: Turn, by: string, { entry }: ActOf<"approve">): void {
  withEntry(turn, "approve", entry, ({ stream, question, escalation }) => {
    if (escalation) return settleEscalation(turn, by, stream, { how: "approved", text: null });
    if (question !== null) {
      return answerQuestion(turn, question, by, { text: YES, allowed: true });
    }
    const { stage } = stream;
    if (stage.kind !== "needs-person") return;
    emit(turn, { type: "person-agreed", attempt: stage.attempt, by, forced: false });
  });
}

const YES = "Yes. Go on.";

/** Work goes back to its agent with what the person says; a question is answered with no. */
export function reject(turn: Turn, by: string, { entry, text }: ActOf<"reject">): void {
  withEntry(turn, "reject", entry, ({ stream, question, escalation }) => {
    if (escalation) return settleEscalation(turn, by, stream, { how: "dismissed", text });
    if (text.trim() === "") return refuse(turn, "reject", "say why: the agent reads it");
    if (question !== null) {
      return answerQuestion(turn, question, by, { text: `No. ${text}`, allowed: false });
    }
    const { stage } = stream;
    if (stage.kind !== "needs-person") return;
    const [message = ""] = text.split("\n");
    rejectAttempt(turn, stage.attempt, { reason: { kind: "person", message }, evidence: text });
  });
}

function withEntry(turn: Turn, act: string, named: string, then: (entry: OpenEntry) => void): void {
  const found = findEntry(turn.state, named);
  if (found !== null) return then(found);
  const stream = turn.state.streams.get(named);
  refuse(
    turn,
    act,
    stream === undefined
      ? `nothing in the inbox is called ${displayed(named)}; it may have been settled already`
      : `${stream.facts.id} asks nothing: it is ${stream.stage.kind}`,
  );
}

function displayed(named: string): string {
  return named.includes(":") ? displayKey(named) : named;
}

/** Heard at once where the agent can be spoken to, else before its work counts as done. */
export function feedback(turn: Turn, by: string, { key, text }: ActOf<"feedback">): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "give feedback", `there is no work stream ${displayKey(key)}`);
  }
  if (text.trim() === "") return refuse(turn, "give feedback", "there is nothing in it");
  const { facts, stage } = stream;
  if (!HEARS.has(stage.kind) || settledStatus(stream) !== null) {
    const state = settledStatus(stream) ?? stage.kind;
    return refuse(turn, "give feedback", `${facts.id} is ${state}: no agent will work on it`);
  }
  emit(turn, {
    type: "messaged",
    key,
    message: newMessage(turn, "feedback", by, text),
  });
}

/** An agent is on it, or will be: whoever it is reads what was said. */
const HEARS: ReadonlySet<string> = new Set([
  "waiting",
  "preparing",
  "running",
  "collecting",
  "parked",
  "stopped",
  "blocked",
]);

/** The agent of one stream is to work on another: its work is kept, and nobody's for now. */
export function redirect(turn: Turn, by: string, { key, to, reason }: ActOf<"redirect">): void {
  const from = turn.state.streams.get(key);
  const other = turn.state.streams.get(to);
  if (from === undefined || other === undefined) {
    const unknown = from === undefined ? key : to;
    return refuse(turn, "redirect", `there is no work stream ${displayKey(unknown)}`);
  }
  const why = key === to ? "it is on that already" : (notAtWork(from) ?? notFree(turn, other));
  if (why !== null || from.agent === null)
    return refuse(turn, "redirect", why ?? "nobody is on it");
  const { session } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) {
    return refuse(turn, "redirect", "no session is running");
  }
  if (!turn.work.selected.has(to)) emit(turn, { type: "streams-added", keys: [to] });
  emit(turn, { type: "summoned", key: to, agent: from.agent });
  if (reason.trim() !== "") {
    const message = newMessage(turn, "redirect", by, reason);
    emit(turn, { type: "messaged", key: to, message });
  }
  if ("attempt" in from.stage && from.stage.attempt !== null) {
    emit(turn, {
      type: "agent-stopping",
      attempt: from.stage.attempt,
      cause: "redirected",
      now: false,
    });
  }
}

function notAtWork({ facts, stage }: StreamState): string | null {
  if (stage.kind !== "running" && stage.kind !== "preparing") {
    return `nobody works on ${facts.id}: it is ${stage.kind}`;
  }
  return (stage.stopping ?? null) === null ? null : `the agent of ${facts.id} is being stopped`;
}

function notFree(turn: Turn, { facts, stage, inRoadmap, hold }: StreamState): string | null {
  if (stage.kind !== "waiting") return `${facts.id} is ${stage.kind}`;
  if (!inRoadmap || !facts.workable || facts.defect !== null) {
    return `${facts.id} cannot be worked on: ${facts.defect ?? facts.status}`;
  }
  if (hold !== null) return `${facts.id} is held back by ${hold.by}`;
  if (unmetOf(turn.work, facts.key) > 0) return `what ${facts.id} depends on is not complete`;
  return null;
}

/** Holds one stream back; whoever works on it ends, and what was done is kept. */
export function hold(turn: Turn, by: string, key: StreamKey): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "pause", `there is no work stream ${displayKey(key)}`);
  }
  const { stage, facts } = stream;
  if (stream.hold !== null) return refuse(turn, "pause", `${facts.id} is paused already`);
  if (!MAY_BE_HELD.has(stage.kind) || settledStatus(stream) !== null) {
    const state = settledStatus(stream) ?? stage.kind;
    return refuse(turn, "pause", `${facts.id} is ${state}: there is nothing to pause`);
  }
  emit(turn, { type: "stream-held", key, by });
  stopRun(turn, stream, false);
}

const MAY_BE_HELD: ReadonlySet<string> = new Set([
  "waiting",
  "preparing",
  "running",
  "parked",
  "stopped",
]);

export function release(turn: Turn, by: string, key: StreamKey): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "resume", `there is no work stream ${displayKey(key)}`);
  }
  const { stage, facts } = stream;
  const isStopped = stage.kind === "stopped" && settledStatus(stream) === null;
  if (stream.hold === null && !isStopped) {
    return refuse(turn, "resume", `${facts.id} is not paused: it is ${stage.kind}`);
  }
  if (stream.hold !== null) emit(turn, { type: "stream-freed", key, by });
  const entry = stream.recovery?.escalation?.entry;
  // Whoever lets it go on has decided what was asked of them.
  if (entry !== undefined) {
    emit(turn, { type: "escalation-settled", key, by, entry, how: "approved" });
  }
  if (isStopped) reopen(turn, key, by);
}
