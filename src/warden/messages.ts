import type { RunSpec, RunView } from "../model/index.ts";

/** Raised when the meaning of a message or of a run directory changes. */
export const PROTOCOL = 1;

/** What a client asks; `n` comes back with the answer. stdin travels as a file, being large. */
export type Request =
  | { readonly type: "hello"; readonly n: number; readonly version: string }
  | { readonly type: "ensure"; readonly n: number; readonly spec: SentSpec }
  | {
      readonly type: "stop";
      readonly n: number;
      readonly id: string;
      readonly graceMs: number;
      readonly now: boolean;
    }
  | { readonly type: "list"; readonly n: number; readonly after: string | null }
  | { readonly type: "forget"; readonly n: number; readonly id: string }
  /** The warden leaves; its runs go on and the next warden adopts them. */
  | { readonly type: "leave"; readonly n: number };

export type SentSpec = Omit<RunSpec, "stdin"> & { readonly hasStdin: boolean };

export type Answer =
  | { readonly type: "answer"; readonly n: number; readonly views: readonly RunView[] }
  | {
      readonly type: "refusal";
      readonly n: number;
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
    };

export type Told =
  | Answer
  | { readonly type: "welcome"; readonly n: number; readonly version: string }
  | { readonly type: "view"; readonly view: RunView };

/** Views in one answer to `list`: a message stays far below its limit. */
export const LIST_VIEWS_MAX = 200;

export function wardenVersion(productVersion: string): string {
  return `${productVersion}/${PROTOCOL}`;
}
