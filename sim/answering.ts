import type { PersonAct, State, StreamKey, StreamState } from "../src/model/index.ts";
import type { Simulation } from "./simulation.ts";

/** Everything that is open in the inbox now: entry ids, and the streams of approvals. */
function openEntries(state: State, which: (stream: StreamState) => boolean): string[] {
  const open: string[] = [];
  for (const stream of state.streams.values()) {
    const { stage, recovery } = stream;
    if (!which(stream)) continue;
    if (stage.kind === "needs-person") open.push(stage.entry);
    else if ("asking" in stage) for (const { id } of stage.asking) open.push(id);
    const escalation = recovery?.escalation ?? null;
    if (escalation === null || recovery?.split?.stage.kind === "applying") continue;
    open.push(escalation.entry);
  }
  return open;
}

function isOpen({ facts, inRoadmap }: StreamState): boolean {
  return inRoadmap && facts.status !== "complete" && facts.status !== "cancelled";
}

/** What a person does about the inbox, now and then, and not always well. */
export function drawWord(sim: Simulation, keys: readonly StreamKey[]): PersonAct {
  const { random } = sim;
  const state = sim.orchestrator?.state;
  const open = state === undefined ? [] : openEntries(state, () => true);
  const entry = random.pick(open) ?? "q-1";
  const key = random.pick(keys) ?? "self:nothing";
  switch (random.between(0, 7)) {
    case 0:
    case 1:
      return { kind: "answer", entry, text: "as you like" };
    case 2:
      return { kind: "approve", entry };
    case 3:
      return { kind: "reject", entry, text: "not like this" };
    case 4:
      return { kind: "feedback", key, text: "mind the gap" };
    case 5:
      return { kind: "redirect", key, to: random.pick(keys) ?? key, reason: "more urgent" };
    case 6:
      return { kind: "pause", key };
    default:
      return { kind: "resume", key };
  }
}

/**
 * Whoever is left answers everything, and holds nothing back (law I10). What they have settled in the
 * roadmap they have answered there (law I11).
 */
export function settleInbox(sim: Simulation, ask: (act: PersonAct) => void): void {
  const state = sim.orchestrator?.state;
  if (state === undefined) return;
  for (const entry of openEntries(state, isOpen)) ask({ kind: "approve", entry });
  for (const { facts, hold } of state.streams.values()) {
    if (hold !== null) ask({ kind: "resume", key: facts.key });
  }
}
