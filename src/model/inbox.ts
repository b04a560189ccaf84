import type { AdapterName } from "./config.ts";
import type { AttemptId, StreamKey } from "./ids.ts";

/** `q-<n>`, counting from 1 in each journal together with {@link MessageId}; never given twice. */
export type InboxId = string;

/** `m-<n>`: what makes a message be heard once, however often it is sent (law I9). */
export type MessageId = string;

export const INBOX_KINDS = [
  "question",
  "permission",
  "approval",
  "stuck",
  "blocked",
  "escalation",
] as const;
export type InboxKind = (typeof INBOX_KINDS)[number];

/** Something that only a person can settle, as `orchestrator inbox` shows it. */
export interface InboxEntry {
  readonly id: InboxId;
  readonly key: StreamKey;
  readonly attempt: AttemptId;
  readonly kind: InboxKind;
  readonly text: string;
  /** Answers to choose from, where the agent offered some. */
  readonly options: readonly string[];
  readonly sinceMs: number;
}

/**
 * What an agent asked. `now`: its process waits for the answer; `turn`: it goes on, or ends, and
 * wants the answer before its next turn.
 */
export interface Question extends InboxEntry {
  readonly kind: Exclude<InboxKind, "escalation">;
  readonly need: "now" | "turn";
  /** Under which the agent's program waits for the answer; null where it does not wait. */
  readonly request: string | null;
}

/**
 * Something said to an agent, which it hears once: over its stdin where it can be spoken to in the
 * middle of a turn, else at the beginning of its next.
 */
export interface AgentMessage {
  readonly id: MessageId;
  readonly kind: "answer" | "feedback" | "nudge" | "redirect";
  readonly text: string;
  /** The question that it answers. */
  readonly about: string | null;
  /** For a permission: whether it is given. */
  readonly allowed: boolean | null;
  readonly request: string | null;
  /** The agent's process waits for it. */
  readonly awaited: boolean;
  readonly by: string;
  readonly atMs: number;
  /** The attempt whose conversation has it; null: nobody has heard it yet. */
  readonly given: AttemptId | null;
  /** When it was heard in the middle of a turn; absent: with the prompt, as its agent began. */
  readonly givenAtMs?: number;
  /** The attempt that could not be spoken to: it is kept for the next turn. */
  readonly kept: AttemptId | null;
}

/** A conversation that can be gone on with, as its agent's program names it. */
export interface Conversation {
  readonly session: string;
  readonly adapter: AdapterName;
  /** Whose it is: another member of the team begins one of its own. */
  readonly agentId: string;
}

/** What answers an agent before any person is asked; the first that fits counts, denials first. */
export interface QuestionPolicy {
  /** Tools, or patterns of what is asked for, with `*` for anything: `Bash(npm *)`. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Answers to questions whose text fits a pattern. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
}

/** How agents get stuck; each is about what they do, none about what they say of it. */
const LOOP_PATTERNS = [
  /** The same call with the same result, again and again. */
  "same-result",
  /** The same call failing, again and again. */
  "same-error",
  /** Talk without a tool. */
  "monologue",
  /** Two calls in turn. */
  "alternation",
  /** Its context overflows, is compacted and overflows again. */
  "context",
] as const;
export type LoopPattern = (typeof LOOP_PATTERNS)[number];

/** What is done about a loop: a word to the agent, a fresh conversation, or a person. */
export type LoopVerdict = "nudge" | "fresh" | "park";

/** Why an account takes no work now. */
export type AccountTrouble =
  | {
      readonly kind: "limit";
      readonly untilMs: number;
      readonly message: string;
      /** Found so many times in a row without an answer between; absent: the first time. */
      readonly round?: number;
    }
  /** A person has to log in; `message` holds the command. */
  | { readonly kind: "login"; readonly message: string }
  /** A person has to pay, or to give another key. */
  | { readonly kind: "credit"; readonly message: string };

/** An account of a model's provider, as this repository's agents have met it. */
export interface AccountState {
  readonly trouble: AccountTrouble;
  readonly sinceMs: number;
  /** The time of its limit is over; one attempt may try, the others come after it. */
  readonly due: boolean;
  /** The one attempt that tries whether a limit is over. */
  readonly probe: AttemptId | null;
}
