import type { EventOf } from "../../model/index.ts";
import { recordWith, streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { putStream } from "../draft.ts";
import { patchRun } from "./attempt.ts";
import { currentStream } from "../stages.ts";

type Started = EventOf<"agent-started">;

export function applyAgentStarted(ledger: Ledger, event: Started): void {
  const { attempt, process, prompt, atMs } = event;
  patchRun(ledger, attempt, {
    process,
    startedAtMs: atMs,
    progressAtMs: atMs,
    liveness: "alive",
  });
  const stream = currentStream(ledger.state, attempt);
  if (stream === null || prompt === undefined) return;
  const attempts = stream.attempts.map((one) =>
    one.attempt === attempt ? recordWith(one, { prompt }) : one,
  );
  putStream(ledger, streamWith(stream, { attempts }));
}
