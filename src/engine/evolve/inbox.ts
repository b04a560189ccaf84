import type { EventOf, Question, StreamState } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { messageWith, runningWith, streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { amendStream, putAccount, putAccountNames, putNumber, putStream } from "../draft.ts";
import { endAttempt, leftWork, patchRun } from "./attempt.ts";
import { currentStream } from "../stages.ts";

export function countSerial(ledger: Ledger): void {
  putNumber(ledger, "serial", ledger.state.serial + 1);
}

export function applyAsked(ledger: Ledger, event: EventOf<"asked">): void {
  const { attempt, question, over } = event;
  countSerial(ledger);
  const stream = currentStream(ledger.state, attempt);
  if (stream === null) return;
  const { stage } = stream;
  if (stage.kind === "running") {
    const { questions, calls = 0 } = stage.heard;
    const count = over === "tools" ? { calls: calls + 1 } : { questions: questions + 1 };
    const heard = { ...stage.heard, ...count };
    patchRun(ledger, attempt, { asking: [...stage.asking, question], heard });
  } else if (stage.kind === "collecting") {
    const asking = [...stage.asking, question];
    amendStream(ledger, stream.facts.key, { stage: { ...stage, asking } });
  }
}

/** The agent hears it next; a parked stream with nothing left to answer waits for its turn. */
export function applyAnswered(ledger: Ledger, event: EventOf<"answered">): void {
  countSerial(ledger);
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const told = streamWith(withMessage(stream, event.message), { loops: 0 });
  const { stage } = told;
  const left = (asking: readonly Question[]) => asking.filter(({ id }) => id !== event.entry);
  if (stage.kind === "running" || stage.kind === "collecting") {
    putStream(ledger, streamWith(told, { stage: { ...stage, asking: left(stage.asking) } }));
  } else if (stage.kind === "parked") {
    const asking = left(stage.asking);
    putStream(
      ledger,
      streamWith(told, {
        stage:
          asking.length > 0
            ? { ...stage, asking }
            : { kind: "waiting", sinceMs: event.atMs, notBeforeMs: 0 },
      }),
    );
  }
}

export function applyParked(ledger: Ledger, { attempt, atMs }: EventOf<"parked">): void {
  const stream = currentStream(ledger.state, attempt);
  if (stream?.stage.kind !== "collecting" || stream.stage.left === null) return;
  const { left: work, asking } = stream.stage;
  endAttempt(ledger, streamWith(stream, { carry: { work, rebase: false } }), {
    outcome: "parked",
    reason: asking[0]?.text ?? null,
    stage: { kind: "parked", attempt, work, asking, sinceMs: atMs },
  });
}

/** Nobody failed: the next turn starts from what this one left. */
export function applyContinued(ledger: Ledger, event: EventOf<"continued">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const work = leftWork(stream);
  const redirected = stream.stage.kind === "collecting" && stream.stage.stopped === "redirected";
  endAttempt(
    ledger,
    streamWith(stream, {
      carry: work === null ? stream.carry : { work, rebase: false },
      conversation: event.fresh ? null : stream.conversation,
      agent: redirected ? null : stream.agent,
    }),
    {
      outcome: "continued",
      reason: event.why,
      stage: { kind: "waiting", sinceMs: event.atMs, notBeforeMs: event.retryAtMs },
    },
  );
}

export function applyMessaged(ledger: Ledger, { key, message }: EventOf<"messaged">): void {
  countSerial(ledger);
  const stream = ledger.state.streams.get(key);
  if (stream !== undefined) putStream(ledger, withMessage(stream, message));
}

function withMessage(stream: StreamState, message: StreamState["messages"][number]): StreamState {
  const messages = [...stream.messages, message].slice(-LIMITS.messagesPerStreamMax);
  return streamWith(stream, { messages });
}

export function applyDelivered(ledger: Ledger, event: EventOf<"message-delivered">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const { attempt, atMs: givenAtMs } = event;
  const change = event.heard ? { given: attempt, givenAtMs, kept: null } : { kept: attempt };
  putStream(
    ledger,
    streamWith(stream, {
      messages: stream.messages.map((one) =>
        one.id === event.message ? messageWith(one, change) : one,
      ),
    }),
  );
}

export function applyForeseen(ledger: Ledger, event: EventOf<"conflict-foreseen">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "running") return;
  const foreseen = [...(stream.stage.foreseen ?? []), event.conflict];
  putStream(ledger, streamWith(stream, { stage: runningWith(stream.stage, { foreseen }) }));
}

export function applyLoopFound(ledger: Ledger, event: EventOf<"loop-found">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "running") return;
  const { stage } = stream;
  const heard = { ...stage.heard, loops: stage.heard.loops + 1 };
  const loops = (event.progressed ? 0 : stream.loops) + 1;
  putStream(
    ledger,
    streamWith(stream, { loops, stage: runningWith(stage, { heard, loop: event.loop }) }),
  );
}

export function applyAccount(
  ledger: Ledger,
  event: EventOf<"account-noted" | "account-troubled" | "account-due" | "account-cleared">,
): void {
  const { account } = event;
  switch (event.type) {
    case "account-noted":
      return putAccountNames(ledger, { account, programs: event.programs ?? {} });
    case "account-troubled": {
      const { trouble, atMs: sinceMs } = event;
      return putAccount(ledger, account, { trouble, sinceMs, due: false, probe: null });
    }
    case "account-due": {
      const known = ledger.state.accounts.get(account);
      if (known !== undefined) putAccount(ledger, account, { ...known, due: true });
      return;
    }
    case "account-cleared":
      return putAccount(ledger, account, null);
  }
}
