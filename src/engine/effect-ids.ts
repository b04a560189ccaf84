import type {
  AgentMessage,
  AttemptId,
  EffectId,
  MessageId,
  StreamKey,
  StreamState,
  TargetId,
} from "../model/index.ts";

/** Steps of an attempt that happen once, by their place in an effect's id. */
export type Step = "prepare" | "run" | "stop" | "stop-now" | "collect" | "release";
/** Steps that are done again, with a new number, when the branch has moved. */
export type RoundStep = "merge" | "verify" | "verify-alone" | "land";
export type TargetStep = "base" | "checkout" | RollbackStep;
/** Steps of undoing landed work, numbered by the target's rounds of it. */
export type RollbackStep = "revert" | "verify-revert" | "land-revert";

const ROLLBACK_STEPS: readonly RollbackStep[] = ["revert", "verify-revert", "land-revert"];
const TARGET_STEPS: ReadonlySet<string> = new Set(["base", "checkout", ...ROLLBACK_STEPS]);

export function stepId(attempt: AttemptId, step: Step): EffectId {
  return `${attempt}/${step}`;
}

export function roundId(attempt: AttemptId, step: RoundStep, round: number): EffectId {
  return `${attempt}/${step}/${round}`;
}

export function targetEffectId(target: TargetId, step: TargetStep, number: number): EffectId {
  return `${target}/${step}/${number}`;
}

/** Of dividing a work stream, numbered by its own rounds of it. */
export function splitId(key: StreamKey, step: "split" | "apply-split", round: number): EffectId {
  return `${key}/${step}/${round}`;
}

export function isTargetStep(step: string): boolean {
  return TARGET_STEPS.has(step);
}

export function rollbackEffectIds(target: TargetId, round: number): readonly EffectId[] {
  return ROLLBACK_STEPS.map((step) => targetEffectId(target, step, round));
}

/** Of all targets together; no stream's id can be one, for a key has a colon. */
export function checkpointEffectId(step: "keep" | "drop", number: number): EffectId {
  return `checkpoint/${step}/${number}`;
}

/** Reads an id back: what it is about (an attempt or a target) and its step. */
export function readEffectId(id: EffectId): { readonly about: string; readonly step: string } {
  const last = id.lastIndexOf("/");
  const tail = id.slice(last + 1);
  if (!isNumber(tail)) return { about: id.slice(0, Math.max(0, last)), step: tail };
  const before = id.lastIndexOf("/", last - 1);
  return { about: id.slice(0, Math.max(0, before)), step: id.slice(before + 1, last) };
}

function isNumber(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text !== "";
}

/** Of a message, by the number in its own id. */
export function tellId(attempt: AttemptId, message: MessageId): EffectId {
  return `${attempt}/tell/${message.slice(message.lastIndexOf("-") + 1)}`;
}

/** What a running agent is still to be told; one at a time, so that the order holds. */
export function unheardBy(stream: StreamState, attempt: AttemptId): AgentMessage | null {
  return stream.messages.find((one) => one.given === null && one.kept !== attempt) ?? null;
}

function tellIds(stream: StreamState, attempt: AttemptId): readonly EffectId[] {
  const message = unheardBy(stream, attempt);
  return message === null ? [] : [tellId(attempt, message.id)];
}

/** Ids of everything a stage promises to do. */
export function effectIdsOfStage(stream: StreamState): readonly EffectId[] {
  const { stage } = stream;
  switch (stage.kind) {
    case "preparing":
      return [stepId(stage.attempt, "prepare")];
    case "running": {
      const run = stepId(stage.attempt, "run");
      if (stage.stopping === null) return [run, ...tellIds(stream, stage.attempt)];
      return [run, stepId(stage.attempt, stage.stopping.now ? "stop-now" : "stop")];
    }
    case "collecting":
      return [stepId(stage.attempt, "collect")];
    case "merging":
      return [roundId(stage.attempt, "merge", stage.round)];
    case "verifying":
      return [roundId(stage.attempt, "verify", stage.round)];
    case "verifying-alone":
      return [roundId(stage.attempt, "verify-alone", stage.round)];
    case "landing":
      return [roundId(stage.attempt, "land", stage.round)];
    default:
      return [];
  }
}
