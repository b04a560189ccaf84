import type { Guide } from "./guides.ts";

/** Of the commands by which a person and the agents speak with one another. */
export const INBOX_GUIDES: Readonly<Record<string, Guide>> = {
  inbox: {
    about:
      "Questions, permissions, work to approve, agents that are stuck; each with what to type.",
    examples: [["orchestrator inbox", "oldest first"]],
    prints: "Each with its id, its age, and the commands that settle it.",
    schema: "inbox",
    exits: [3],
  },
  answer: {
    about:
      "The agent hears it at once where it can be spoken to; else it goes on with it, in the same conversation.",
    examples: [
      ["orchestrator answer q-7 keep them", "by its id in the inbox"],
      ["orchestrator answer 1.2 keep them", "the oldest question of a work stream"],
    ],
    prints: "That it goes on, and how.",
    schema: "answer",
    exits: [3, 5, 11],
  },
  approve: {
    about:
      "Green work that needs your word lands; a permission is given; a question is answered yes.",
    examples: [
      ["orchestrator approve q-3", "by its id in the inbox"],
      ["orchestrator approve 1.4", "what a work stream asks for"],
    ],
    prints: "That it goes on, and how.",
    schema: "approve",
    exits: [3, 5, 9, 11],
  },
  reject: {
    about: "Work goes back to the same agent and conversation with what you say; nothing lands.",
    examples: [
      ["orchestrator reject 1.4 -m TEXT", "why, in your words"],
      ["orchestrator reject 1.4 --comments review.txt", "line comments, as one batch"],
    ],
    prints: "That it goes on, and how.",
    schema: "reject",
    exits: [2, 3, 5, 11],
  },
  feedback: {
    about: "Its work does not count as done before the agent has heard it.",
    examples: [["orchestrator feedback 1.2 in French please", "whoever works on it, or will"]],
    prints: "Who hears it, and when.",
    schema: "feedback",
    exits: [3, 5, 11],
  },
  redirect: {
    about: "What it did so far is kept; the work stream it leaves waits for another agent.",
    examples: [["orchestrator redirect 1.2 --to 1.3", "the agent of 1.2 works on 1.3 next"]],
    prints: "Who goes where, how far it was, and what is unclaimed now.",
    schema: "redirect",
    exits: [2, 3, 5, 11],
  },
};
