import type { RecoveryEvent, RecoveryState, Split, StreamState } from "../../model/index.ts";
import { LIMITS, newStream, unreachable } from "../../model/index.ts";
import { recoveryWith, streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { amendStream, dropDeferral, putNumber, putStream } from "../draft.ts";
import { splitId } from "../effect-ids.ts";
import type { StageOf } from "../stages.ts";
import { accountOf } from "../team/roles.ts";
import { lookAgain } from "../worklist.ts";

const NOTHING: RecoveryState = {
  steps: [],
  program: null,
  escalation: null,
  split: null,
  splits: 0,
  divided: false,
  deadlock: [],
};

function atOnce({ kind, sinceMs }: StageOf<"waiting">): StageOf<"waiting"> {
  return { kind, sinceMs, notBeforeMs: 0 };
}

/** There is no money for it, whoever takes it: a limit that is not of one account or role. */
function isShortForAll({ short }: StageOf<"waiting">): boolean {
  return short !== undefined && !["account", "role"].includes(short.limit.scope);
}

/** The table's rows as they are carried out, and what a person does about them. */
export function applyRecovery(ledger: Ledger, event: RecoveryEvent): void {
  if (event.type === "work-proposed") return applyProposed(ledger, event);
  const stream = ledger.state.streams.get(event.key);
  if (event.type === "escalated") putNumber(ledger, "serial", ledger.state.serial + 1);
  if (stream === undefined) return;
  const before = stream.recovery ?? NOTHING;
  const { key } = event;
  const put = (change: Partial<RecoveryState>) =>
    amendStream(ledger, key, { recovery: recoveryWith(before, change) });
  switch (event.type) {
    case "recovery-step": {
      const { type: _type, key: _key, ...note } = event;
      const steps = [...before.steps, note].slice(-LIMITS.recoveryStepsMax);
      return put({ steps, program: note.program ?? before.program });
    }
    case "escalated": {
      const { entry, by, detection, text, atMs: sinceMs, waitsFor = before.deadlock } = event;
      return put({ escalation: { entry, by, detection, text, sinceMs }, deadlock: waitsFor });
    }
    case "escalation-settled":
      return put({ escalation: null, split: null });
    case "reassigned": {
      lookAgain(ledger.work);
      const recovery = recoveryWith(before, { program: event.program ?? before.program });
      const after = { agent: event.agent ?? stream.agent, recovery };
      // What the one before waited for is not another's: its account's reset, say. Money is anybody's.
      const isOther =
        recovery.program !== before.program ||
        accountOf(ledger.state, after) !== accountOf(ledger.state, stream);
      const isFree = stream.stage.kind === "waiting" && !isShortForAll(stream.stage);
      return amendStream(ledger, key, {
        recovery,
        summons: event.agent ?? stream.summons,
        conversation: null,
        ...(isOther && isFree ? { stage: atOnce(stream.stage) } : {}),
      });
    }
    case "split-asked": {
      const round = before.splits + 1;
      const { by, titles } = event;
      return put({ splits: round, split: { round, by, titles, stage: { kind: "proposing" } } });
    }
    case "split-proposed":
      return moveSplit(ledger, stream, { kind: "proposed", proposal: event.proposal });
    case "split-agreed": {
      const stage = before.split?.stage;
      if (stage?.kind !== "proposed") return;
      return moveSplit(ledger, stream, { kind: "applying", proposal: stage.proposal });
    }
    case "split-applied":
      return endSplit(ledger, stream, { escalation: null, divided: true });
    case "split-refused":
      return endSplit(ledger, stream, {});
    default:
      return unreachable(event);
  }
}

/** Its word is all there is of it: no attempt was made at it, and none will be. */
function applyProposed(
  ledger: Ledger,
  { facts, atMs }: Extract<RecoveryEvent, { readonly type: "work-proposed" }>,
): void {
  const stage = { kind: "settled", status: "complete", atMs } as const;
  putStream(ledger, streamWith(newStream(facts, atMs), { stage }));
}

function moveSplit(ledger: Ledger, stream: StreamState, stage: Split["stage"]): void {
  const { recovery } = stream;
  if (recovery === undefined || recovery.split === null) return;
  const split = { ...recovery.split, stage };
  amendStream(ledger, stream.facts.key, { recovery: recoveryWith(recovery, { split }) });
}

function endSplit(ledger: Ledger, stream: StreamState, change: Partial<RecoveryState>): void {
  const { recovery } = stream;
  if (recovery === undefined || recovery.split === null) return;
  const { round } = recovery.split;
  const { key } = stream.facts;
  for (const step of ["split", "apply-split"] as const) {
    dropDeferral(ledger, splitId(key, step, round));
  }
  amendStream(ledger, key, { recovery: recoveryWith(recovery, { split: null, ...change }) });
}

/** Work goes on, or is over: nobody has to say anything to it any more. */
export function withoutEscalation(stream: StreamState): StreamState {
  const { recovery } = stream;
  if (recovery === undefined) return stream;
  if (recovery.escalation === null && recovery.split === null) return stream;
  return streamWith(stream, {
    recovery: recoveryWith(recovery, { escalation: null, split: null }),
  });
}
