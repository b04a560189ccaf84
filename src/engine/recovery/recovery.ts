import type {
  Detection,
  LastStepKind,
  RecoveryPolicy,
  RecoveryStep,
  RetryStepKind,
  StreamKey,
  StreamState,
} from "../../model/index.ts";
import { LAST_STEPS, RETRY_STEPS } from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import { nextId } from "../attempt/questions.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/** How a stream goes on after a setback; `next` null: its tries are used up, or none is wanted. */
export interface RecoveryPlan {
  readonly next: RetryStepKind | null;
  /** The configured agent that goes on, where it is another one. */
  readonly program: string | null;
  /** The place of the step in its row, from 1. */
  readonly number: number;
  readonly of: number;
}

/** What went wrong with which stream, in words. */
export interface Setback {
  readonly key: StreamKey;
  readonly detection: Detection;
  readonly why: string;
}

/** Who acts where no person does. */
const TABLE_NAME = "the recovery table";

/**
 * What the table says of the n-th setback of a kind. The last of its retries is repeated until the
 * tries are used up, so that `retry` bounds them whatever a row says (law I6). Null: the session
 * began without a table.
 */
export function planRecovery(
  turn: Turn,
  stream: StreamState,
  detection: Detection,
  tries: { readonly made: number; readonly max: number },
): RecoveryPlan | null {
  const policy = policyOf(turn.state).recovery;
  if (policy === undefined) return null;
  const row = policy.table[detection];
  const retries = retriesOf(row);
  const at = Math.min(tries.made, retries.length);
  const step = tries.made >= tries.max ? undefined : retries[at - 1];
  const place = { number: at, of: row.length };
  if (step === undefined) return { next: null, program: null, ...place };
  if (step.kind !== "other") return { next: step.kind, program: null, ...place };
  const program = standIn(policy, stream, step.agent);
  // With nobody else to ask, a conversation of its own is the next best thing.
  return { next: program === null ? "fresh" : "other", program, ...place };
}

type Retry = Extract<RecoveryStep, { readonly kind: RetryStepKind }>;

function isRetry(step: RecoveryStep): step is Retry {
  return RETRY_STEPS.some((kind) => kind === step.kind);
}

/** The steps before the first that starts nobody. */
function retriesOf(row: readonly RecoveryStep[]): readonly Retry[] {
  const end = row.findIndex((step) => !isRetry(step));
  return row.slice(0, end === -1 ? row.length : end).filter(isRetry);
}

/** The agent that is named, or the first stand-in that has not been on the stream. */
function standIn(
  { standIns, agents }: RecoveryPolicy,
  { recovery }: StreamState,
  named: string | null,
): string | null {
  const present = recovery?.program ?? null;
  if (named !== null) return named !== present && agents.includes(named) ? named : null;
  const tried = new Set([present, ...(recovery?.steps ?? []).map((one) => one.program)]);
  return standIns.find((one) => !tried.has(one)) ?? null;
}

/** For the event that says how the attempt ended: whether its conversation is gone on with. */
export function stepOf(plan: RecoveryPlan | null): { readonly step?: RetryStepKind } {
  return plan === null || plan.next === null ? {} : { step: plan.next };
}

/** Tells which step is taken, where there is a table. */
export function noteRecovery(turn: Turn, setback: Setback, plan: RecoveryPlan | null): void {
  if (plan === null || plan.next === null) return;
  const { program, number, of, next: step } = plan;
  emit(turn, { type: "recovery-step", ...setback, step, number, of, program });
}

/** Nothing more is tried: the stream is blocked, and what its row ends in is done (law I10). */
export function giveUp(turn: Turn, setback: Setback): void {
  const { key, why } = setback;
  emit(turn, { type: "blocked", key, reason: why });
  takeLastSteps(turn, setback);
}

function takeLastSteps(turn: Turn, setback: Setback): void {
  const { key, detection, why } = setback;
  const policy = policyOf(turn.state).recovery;
  const stream = turn.state.streams.get(key);
  if (policy === undefined || stream === undefined || isSaidAlready(turn, stream)) return;
  const row = policy.table[detection];
  for (const [at, step] of row.entries()) {
    if (!isLast(step.kind)) continue;
    // Divided once, it is small enough; and a standing duty is in no roadmap.
    const isWhole = (stream.recovery?.splits ?? 0) === 0 && stream.facts.duty === undefined;
    if (step.kind === "decompose" && !isWhole) continue;
    const place = { number: at + 1, of: row.length, program: null };
    emit(turn, { type: "recovery-step", ...setback, step: step.kind, ...place });
    if (step.kind === "decompose") {
      emit(turn, { type: "split-asked", key, by: TABLE_NAME, titles: [] });
    } else if (step.kind === "escalate") escalate(turn, { key, detection, text: why });
  }
}

function isLast(kind: RecoveryStep["kind"]): kind is LastStepKind {
  return LAST_STEPS.some((one) => one === kind);
}

/** A duty that fails every time is put before a person once, not every time. */
function isSaidAlready({ state }: Turn, { facts }: StreamState): boolean {
  const { duty } = facts;
  if (duty === undefined) return false;
  for (const { facts: other, recovery } of state.streams.values()) {
    const same = other.duty?.role === duty.role && other.duty.duty === duty.duty;
    if (same && (recovery?.escalation ?? null) !== null) return true;
  }
  return false;
}

export function escalate(
  turn: Turn,
  about: {
    readonly key: StreamKey;
    readonly detection: Detection | null;
    readonly text: string;
    readonly by?: string;
    readonly waitsFor?: readonly StreamKey[];
  },
): void {
  const entry = nextId(turn.state, "q");
  emit(turn, { type: "escalated", by: TABLE_NAME, ...about, entry });
}
