import type { Outcome, PersonAct, StreamState } from "../../model/index.ts";
import { LIMITS, displayKey, isSessionOpen } from "../../model/index.ts";
import type { EffectOf } from "../attempt/put-off.ts";
import { cut } from "../attempt/questions.ts";
import { MAY_BE_DIVIDED } from "./divisible.ts";
import { escalate } from "./recovery.ts";
import { isPlanned, reopen } from "../session/sessions.ts";
import { settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";

/** A person wants smaller work streams in a stream's place; they see what would be written first. */
export function decompose(
  turn: Turn,
  by: string,
  { key, titles }: Extract<PersonAct, { readonly kind: "decompose" }>,
): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) {
    return refuse(turn, "decompose", `there is no work stream ${displayKey(key)}`);
  }
  const why = whyNotDivided(stream) ?? whyNotSo(titles);
  if (why !== null) return refuse(turn, "decompose", why);
  emit(turn, { type: "split-asked", key, by, titles: titles.map((title) => title.trim()) });
}

function whyNotDivided({ facts, stage, recovery, ...stream }: StreamState): string | null {
  const settled = settledStatus({ facts, stage, ...stream });
  if (settled !== null) return `${facts.id} is ${settled} in the roadmap`;
  if (facts.duty !== undefined) return `${facts.id} is a duty: it is in no roadmap`;
  if ((recovery?.split ?? null) !== null) return `${facts.id} is being divided already`;
  return MAY_BE_DIVIDED.has(stage.kind) ? null : `${facts.id} is ${stage.kind}; stop it first`;
}

function whyNotSo(titles: readonly string[]): string | null {
  const { splitPartsMax, titleCharsMax } = LIMITS;
  if (titles.length === 1) return "one part is no division: name two or more";
  if (titles.length > splitPartsMax) return `it is divided into ${splitPartsMax} parts at most`;
  const bad = titles.some((title) => title.trim() === "" || title.length > titleCharsMax);
  if (bad) return `a title has words, and ${titleCharsMax} characters at most`;
  return null;
}

/** What it would be divided into is in the inbox: nobody's roadmap changes without their word. */
export function proposeEnded(
  turn: Turn,
  { key }: EffectOf<"propose-split">,
  outcome: Outcome,
): boolean {
  if (outcome.kind === "refused") {
    emit(turn, { type: "split-refused", key, why: outcome.message });
    return true;
  }
  if (outcome.kind !== "split-proposed") return false;
  const { parts, diff } = outcome.proposal;
  const proposal = { parts, diff: cut(diff, LIMITS.splitDiffCharsMax) };
  emit(turn, { type: "split-proposed", key, proposal });
  const { escalation = null, split } = turn.state.streams.get(key)?.recovery ?? {};
  if (escalation === null) {
    const text = `It can be divided into ${parts.length} work streams`;
    escalate(turn, { key, detection: null, text, by: split?.by ?? "" });
  }
  return true;
}

/** The parts are work like any other, and the whole waits for them with its counters at nought. */
export function applySplitEnded(
  turn: Turn,
  { key }: EffectOf<"apply-split">,
  outcome: Outcome,
): boolean {
  if (outcome.kind === "refused") {
    emit(turn, { type: "split-refused", key, why: outcome.message });
    return true;
  }
  if (outcome.kind !== "split-applied") return false;
  const by = turn.state.streams.get(key)?.recovery?.split?.by ?? "";
  emit(turn, { type: "split-applied", key, parts: outcome.parts });
  const stream = turn.state.streams.get(key);
  if (stream === undefined) return true;
  if (stream.hold !== null) emit(turn, { type: "stream-freed", key, by });
  if (stream.stage.kind !== "waiting" && settledStatus(stream) === null) reopen(turn, key, by);
  joinSession(turn, [...outcome.parts, key]);
  return true;
}

function joinSession(turn: Turn, keys: readonly string[]): void {
  const { session, streams } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) return;
  const added = keys.filter((key) => streams.has(key) && !turn.work.selected.has(key));
  if (added.length > 0) emit(turn, { type: "streams-added", keys: added });
}
