import type { Guide } from "./guides.ts";

/** Of the commands about money. */
export const MONEY_GUIDES = {
  budget: {
    about:
      "Limits hold over all your repositories and are yours: set and raise write your own settings; a repository can only lower them.",
    examples: [
      ["orchestrator budget", "limits, spent, put aside, left"],
      ["orchestrator budget set day '$20'", "what may be spent in a day"],
      ["orchestrator budget raise run '1M tokens'", "more, never less"],
      ["orchestrator budget allow", "go on after spending was held"],
    ],
    prints: "The level, and a line for each limit: cap, spent, put aside, left, until when.",
    schema: "budget",
    exits: [3],
  },
  costs: {
    about:
      "Counts what attempts cost in this repository, those that landed nothing too, by the price table of the product.",
    examples: [
      ["orchestrator costs", "by work stream"],
      ["orchestrator costs --by day --since 7d", "the last week, day by day"],
    ],
    prints: "Money, tokens by kind, attempts, and what was spent without landing.",
    schema: "costs",
    exits: [3],
  },
} satisfies Readonly<Record<string, Guide>>;
