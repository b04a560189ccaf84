import type { Usage } from "../../model/index.ts";

/** Why a model's provider, or the agent's own program, did not go on. */
export const FAILURE_CAUSES = [
  /** The provider failed (5xx, overloaded). */
  "provider",
  /** It could not be reached, or the stream was cut. */
  "network",
  /** It refused the request for good (4xx). */
  "request",
  "prompt-too-long",
  /** A usage or rate limit. */
  "limit",
  "login",
  /** The account has no money left. */
  "credit",
  /** The program's own cap on turns or money. */
  "cap",
  "interrupted",
  /** The conversation that was to be gone on from is not there. */
  "session",
  "unknown",
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** When a usage limit ends, as it was said. Clock times have a zone, or are the machine's own. */
export type Reset =
  | { readonly kind: "at"; readonly atMs: number }
  | { readonly kind: "in"; readonly afterMs: number }
  | {
      readonly kind: "clock";
      /** 0 to 23. */
      readonly hour: number;
      readonly minute: number;
      /** IANA name; null when none was said. */
      readonly zone: string | null;
    };

export interface AgentFailure {
  readonly cause: FailureCause;
  readonly message: string;
  /** Only for a limit, where it says when it ends. */
  readonly reset: Reset | null;
}

/**
 * What a line of an agent's output says, whichever program wrote it. Texts are cut to
 * `LIMITS.agentTextCharsMax` and `agentToolCharsMax`; the whole of them stays in the spool.
 */
export type AgentLine =
  /** A line that is no event: plain output, or one that could not be read. */
  | { readonly kind: "output"; readonly text: string }
  /** An event without content for us; it shows that the agent lives. */
  | { readonly kind: "activity"; readonly what: string }
  /** A conversation began or went on; what ended before it is no longer the end. */
  | {
      readonly kind: "started";
      readonly session: string | null;
      readonly model: string | null;
      readonly version: string | null;
    }
  /** `partial`: a piece; the next one goes on where it stops. */
  | { readonly kind: "said"; readonly text: string; readonly partial: boolean }
  | {
      readonly kind: "tool-started";
      readonly id: string;
      readonly tool: string;
      readonly input: string;
      /** Of the whole input, however much of it is kept: equal inputs have equal digests. */
      readonly inputDigest: string;
      /** Paths it writes, as the agent names them. */
      readonly files: readonly string[];
    }
  | {
      readonly kind: "tool-ended";
      readonly id: string;
      readonly failed: boolean;
      readonly output: string;
      readonly outputDigest: string;
      readonly files: readonly string[];
    }
  /** `total`: of the whole process so far, it replaces what was known; `step`: to be added. */
  | { readonly kind: "usage"; readonly usage: Usage; readonly scope: "step" | "total" }
  /**
   * `now`: its process waits for the answer; `turn`: it wants it before its next turn; `none`: it
   * goes on without one. `request`: the id under which its program waits, where it has one.
   */
  | {
      readonly kind: "question";
      readonly question: string;
      readonly options: readonly string[];
      readonly need: "now" | "turn" | "none";
      readonly request: string | null;
    }
  /** Something outside its work keeps it from going on. */
  | { readonly kind: "blocker"; readonly reason: string }
  /** `percent`: how far it says it is, 0 to 100. */
  | { readonly kind: "progress"; readonly text: string; readonly percent: number | null }
  /** `request`: the id under which it waits for an answer; null when it does not wait. */
  | {
      readonly kind: "permission";
      readonly tool: string;
      readonly input: string;
      readonly request: string | null;
      readonly state: "asked" | "allowed" | "denied";
    }
  | { readonly kind: "message"; readonly to: string; readonly text: string }
  | { readonly kind: "warned"; readonly message: string }
  /** The program tries again by itself. `afterMs`: null when it does not say. */
  | {
      readonly kind: "retrying";
      readonly attempt: number;
      readonly afterMs: number | null;
      readonly failure: AgentFailure;
    }
  /** `final`: the run's own last word; otherwise it may still recover. */
  | { readonly kind: "failed"; readonly failure: AgentFailure; readonly final: boolean }
  /** The terminal event of a run that went well, by the agent's word. */
  | { readonly kind: "finished"; readonly text: string | null }
  | { readonly kind: "gave-up"; readonly message: string };

export type AgentLineKind = AgentLine["kind"];
