import type {
  AccountState,
  AgentIdentity,
  AttemptId,
  BudgetReading,
  Checkpoint,
  EffectId,
  GateReport,
  MachineShortage,
  SessionRecord,
  State,
  StreamKey,
  StreamState,
  TargetId,
  TargetState,
  TeamSize,
  TeamState,
  Workspace,
} from "../model/index.ts";
import { LIMITS, newTarget } from "../model/index.ts";
import { streamWith, targetWith } from "./copies.ts";
import { effectIdsOfStage } from "./effect-ids.ts";
import type { Worklist } from "./worklist.ts";
import { followSession, followStream, lookAgain, worklistOf } from "./worklist.ts";

type Deferral = State["deferred"] extends ReadonlyMap<EffectId, infer D> ? D : never;

/** A state that its owner writes in place: a thousand streams are not copied for one of them. */
interface Draft {
  epoch: number;
  nowMs: number;
  session: SessionRecord | null;
  pastSessions: readonly SessionRecord[];
  concurrency: number;
  budget: BudgetReading | null;
  machine: MachineShortage | null;
  size: TeamSize | null;
  team: TeamState | null;
  readonly streams: Map<StreamKey, StreamState>;
  readonly targets: Map<TargetId, TargetState>;
  releases: Map<AttemptId, Workspace>;
  deferred: Map<EffectId, Deferral>;
  verdicts: Map<string, GateReport>;
  readonly names: Map<string, AgentIdentity>;
  serial: number;
  account: string | null;
  programs: Readonly<Record<string, string>>;
  accounts: Map<string, AccountState>;
  checkpoints: Map<string, Checkpoint>;
  checkpointSerial: number;
}

/**
 * The one way to write a state. With an undo list every write can be taken back, newest first, to
 * the very same state: that is how `decide` sees the effect of its own events and changes nothing.
 */
export interface Ledger {
  readonly state: State;
  readonly draft: Draft;
  readonly work: Worklist;
  readonly undo: (() => void)[] | null;
  readonly copied: Set<SmallMap>;
}

type SmallMap = "releases" | "deferred" | "verdicts" | "accounts" | "checkpoints";

/** Without an undo list nothing is ever copied before it is written. */
const NOTHING_COPIED: Ledger["copied"] = new Set();

export function openLedger(state: State, revocable: boolean): Ledger {
  return {
    state,
    // Every State is made by initialState or a decoder, with Maps of its own.
    draft: state as Draft,
    work: worklistOf(state),
    undo: revocable ? [] : null,
    copied: revocable ? new Set() : NOTHING_COPIED,
  };
}

export function takeBack(ledger: Ledger): void {
  const undo = ledger.undo ?? [];
  for (let i = undo.length - 1; i >= 0; i--) undo[i]?.();
  undo.length = 0;
}

export function putStream(ledger: Ledger, next: StreamState): void {
  const { draft, work, undo, state } = ledger;
  const { key } = next.facts;
  const before = draft.streams.get(key);
  draft.streams.set(key, next);
  followStream(work, state, before, next);
  undo?.push(() => {
    if (before === undefined) draft.streams.delete(key);
    else draft.streams.set(key, before);
    followStream(work, state, next, before);
  });
  if (draft.deferred.size > 0 && before !== undefined && before.stage !== next.stage) {
    forgetDeferrals(ledger, before, next);
  }
}

/** Effects that are promised no longer are not put off any longer either. */
function forgetDeferrals(ledger: Ledger, before: StreamState, after: StreamState): void {
  const still = effectIdsOfStage(after);
  for (const id of effectIdsOfStage(before)) if (!still.includes(id)) dropDeferral(ledger, id);
}

export function amendStream(ledger: Ledger, key: StreamKey, change: Partial<StreamState>): void {
  const stream = ledger.draft.streams.get(key);
  if (stream !== undefined) putStream(ledger, streamWith(stream, change));
}

export function amendTarget(ledger: Ledger, id: TargetId, change: Partial<TargetState>): void {
  const { targets } = ledger.draft;
  const before = targets.get(id);
  const next = targetWith(before ?? newTarget(id), change);
  targets.set(id, next);
  const wasFull = (before?.queue.length ?? 0) >= LIMITS.landingQueueMax;
  if (before?.base !== next.base || (wasFull && before?.queue !== next.queue)) {
    lookAgain(ledger.work);
  }
  ledger.undo?.push(() => {
    if (before === undefined) targets.delete(id);
    else targets.set(id, before);
  });
}

export function putSession(ledger: Ledger, next: SessionRecord | null): void {
  const { draft, work, state } = ledger;
  const before = draft.session;
  draft.session = next;
  followSession(work, state, before, next);
  ledger.undo?.push(() => {
    draft.session = before;
    followSession(work, state, next, before);
  });
}

export function putPastSessions(ledger: Ledger, next: readonly SessionRecord[]): void {
  const before = ledger.draft.pastSessions;
  ledger.draft.pastSessions = next;
  ledger.undo?.push(() => {
    ledger.draft.pastSessions = before;
  });
}

export function putNumber(
  ledger: Ledger,
  field: "epoch" | "nowMs" | "concurrency" | "serial" | "checkpointSerial",
  value: number,
): void {
  const { draft, undo } = ledger;
  const before = draft[field];
  if (before === value) return;
  draft[field] = value;
  if (field === "concurrency") lookAgain(ledger.work);
  undo?.push(() => {
    draft[field] = before;
  });
}

/** What the budget lets start is another: everything that could start is looked at again. */
export function putBudget(ledger: Ledger, budget: BudgetReading | null): void {
  const { draft, work, undo } = ledger;
  const before = draft.budget;
  draft.budget = budget;
  lookAgain(work);
  undo?.push(() => {
    draft.budget = before;
  });
}

export function putMachine(ledger: Ledger, machine: MachineShortage | null): void {
  const { draft, work, undo } = ledger;
  const before = draft.machine;
  draft.machine = machine;
  lookAgain(work);
  undo?.push(() => {
    draft.machine = before;
  });
}

export function putSize(ledger: Ledger, size: TeamSize | null): void {
  const { draft, work, undo } = ledger;
  const before = draft.size;
  if (before === size) return;
  draft.size = size;
  lookAgain(work);
  undo?.push(() => {
    draft.size = before;
  });
}

export function putTeam(ledger: Ledger, team: TeamState): void {
  const { draft, work, undo } = ledger;
  const before = draft.team;
  draft.team = team;
  // Who may take work is another with every change of a role.
  lookAgain(work);
  undo?.push(() => {
    draft.team = before;
  });
}

export function putName(ledger: Ledger, agent: AgentIdentity): void {
  const { draft, work, undo } = ledger;
  if (draft.names.has(agent.id)) return;
  draft.names.set(agent.id, agent);
  work.namesTaken.add(agent.name);
  undo?.push(() => {
    draft.names.delete(agent.id);
    work.namesTaken.delete(agent.name);
  });
}

export function putAccountNames(
  ledger: Ledger,
  { account, programs }: Pick<State, "account" | "programs">,
): void {
  const { draft, work, undo } = ledger;
  const before = { account: draft.account, programs: draft.programs };
  Object.assign(draft, { account, programs });
  lookAgain(work);
  undo?.push(() => {
    Object.assign(draft, before);
  });
}

/** Null: it takes work again. Who may be claimed changes with it. */
export function putAccount(ledger: Ledger, account: string, state: AccountState | null): void {
  own(ledger, "accounts");
  if (state === null) ledger.draft.accounts.delete(account);
  else ledger.draft.accounts.set(account, state);
  lookAgain(ledger.work);
}

/** Null: it is let go. */
export function putCheckpoint(ledger: Ledger, name: string, checkpoint: Checkpoint | null): void {
  own(ledger, "checkpoints");
  if (checkpoint === null) ledger.draft.checkpoints.delete(name);
  else ledger.draft.checkpoints.set(name, checkpoint);
}

export function putRelease(ledger: Ledger, attempt: AttemptId, workspace: Workspace | null): void {
  own(ledger, "releases");
  if (workspace === null) ledger.draft.releases.delete(attempt);
  else ledger.draft.releases.set(attempt, workspace);
}

export function putDeferral(ledger: Ledger, id: EffectId, deferral: Deferral): void {
  own(ledger, "deferred");
  ledger.draft.deferred.set(id, deferral);
}

export function dropDeferral(ledger: Ledger, id: EffectId): void {
  if (!ledger.draft.deferred.has(id)) return;
  own(ledger, "deferred");
  ledger.draft.deferred.delete(id);
}

/** Keeps a verdict under its names; the oldest go, a quarter at a time, when there are too many. */
export function putVerdict(ledger: Ledger, names: readonly string[], report: GateReport): void {
  own(ledger, "verdicts");
  const { verdicts } = ledger.draft;
  for (const name of names) {
    verdicts.delete(name);
    verdicts.set(name, report);
  }
  const { verdictCacheMax } = LIMITS;
  if (verdicts.size <= verdictCacheMax) return;
  for (const name of verdicts.keys()) {
    if (verdicts.size <= verdictCacheMax * 0.75) break;
    verdicts.delete(name);
  }
}

/** Small maps are copied before the first write that may be taken back: their order matters. */
function own(ledger: Ledger, name: SmallMap): void {
  const { draft, undo, copied } = ledger;
  if (undo === null || copied.has(name)) return;
  copied.add(name);
  switch (name) {
    case "releases": {
      const before = draft.releases;
      draft.releases = new Map(before);
      undo.push(() => {
        draft.releases = before;
      });
      return;
    }
    case "deferred": {
      const before = draft.deferred;
      draft.deferred = new Map(before);
      undo.push(() => {
        draft.deferred = before;
      });
      return;
    }
    case "checkpoints": {
      const before = draft.checkpoints;
      draft.checkpoints = new Map(before);
      undo.push(() => {
        draft.checkpoints = before;
      });
      return;
    }
    case "accounts": {
      const before = draft.accounts;
      draft.accounts = new Map(before);
      undo.push(() => {
        draft.accounts = before;
      });
      return;
    }
    case "verdicts": {
      const before = draft.verdicts;
      draft.verdicts = new Map(before);
      undo.push(() => {
        draft.verdicts = before;
      });
      return;
    }
  }
}
