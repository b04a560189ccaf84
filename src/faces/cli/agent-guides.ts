import type { Guide } from "./guides.ts";

/** Of the definitions of agents. */
export const AGENT_GUIDES = {
  agent: {
    about:
      "Definitions are files you can edit, and so are the templates they are made of (docs/agents.md). Starts nothing and asks no model.",
    examples: [
      ['orchestrator agent generate builder rust --test-command "cargo test"', "who builds"],
      ['orchestrator agent create "migration specialist" --tools "Read,Edit"', "who you say"],
      ["orchestrator agent validate", "all of them"],
    ],
    prints: "The file and what it says; list: a row each; validate: a line for each finding.",
    schema: "agent, agent-list, agent-validate",
    exits: [3, 5],
  },
} satisfies Readonly<Record<string, Guide>>;
