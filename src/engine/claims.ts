import type { DecisionReason, StreamState } from "../model/index.ts";
import { attemptId } from "../model/index.ts";
import { fileOverlap } from "../planner/index.ts";
import { isGreen } from "./landing.ts";
import { newAgent } from "./names.ts";
import { inOrder } from "./order.ts";
import { policyOf } from "./policy.ts";
import { hasFailed } from "./sessions.ts";
import { byPlace } from "./stages.ts";
import type { Turn } from "./turn.ts";
import { emit } from "./turn.ts";

/**
 * Claims as many streams as there are free slots, best rank first (law I5: only with complete
 * dependencies). A slot is held from claim to collection; waiting to land holds none, so that a
 * slow gate keeps no agent idle. What was passed over keeps its reason in `turn.obstacles`.
 */
export function claimStreams(turn: Turn): void {
  const { work, state } = turn;
  if (!work.scan || state.session?.state !== "executing" || isEnding(turn)) return;
  let free = state.concurrency - work.slots.size;
  if (free <= 0 || work.ready.size === 0) return;
  const policy = policyOf(state);
  const passed: StreamState[] = [];
  for (const stream of inOrder(state, work.ready, policy, turn.atMs)) {
    if (free <= 0) return;
    if (!mayStart(turn, stream)) continue;
    const obstacle = overlapOf(turn, stream) ?? priorityOf(turn, stream, passed);
    if (obstacle === null) {
      claim(turn, stream);
      free -= 1;
    } else {
      passed.push(stream);
      turn.obstacles.set(stream.facts.key, obstacle);
      work.changed.add(stream.facts.key);
    }
  }
}

/** After a failure for good under `onFailure: stop` nothing new begins. */
export function isEnding(turn: Turn): boolean {
  return policyOf(turn.state).onFailure === "stop" && hasFailed(turn);
}

function mayStart(turn: Turn, { stage, facts }: StreamState): boolean {
  if (stage.kind !== "waiting" || stage.notBeforeMs > turn.atMs) return false;
  if (!policyOf(turn.state).verify) return true;
  const target = turn.state.targets.get(facts.target);
  return target !== undefined && isGreen(target);
}

function claim(turn: Turn, { facts, generation, agent, carry, rejection }: StreamState): void {
  emit(turn, {
    type: "claimed",
    attempt: attemptId(facts.key, generation + 1),
    key: facts.key,
    agent: agent ?? newAgent(turn.state, policyOf(turn.state)),
    carry,
    rejection,
  });
}

/** Work that is claimed and not landed and says it changes much the same files. */
function overlapOf(turn: Turn, stream: StreamState): DecisionReason | null {
  if (stream.facts.files.length === 0) return null;
  for (const key of [...turn.work.active].sort(byPlace(turn.state))) {
    const other = turn.state.streams.get(key);
    if (other === undefined) continue;
    const common = commonFiles(turn, stream, other);
    if (common !== null) return { kind: "overlap", with: key, ...common };
  }
  return null;
}

/**
 * A better placed stream that waits for files is not overtaken by one that wants the same files:
 * else a chain of small ones could keep it waiting for ever (C4).
 */
function priorityOf(
  turn: Turn,
  stream: StreamState,
  passed: readonly StreamState[],
): DecisionReason | null {
  const before = passed.find((other) => commonFiles(turn, stream, other) !== null);
  return before === undefined ? null : { kind: "priority", behind: before.facts.key };
}

/** How many of the shared files a stored reason names. */
const FILES_NAMED = 5;

function commonFiles(
  turn: Turn,
  a: StreamState,
  b: StreamState,
): { readonly share: number; readonly files: readonly string[] } | null {
  if (a.facts.target !== b.facts.target) return null;
  const { share, shared } = fileOverlap(a.facts.files, b.facts.files);
  if (share <= policyOf(turn.state).overlapMax) return null;
  return { share, files: shared.slice(0, FILES_NAMED) };
}
