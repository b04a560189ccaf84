import type { EventOf, ObjectId, StreamState } from "../../model/index.ts";
import { ACTIVE_STAGES } from "../../model/index.ts";
import type { Ledger } from "../draft.ts";
import { amendStream, amendTarget, putNumber } from "../draft.ts";

/** What the world has of what the journal lost; nothing of it is taken from a person. */
export function applyRecovered(ledger: Ledger, event: EventOf<"recovered">): void {
  putNumber(ledger, "epoch", event.epoch);
  for (const { key, generation } of event.generations) {
    const known = ledger.state.streams.get(key)?.generation ?? 0;
    if (generation > known) amendStream(ledger, key, { generation });
  }
  const onBranch = new Set(event.landed.map(({ commit }) => commit));
  for (const id of event.targets) {
    const target = ledger.state.targets.get(id);
    if (target === undefined) continue;
    const had = new Set(target.landed.map(({ commit }) => commit));
    const more = event.landed.filter(
      ({ commit, key }) => !had.has(commit) && key.startsWith(`${id}:`),
    );
    // The branch is judged anew: nobody knows what has happened to it meanwhile.
    amendTarget(ledger, id, { landed: [...target.landed, ...more], base: null });
  }
  for (const { key, attempt, commit } of event.landed) {
    const stream = ledger.state.streams.get(key);
    if (stream === undefined || !mayBeComplete(stream)) continue;
    const { atMs } = event;
    amendStream(ledger, key, {
      stage: { kind: "completed", attempt, commit, atMs, diverted: false, forced: false },
    });
  }
  for (const stream of ledger.state.streams.values()) {
    if (event.targets.includes(stream.facts.target))
      reopenIfGone(ledger, stream, onBranch, event.atMs);
  }
}

/** The roadmap says so too (law I11), and nothing of it is being worked on. */
function mayBeComplete({ stage, facts }: StreamState): boolean {
  return facts.status === "complete" && !ACTIVE_STAGES.has(stage.kind);
}

function reopenIfGone(
  ledger: Ledger,
  { stage, facts }: StreamState,
  onBranch: ReadonlySet<ObjectId>,
  atMs: number,
): void {
  if (stage.kind !== "completed" || onBranch.has(stage.commit)) return;
  if (facts.status === "complete") return;
  const reason = "it is not on the branch any more, and the roadmap says that it is open";
  amendStream(ledger, facts.key, { stage: { kind: "skipped", reason, atMs } });
}
