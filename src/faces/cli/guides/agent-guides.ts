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
  route: {
    about:
      "By the roles of the settings, else by those that come with the product (docs/agents.md). Whole words of the title, files, or whom the roadmap names; nothing is started.",
    examples: [
      ['orchestrator route "API endpoint and page for invoices"', "two domains, in role order"],
      ["orchestrator route requirements.json --add", "as work streams, split by role"],
      ["orchestrator route 2.1", "one of the roadmap"],
    ],
    prints:
      "Who it goes to; a row for each role with a part in it, its agent, and what speaks for it.",
    schema: "route",
    exits: [3, 5],
  },
} satisfies Readonly<Record<string, Guide>>;
