import type {
  Foreseen,
  ForeseenWith,
  InputOf,
  State,
  StreamKey,
  StreamState,
} from "../../model/index.ts";
import { LIMITS, comparePlaces, displayKey, keyOf, targetOf } from "../../model/index.ts";
import { newMessage } from "../attempt/questions.ts";
import type { StageOf } from "../stages.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

type Seen = InputOf<"conflict-foreseen">;

/** How far back what landed is asked whether it changed a file. */
const LANDED_MAX = 50;
const FILES_MAX = 20;
const WATCH = "the watch";

/**
 * Of two attempts that do not go together the one that was claimed later is concerned: the other
 * lands first as things stand. It is a notice, and a word to an agent that can hear it now; nothing
 * is stopped or held for it, because what is half done may still come right.
 */
export function noteForeseen(turn: Turn, seen: Seen): void {
  const found = concerned(turn.state, seen);
  if (found === null) return;
  const { stream, stage, other } = found;
  const known = stage.foreseen ?? [];
  const files = seen.files.slice(0, FILES_MAX);
  if (files.length === 0 || known.length >= LIMITS.foreseenPerAttemptMax) return;
  if (known.some((one) => isSame(one, other, files))) return;
  const key = other.kind === "attempt" ? keyOf(other.attempt) : landedIn(turn.state, stream, files);
  const conflict: Foreseen = { with: other, key, files, atMs: turn.atMs };
  const { attempt } = stage;
  emit(turn, { type: "conflict-foreseen", attempt, conflict });
  if (seen.hears && stage.process !== null) tell(turn, stream, conflict);
}

/** Once a stream: what an attempt was told, the next one at the same work reads as well. */
function tell(turn: Turn, { facts, messages }: StreamState, conflict: Foreseen): void {
  const { what, advice } = textOf(turn.state, conflict);
  if (messages.some(({ by, text }) => by === WATCH && text.startsWith(what))) return;
  const message = newMessage(turn, "feedback", WATCH, `${what}\n${advice}`);
  emit(turn, { type: "messaged", key: facts.key, message });
}

interface Concerned {
  readonly stream: StreamState;
  readonly stage: StageOf<"running">;
  readonly other: ForeseenWith;
}

function concerned(state: State, { attempt, with: other }: Seen): Concerned | null {
  const one = runningStream(state, attempt);
  if (one === null || other.kind === "branch") return one === null ? null : { ...one, other };
  const second = runningStream(state, other.attempt);
  if (second === null || targetOf(attempt) !== targetOf(other.attempt)) return null;
  if (one.stream === second.stream) return null;
  return isLater(one.stream, second.stream)
    ? { ...one, other }
    : { ...second, other: { kind: "attempt", attempt } };
}

function runningStream(state: State, attempt: string): Omit<Concerned, "other"> | null {
  const stream = currentStream(state, attempt);
  if (stream === null || !isStage(stream.stage, "running")) return null;
  return stream.stage.stopping === null ? { stream, stage: stream.stage } : null;
}

function isLater(one: StreamState, other: StreamState): boolean {
  const claimed = ({ attempts }: StreamState) => attempts.at(-1)?.claimedAtMs ?? 0;
  const apart = claimed(one) - claimed(other);
  return apart !== 0 ? apart > 0 : comparePlaces(one.facts, other.facts) > 0;
}

/** A conflict with the branch stays the same one while the branch moves on. */
function isSame(known: Foreseen, other: ForeseenWith, files: readonly string[]): boolean {
  if (known.with.kind === "attempt") {
    return other.kind === "attempt" && known.with.attempt === other.attempt;
  }
  return other.kind === "branch" && files.every((file) => known.files.includes(file));
}

/** Who landed last of those that changed one of the files; null: somebody else did. */
function landedIn(
  state: State,
  { facts }: StreamState,
  files: readonly string[],
): StreamKey | null {
  const landed = state.targets.get(facts.target)?.landed ?? [];
  const found = landed.slice(-LANDED_MAX).findLast(({ key, attempt }) => {
    const records = state.streams.get(key)?.attempts ?? [];
    const record = records.find((one) => one.attempt === attempt);
    return record?.files.some((file) => files.includes(file)) === true;
  });
  return found?.key ?? null;
}

function textOf(
  state: State,
  { with: other, key, files }: Foreseen,
): { readonly what: string; readonly advice: string } {
  const where = files.map((file) => `- ${shown(file)}`).join("\n");
  const work = key === null ? "something else" : displayKey(key);
  if (other.kind === "attempt") {
    const agent = key === null ? null : (state.streams.get(key)?.agent?.name ?? null);
    const who = `${agent ?? "Another agent"}, at work on ${work},`;
    return {
      what: `${who} changes the same lines as you and lands first as things stand:\n${where}`,
      advice: "Keep your changes apart from those lines where you can.",
    };
  }
  const who = key === null ? "What somebody else changed" : `${work} has landed meanwhile, and`;
  return {
    what: `${who} touches the same lines as you, so that your work could not be merged:\n${where}`,
    advice: `See what is there now (git show ${other.head}:PATH), take its lines over as they are, and keep your own changes apart from them.`,
  };
}

/** A name with anything odd in it is quoted: it is data, and stays on its line (I14). */
function shown(file: string): string {
  return /^[\w@+.,/ -]{1,300}$/.test(file) ? file : JSON.stringify(file.slice(0, 300));
}
