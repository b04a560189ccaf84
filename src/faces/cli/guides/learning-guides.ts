import type { Guide } from "./guides.ts";

/** Of the commands about what was learned. */
export const LEARNING_GUIDES = {
  learn: {
    about: "From what attempts took and came to; starts nothing. Definitions: docs/learning.md.",
    examples: [
      ["orchestrator learn predict-time 2.1", "how long, how many tokens, how sure"],
      ["orchestrator learn feedback 2.1 5", "it went just right"],
    ],
    prints: "What was asked for; without a subcommand, how right the forecasts would have been.",
    schema: "learn",
    exits: [3, 5],
  },
  metrics: {
    about: "Of all sessions of this repository; docs/metrics.md defines each.",
    examples: [["orchestrator metrics --json", "for a dashboard"]],
    prints: "A line for each metric, with its target where there is one.",
    schema: "metrics",
    exits: [3],
  },
  trace: {
    about:
      "From the journal and what was seen of its agent, also while it works: docs/telemetry.md.",
    examples: [
      ["orchestrator trace show 1.2", "the newest attempt at it"],
      ["orchestrator trace show 1.2/1 --json", "the first, for a program"],
    ],
    prints: "A line for each part, those below it further in: how long, when, and why it failed.",
    schema: "trace",
    exits: [3, 5],
  },
} satisfies Readonly<Record<string, Guide>>;
