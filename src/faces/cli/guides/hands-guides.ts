import type { Guide } from "./guides.ts";

/** Of the commands that put work into other hands. */
export const HANDS_GUIDES = {
  escalate: {
    about:
      "Whoever works on it ends, what was done is kept, and it waits in the inbox for your decision. The recovery table does the same after its last retry.",
    examples: [["orchestrator escalate 1.2 -m two designs are possible", "take it from its agent"]],
    prints: "Its place in the inbox.",
    schema: "escalate",
    exits: [3, 5],
  },
  reassign: {
    about:
      "A configured agent, a role of the standing team, or a member by name goes on with what there is, in a conversation of its own.",
    examples: [
      ["orchestrator reassign 1.2 codex", "another configured agent"],
      ["orchestrator reassign 1.2 architect", "a role of the standing team"],
    ],
    prints: "Who goes on with it.",
    schema: "reassign",
    exits: [3, 5],
  },
  decompose: {
    about:
      "Shows what would be written into the roadmap: a work stream for each part, by the titles given or by its own open tasks, criteria or files. Nothing is written before you approve it; then the whole waits for its parts.",
    examples: [
      ["orchestrator decompose 1.2", "by its own tasks"],
      ['orchestrator decompose 1.2 "read the file" "write the file"', "by your titles"],
    ],
    prints: "The parts, the difference in the roadmap, and what to type.",
    schema: "decompose",
    exits: [3, 5, 8, 124],
  },
} satisfies Readonly<Record<string, Guide>>;
