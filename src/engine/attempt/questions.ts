import type {
  AgentMessage,
  AttemptId,
  InputOf,
  Question,
  QuestionPolicy,
  State,
  StreamKey,
  StreamState,
} from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { messageWith } from "../copies.ts";
import { policyOf } from "../policy.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

type Asked = InputOf<"agent-asked">;

/** Who answers what no person was asked for. */
const POLICY_NAME = "the policy";

/**
 * An agent asked something. The policy answers it if it can, else it waits for a person. What was
 * heard before, or is no longer of anybody's concern, changes nothing (law I9).
 */
export function noteAsked(turn: Turn, asked: Asked): void {
  const { attempt } = asked;
  const stream = currentStream(turn.state, attempt);
  if (stream === null || !isStage(stream.stage, "running")) return;
  const { questions, calls = 0 } = stream.stage.heard;
  if (asked.number !== (asked.over === "tools" ? calls : questions) + 1) return;
  const question: Question = {
    id: nextId(turn.state, "q"),
    key: stream.facts.key,
    attempt,
    kind: asked.kind,
    text: cut(asked.text, LIMITS.questionCharsMax) || "it asked, and said no more",
    options: asked.options
      .slice(0, LIMITS.questionOptionsMax)
      .map((option) => cut(option, LIMITS.questionCharsMax)),
    sinceMs: turn.atMs,
    need: asked.need,
    request: asked.request,
  };
  const isFull = stream.stage.asking.length >= LIMITS.questionsOpenMax;
  const over = asked.over === undefined ? {} : { over: asked.over };
  emit(turn, { type: "asked", attempt, question, ...over });
  const ruling = isFull ? TOO_MANY : rule(policyOf(turn.state).questions, question);
  if (ruling !== null) return answerQuestion(turn, question, POLICY_NAME, ruling);
  const known = ruledBefore(stream, stream.stage.preparedAtMs, question);
  if (known !== null) answerQuestion(turn, question, known.by, known);
}

/**
 * What a person said to the same wish in an earlier turn: an agent that was ended while it waited
 * asks again in the words that were answered meanwhile.
 */
function ruledBefore(
  { messages }: StreamState,
  preparedAtMs: number,
  question: Question,
): AgentMessage | null {
  if (question.kind !== "permission") return null;
  const rulings = messages.filter(
    ({ by, about, atMs }) => by !== POLICY_NAME && about === question.text && atMs <= preparedAtMs,
  );
  const last = rulings.at(-1);
  return last === undefined || last.allowed === null ? null : last;
}

export interface Ruling {
  readonly text: string;
  readonly allowed: boolean | null;
}

const TOO_MANY: Ruling = {
  text: "No: too much was asked already. Do what you can without it, and say at the end what is missing.",
  allowed: false,
};

/** What the policy makes of a question; null leaves it to a person. */
function rule(policy: QuestionPolicy | undefined, question: Question): Ruling | null {
  if (policy === undefined) return null;
  const { text, kind } = question;
  if (kind === "permission") {
    if (policy.deny.some((pattern) => fits(pattern, text))) {
      return { text: "No: it is not permitted here. Do it another way.", allowed: false };
    }
    if (policy.allow.some((pattern) => fits(pattern, text))) {
      return { text: "Yes.", allowed: true };
    }
    return null;
  }
  const known = policy.answers.find((one) => fits(one.question, text));
  return known === undefined ? null : { text: known.answer, allowed: null };
}

/** `*` stands for anything; a plain word fits a tool's name or any text that holds it as a word. */
function fits(pattern: string, text: string): boolean {
  const lower = text.toLowerCase();
  const parts = pattern.trim().toLowerCase().split("*");
  if (parts.length === 1) return holdsWord(lower, parts[0] ?? "");
  return isInOrder(lower, parts);
}

function holdsWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + word.length] ?? " ";
    if (!/[\w]/.test(before) && !/[\w]/.test(after)) return true;
  }
  return false;
}

/** The parts between the stars, one after another, the first and last at the ends. */
function isInOrder(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

export function answerQuestion(
  turn: Turn,
  question: Question,
  by: string,
  { text, allowed }: Ruling,
): void {
  const message = messageWith(newMessage(turn, "answer", by, text), {
    about: question.text,
    allowed: question.kind === "permission" ? (allowed ?? true) : null,
    request: question.request,
    awaited: question.need === "now",
  });
  emit(turn, { type: "answered", attempt: question.attempt, entry: question.id, message });
  joinSession(turn, question.key);
}

/** What somebody says to an agent: never empty, and never longer than it may be. */
export function newMessage(
  turn: Turn,
  kind: AgentMessage["kind"],
  by: string,
  text: string,
): AgentMessage {
  return {
    id: nextId(turn.state, "m"),
    text: cut(text, LIMITS.messageCharsMax),
    about: null,
    allowed: null,
    request: null,
    awaited: false,
    by,
    atMs: turn.atMs,
    given: null,
    kept: null,
    kind,
  };
}

/** What was answered between two sessions goes on in the one that is open. */
function joinSession(turn: Turn, key: StreamKey): void {
  const { session, streams } = turn.state;
  const open = session?.state === "executing" || session?.state === "paused";
  if (!open || turn.work.selected.has(key)) return;
  if (streams.get(key)?.stage.kind === "waiting")
    emit(turn, { type: "streams-added", keys: [key] });
}

export function nextId(state: State, letter: "q" | "m"): string {
  return `${letter}-${state.serial + 1}`;
}

export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const last = text.charCodeAt(charsMax - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? charsMax - 1 : charsMax);
}

export interface OpenEntry {
  readonly stream: StreamState;
  /** Null: an approval of the stream's own work, or of what is to become of it. */
  readonly question: Question | null;
  /** The stream as a whole was put before a person. */
  readonly escalation: boolean;
}

/** An entry of the inbox by its id, or the oldest one of a stream; null when nothing is open there. */
export function findEntry(state: State, named: string): OpenEntry | null {
  const stream = state.streams.get(named);
  if (stream !== undefined) return openEntries(stream)[0]?.entry ?? null;
  for (const each of state.streams.values()) {
    const found = openEntries(each).find(({ id }) => id === named);
    if (found !== undefined) return found.entry;
  }
  return null;
}

/** What a person is asked about a stream, the oldest question first. */
function openEntries(
  stream: StreamState,
): readonly { readonly id: string; readonly entry: OpenEntry }[] {
  const { stage, recovery } = stream;
  const entries = openQuestions(stream).map((question) => {
    return { id: question.id, entry: { stream, question, escalation: false } };
  });
  const approvals =
    stage.kind === "needs-person"
      ? [{ id: stage.entry, entry: { stream, question: null, escalation: false } }]
      : [];
  const escalation = recovery?.escalation ?? null;
  const escalations =
    escalation === null
      ? []
      : [{ id: escalation.entry, entry: { stream, question: null, escalation: true } }];
  return [...entries, ...approvals, ...escalations];
}

function openQuestions({ stage }: StreamState): readonly Question[] {
  return "asking" in stage ? stage.asking : [];
}

/** Asks a person on behalf of an agent that cannot tell what is wrong with it. */
export function askForHelp(
  turn: Turn,
  attempt: AttemptId,
  kind: "stuck" | "blocked",
  text: string,
): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  const question: Question = {
    id: nextId(turn.state, "q"),
    key: stream.facts.key,
    attempt,
    kind,
    text: cut(text, LIMITS.questionCharsMax),
    options: [],
    sinceMs: turn.atMs,
    need: "turn",
    request: null,
  };
  emit(turn, { type: "asked", attempt, question });
}
