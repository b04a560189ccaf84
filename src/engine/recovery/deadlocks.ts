import type { StreamKey, StreamState } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import { escalate } from "./recovery.ts";
import { byPlace, settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { isMet, unmetOf } from "../worklist.ts";

/**
 * Nothing runs and nothing can start, and work of the session waits for what nobody will bring
 * about: said once, for each thing it is that is waited for.
 */
export function noteDeadlocks(turn: Turn): void {
  const { session } = turn.state;
  const row = policyOf(turn.state).recovery?.table["dependency-deadlock"] ?? [];
  if (row.length === 0 || session?.state !== "executing" || turn.events.length === 0) return;
  if (turn.work.active.size > 0 || turn.work.ready.size > 0) return;
  const known = new Map<StreamKey, ReadonlySet<StreamKey>>();
  const waiting = new Map<StreamKey, StreamKey[]>();
  for (const key of [...session.keys].sort(byPlace(turn.state))) {
    if (!isStranded(turn, turn.state.streams.get(key))) continue;
    for (const root of rootsOf(turn, key, known)) {
      waiting.set(root, [...(waiting.get(root) ?? []), key]);
    }
  }
  for (const [root, keys] of waiting) tell(turn, root, keys);
}

function isStranded(turn: Turn, stream: StreamState | undefined): boolean {
  if (stream?.stage.kind !== "waiting" || !stream.inRoadmap || stream.hold !== null) return false;
  const { workable, defect, key } = stream.facts;
  return workable && defect === null && unmetOf(turn.work, key) > 0;
}

/** Of all that a stream waits for, directly or not, what will not come by itself. */
function rootsOf(
  turn: Turn,
  key: StreamKey,
  known: Map<StreamKey, ReadonlySet<StreamKey>>,
): ReadonlySet<StreamKey> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const roots = new Set<StreamKey>();
  // A cycle is a defect of the roadmap, and none of its streams is stranded.
  known.set(key, roots);
  for (const on of turn.state.streams.get(key)?.facts.dependsOn ?? []) {
    if (isMet(turn.work, on)) continue;
    if (isStranded(turn, turn.state.streams.get(on))) {
      for (const root of rootsOf(turn, on, known)) roots.add(root);
    } else if (whyNever(turn, on) !== null) roots.add(on);
  }
  return roots;
}

/** Why this will not be completed; null where somebody is at it, or has been asked already. */
function whyNever(turn: Turn, key: StreamKey): string | null {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) return "is not in the roadmap";
  const { stage, facts } = stream;
  const settled = settledStatus(stream);
  if (settled !== null) return `is ${settled} in the roadmap`;
  if (facts.defect !== null) return `can never start: ${facts.defect}`;
  if (stage.kind === "skipped") return "was skipped";
  // Whoever the roadmap says is at it, or has it done in part, may well bring it about.
  const isUnderWay = facts.status === "in_progress" || facts.status === "partial";
  if (stage.kind === "waiting" && !facts.workable && !isUnderWay) {
    return `is ${facts.status} in the roadmap`;
  }
  return null;
}

function tell(turn: Turn, root: StreamKey, keys: readonly StreamKey[]): void {
  const [first, ...more] = keys;
  const stream = first === undefined ? undefined : turn.state.streams.get(first);
  if (first === undefined || stream === undefined) return;
  const { escalation = null, deadlock = [] } = stream.recovery ?? {};
  if (escalation !== null || deadlock.includes(root)) return;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  const verb = more.length === 0 ? "waits" : "wait";
  const why = `${displayKey(first)}${others} ${verb} for ${displayKey(root)}, which ${whyNever(turn, root)}`;
  const detection = "dependency-deadlock";
  const row = policyOf(turn.state).recovery?.table[detection] ?? [];
  for (const [at, { kind: step }] of row.entries()) {
    const place = { number: at + 1, of: row.length, program: null };
    emit(turn, { type: "recovery-step", key: first, detection, why, step, ...place });
    if (step === "escalate") {
      escalate(turn, { key: first, detection, text: why, waitsFor: [...deadlock, root] });
    } else if (step === "block") emit(turn, { type: "blocked", key: first, reason: why });
  }
}
