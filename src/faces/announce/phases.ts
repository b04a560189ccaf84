/** The seeds' phases of a run; phase 1 belongs to `goal` alone. */
const PHASES = {
  1: "Goal Interpretation",
  2: "Roadmap Health Check",
  3: "Agent Spawn",
  4: "Monitoring",
  5: "Verification",
  6: "Report",
} as const;
type PhaseNumber = keyof typeof PHASES;

/** `>>> PHASE 3: Agent Spawn - Starting (3 agents)` */
export function phaseLine(phase: PhaseNumber, state: string, note = ""): string {
  return `>>> PHASE ${phase}: ${PHASES[phase]} - ${state}${note === "" ? "" : ` (${note})`}`;
}
