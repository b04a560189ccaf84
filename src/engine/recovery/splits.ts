import type { AttemptId, EffectOf, Outcome, PersonAct, StreamState } from "../../model/index.ts";
import { LIMITS, displayKey, isSessionOpen } from "../../model/index.ts";
import { cut } from "../attempt/questions.ts";
import { mayBeDivided } from "./divisible.ts";
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

/** An errand is over with its agent's word: what it left is only read for what to propose. */
export function endErrand(turn: Turn, attempt: AttemptId, { facts, agent }: StreamState): void {
  const { key } = facts;
  emit(turn, { type: "duty-done", attempt, key });
  emit(turn, { type: "split-asked", key, by: agent?.name ?? "its agent", titles: [] });
}

function whyNotDivided({ facts, stage, recovery, ...stream }: StreamState): string | null {
  const settled = settledStatus({ facts, stage, ...stream });
  if (settled !== null) return `${facts.id} is ${settled} in the roadmap`;
  if (facts.duty !== undefined) return `${facts.id} is a duty: it is in no roadmap`;
  if ((recovery?.split ?? null) !== null) return `${facts.id} is being divided already`;
  return mayBeDivided({ facts, stage }) ? null : `${facts.id} is ${stage.kind}; stop it first`;
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
  const proposal = { ...outcome.proposal, diff: cut(diff, LIMITS.splitDiffCharsMax) };
  emit(turn, { type: "split-proposed", key, proposal });
  const { escalation = null, split } = turn.state.streams.get(key)?.recovery ?? {};
  if (escalation === null) {
    const facts = turn.state.streams.get(key)?.facts;
    const found =
      facts?.duty?.written === undefined ? "" : ", found beside other work; nobody has checked it";
    const text = outcome.proposal.adds
      ? `It proposes ${parts.length === 1 ? "a work stream" : `${parts.length} work streams`}${found}`
      : `It can be divided into ${parts.length} work streams`;
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
  const by = turn.state.streams.get(key)?.recovery?.split?.by ?? "";
  if (outcome.kind === "refused") {
    emit(turn, { type: "split-refused", key, why: outcome.message });
    // The roadmap has changed since: what would be added now is another text to agree to.
    const proposes = turn.state.streams.get(key)?.facts.duty?.proposes === true;
    if (proposes) emit(turn, { type: "split-asked", key, by, titles: [] });
    return true;
  }
  if (outcome.kind !== "split-applied") return false;
  emit(turn, { type: "split-applied", key, parts: outcome.parts });
  const stream = turn.state.streams.get(key);
  // What was proposed is in the roadmap, and nobody has asked to begin it.
  if (stream === undefined || stream.facts.duty?.proposes === true) return true;
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
