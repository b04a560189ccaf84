import type { EventOf } from "../../model/index.ts";
import type { Ledger } from "../draft.ts";
import { endAttempt } from "./attempt.ts";
import { withoutEscalation } from "./recovery.ts";
import { attemptOf, currentStream } from "../stages.ts";

type End = "unverified" | "blocked" | "skipped" | "stopped" | "settled" | "duty-done";

/** A stream comes to an end of some kind, and what it held is free. */
export function applyEnd(ledger: Ledger, event: EventOf<End>): void {
  switch (event.type) {
    case "unverified": {
      const stream = currentStream(ledger.state, event.attempt);
      if (stream === null || !("work" in stream.stage)) return;
      const { work } = stream.stage;
      const stage = { kind: "unverified", attempt: event.attempt, work } as const;
      return endAttempt(ledger, stream, { outcome: "unverified", reason: null, stage });
    }
    case "blocked": {
      const stream = ledger.state.streams.get(event.key);
      if (stream === undefined) return;
      const { reason, atMs, cause } = event;
      const attempt = attemptOf(stream.stage) ?? stream.attempts.at(-1)?.attempt ?? null;
      const why = cause === undefined ? {} : { cause };
      const stage = { kind: "blocked", reason, atMs, attempt, ...why } as const;
      return endAttempt(ledger, stream, { outcome: "blocked", reason, stage });
    }
    case "skipped": {
      const stream = ledger.state.streams.get(event.key);
      if (stream === undefined) return;
      const { reason, atMs } = event;
      const stage = { kind: "skipped", reason, atMs } as const;
      return endAttempt(ledger, withoutEscalation(stream), {
        outcome: "stopped",
        reason,
        stage,
      });
    }
    case "stopped": {
      const stream = currentStream(ledger.state, event.attempt);
      if (stream === null) return;
      const { reason, atMs, attempt } = event;
      const stage = { kind: "stopped", reason, atMs, attempt } as const;
      return endAttempt(ledger, stream, { outcome: "stopped", reason, stage });
    }
    case "duty-done": {
      const stream = currentStream(ledger.state, event.attempt);
      if (stream === null) return;
      const stage = { kind: "settled", status: "complete", atMs: event.atMs } as const;
      const proposes = stream.facts.duty?.proposes === true;
      const reason = `done; ${proposes ? "it may propose work" : "nothing had to be changed"}`;
      return endAttempt(ledger, stream, { outcome: "superseded", reason, stage });
    }
    case "settled": {
      const stream = ledger.state.streams.get(event.key);
      if (stream === undefined) return;
      const { status, atMs } = event;
      const reason = `a person made it ${status} in the roadmap`;
      const stage = { kind: "settled", status, atMs } as const;
      return endAttempt(ledger, withoutEscalation(stream), {
        outcome: "superseded",
        reason,
        stage,
      });
    }
  }
}
