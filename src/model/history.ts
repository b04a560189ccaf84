import type { StreamKey } from "./ids.ts";
import type { AttemptRecord } from "./stage.ts";
import type { Effort } from "./work-stream.ts";

/** One attempt that is over, as it is learned from: facts only, nothing that was made of them. */
export interface PastAttempt {
  readonly key: StreamKey;
  readonly title: string;
  readonly files: readonly string[];
  readonly effort: Effort | null;
  /** The agent's personal name. */
  readonly agent: string;
  readonly role: string;
  /** Null where its agent does not say. */
  readonly model: string | null;
  readonly startedAtMs: number;
  /** From the agent's start to the attempt's end, above 0. */
  readonly seconds: number;
  /** New tokens, read from no cache or written; null where nobody knows. */
  readonly tokens: number | null;
  readonly outcome: Exclude<AttemptRecord["outcome"], "active">;
}
