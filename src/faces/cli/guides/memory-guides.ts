import type { Guide } from "./guides.ts";

/** Of what is remembered, and of who did what. */
export const MEMORY_GUIDES = {
  memory: {
    about:
      "Notes of agents and of yours, told to agents that begin. Nothing is overwritten; what is revoked counts for nothing (docs/memory.md).",
    examples: [
      ["orchestrator memory", "what counts, the firmest first"],
      ['orchestrator memory add "Keep v1 codes" --tier core', "yours"],
      ["orchestrator memory revoke --attempt 1.2/1", "all that this attempt noted"],
    ],
    prints: "A line for each note; summary: an agent's journal as its prompt has it.",
    schema: "memory, memory-entry, memory-summary, memory-journal",
    exits: [3, 5],
  },
  history: {
    about: "A fold of the journal: each work stream once, for the agent whose attempt landed.",
    examples: [
      ["orchestrator history", "everybody, everywhere"],
      ["orchestrator history Aria", "one agent, or one target"],
    ],
    prints: "A line for each completed work stream, below its agent and target.",
    schema: "history",
    exits: [3, 5],
  },
} satisfies Readonly<Record<string, Guide>>;
