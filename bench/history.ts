import { join } from "node:path";
import { pendingEffects, step } from "../src/engine/index.ts";
import { encodeState, openJournal } from "../src/journal/index.ts";
import type { EffectOf, Event, Input, Selection, State } from "../src/model/index.ts";
import { LIMITS, initialState } from "../src/model/index.ts";
import { readRoadmapFile } from "../src/daemon/roadmap/desk.ts";
import { AGENT_ENDED, answerAtOnce, POLICY } from "./instant-world.ts";

export interface HistoryWish {
  /** A repository, its roadmap in roadmap.md. */
  readonly root: string;
  readonly selection: Selection;
  readonly concurrency: number;
  /** How many streams land before agents stop ending. */
  readonly landings: number;
  /** Records at least: progress of the running agents fills up. */
  readonly records: number;
  /** The leader had a quiet moment at the end, and made the snapshot it then makes. */
  readonly quietEnd: boolean;
}

/**
 * Writes the journal of an earlier session: the real engine's decisions about a world in which
 * everything works out, with the snapshots a leader makes on its way.
 */
export function writeHistory(wish: HistoryWish): State {
  const journal = openJournal(join(wish.root, ".orchestrator"), { mode: "write" });
  const state = initialState();
  let turns: { input: Input; events: Event[] }[] = [];
  let atMs = Date.now() - 3_600_000;
  let seq = 0;
  let snapshotSeq = 0;
  const flush = (): void => {
    seq = journal.append(turns).seq;
    turns = [];
    if (seq - snapshotSeq < LIMITS.snapshotEveryRecords) return;
    journal.saveSnapshot(seq, encodeState(state));
    snapshotSeq = seq;
  };
  let records = 0;
  const send = (input: Input): void => {
    const { events } = step(state, input);
    if (events.length === 0) return;
    turns.push({ input, events });
    records += events.length + 1;
    if (turns.length >= 200) flush();
  };
  send({ type: "loop-started", atMs, epoch: 1, version: "bench" });
  const { facts: upserted, digest } = readRoadmapFile({
    id: "self",
    path: wish.root,
    roadmap: "roadmap.md",
    source: { kind: "markdown" },
  });
  send({ type: "roadmap-observed", atMs, target: "self", digest, upserted, removed: [] });
  const policy = { ...POLICY, concurrency: wish.concurrency };
  const request = { selection: wish.selection, goal: null, policy };
  send({ type: "session-requested", atMs, request });
  let landings = 0;
  for (;;) {
    const next = pendingEffects(state).find(
      (effect) => effect.kind !== "run-agent" || landings < wish.landings,
    );
    if (next !== undefined) {
      atMs += 5;
      if (next.kind === "run-agent") {
        for (; records < wish.records - 100; atMs += 2_000) send(progress(next, atMs));
        landings += 1;
      }
      const outcome = next.kind === "run-agent" ? AGENT_ENDED : answerAtOnce(next);
      send({ type: "effect-ended", atMs, effect: next.id, outcome });
      continue;
    }
    break;
  }
  if (turns.length > 0) flush();
  if (wish.quietEnd) journal.saveSnapshot(seq, encodeState(state));
  journal.close();
  return state;
}

function progress(effect: EffectOf<"run-agent">, atMs: number): Input {
  return { type: "agent-progressed", atMs, attempt: effect.attempt, outputBytes: atMs % 1e9 };
}
