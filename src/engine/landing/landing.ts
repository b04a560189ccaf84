import type {
  AttemptId,
  InputOf,
  ObjectId,
  State,
  StreamState,
  TargetId,
  TargetState,
} from "../../model/index.ts";
import { divertedStreams } from "./landed.ts";
import { policyOf } from "../policy.ts";
import { settleStream } from "../attempt/settle.ts";
import { currentStream, settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { redGates, verdictOf } from "./verdict.ts";

/**
 * Landings are serial per target, in the order in which work was done: the next begins as soon as
 * the one before it is over. Finished work lands in a paused session too; only a branch that is
 * not known to be green keeps it waiting.
 */
export function startLandings(turn: Turn): void {
  // A checkpoint is of one moment: nothing lands between its beginning and its look at the refs.
  for (const { stage } of turn.state.checkpoints.values()) if (stage === "keeping") return;
  for (const { id } of turn.state.targets.values()) {
    for (;;) {
      const target = turn.state.targets.get(id);
      const next = target?.queue[0];
      if (target === undefined || target.landing !== null || next === undefined) break;
      if (target.rollback !== null) break;
      if (!startLanding(turn, target, next)) break;
    }
  }
}

/** False when the queue has to wait. */
function startLanding(turn: Turn, target: TargetState, attempt: AttemptId): boolean {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return false;
  if (settleStream(turn, stream)) return true;
  const forced = stream.agreed?.forced === true;
  if (stream.agreed === null && !policyOf(turn.state).verify) {
    emit(turn, { type: "unverified", attempt });
    return true;
  }
  if (!forced && !isGreen(target)) {
    const reason = hopeless(turn.state, target);
    if (reason === null) return false;
    putBy(turn, attempt, reason);
    return true;
  }
  emit(turn, { type: "merge-started", attempt, round: stream.round + 1 });
  return true;
}

/** What a person agreed to goes back to them; anything else is gone on from another time. */
export function putBy(turn: Turn, attempt: AttemptId, reason: string): void {
  const agreed = currentStream(turn.state, attempt)?.agreed ?? null;
  if (agreed?.forced === true) return;
  if (agreed === null) emit(turn, { type: "stopped", attempt, reason });
  else emit(turn, { type: "person-needed", attempt, why: [reason] });
}

export function isGreen({ base }: TargetState): boolean {
  return base !== null && verdictOf(base.report) === "green";
}

/** Judged and green, or landed by us, which nothing does that is red (law I3) unless it was forced. */
export function isKnownGreen(state: State, target: TargetState, head: ObjectId): boolean {
  if (target.base?.head === head) return isGreen(target);
  const landed = target.landed.findLast(({ commit }) => commit === head);
  const stage = landed === undefined ? null : state.streams.get(landed.key)?.stage;
  return stage?.kind === "completed" && !stage.forced;
}

/** Why nothing will land here any more in this session; null while it still may. */
function hopeless(state: State, { id, base }: TargetState): string | null {
  const session = state.session?.state;
  if (base === null || session === "planning" || session === "executing") return null;
  return `the integration branch of ${id} is red: ${redGates(base.report).join(", ") || "gates"}`;
}

/** Which of our landings came to the branch after the work was begun, newest last. */
export function landedSince(state: State, stream: StreamState, base: string): readonly string[] {
  const landed = state.targets.get(stream.facts.target)?.landed ?? [];
  const at = landed.findLastIndex((each) => each.commit === base);
  const from = at >= 0 ? at + 1 : landed.findIndex((each) => each.onto === base);
  if (from >= 0) return landed.slice(from).map((each) => each.key);
  // The base is a person's commit among ours: what landed after the attempt was claimed.
  const claimedAtMs = stream.attempts.at(-1)?.claimedAtMs ?? 0;
  return landed
    .filter(({ key }) => (finishedAtMs(state, key) ?? 0) >= claimedAtMs)
    .map((each) => each.key);
}

function finishedAtMs(state: State, key: string): number | null {
  return state.streams.get(key)?.attempts.at(-1)?.finishedAtMs ?? null;
}

/** What waited beside the branch is on it: by `orchestrator land`, or by the person's own merge. */
export function noteJoined(turn: Turn, target: TargetId): void {
  if (divertedStreams(turn.state, target).length === 0) return;
  emit(turn, { type: "branch-joined", target });
}

/**
 * Both the branch and the roadmap say that it is not done: a person reset the branch, or is on
 * another (laws I4, I11). What is known of another landing, or said otherwise since, changes nothing.
 */
export function noteMissed(turn: Turn, { key, commit }: InputOf<"landing-missed">): void {
  const stream = turn.state.streams.get(key);
  if (stream?.stage.kind !== "completed" || stream.stage.commit !== commit) return;
  if (settledStatus(stream) !== null) return;
  emit(turn, { type: "landing-gone", key, commit });
}
