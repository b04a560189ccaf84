import type { Guide } from "./guides.ts";

/** Of the standing team. */
export const TEAM_GUIDES = {
  team: {
    about:
      "Roles are files you can edit (docs/team.md). They do the roadmap's work and duties of their own until you stop them.",
    examples: [
      ["orchestrator team start --detach", "everybody, in the background"],
      ["orchestrator team start --agents architect,code_developer", "two of them"],
      ["orchestrator team status --markdown", "for a message"],
      ["orchestrator team restart architect", "also after it became critical"],
    ],
    prints:
      "status: a row for each role; start and stop: as run and stop; history: one event a line.",
    schema: "team, team-restart, team-history",
    exits: [1, 3, 5, 9, 11, 124],
  },
} satisfies Readonly<Record<string, Guide>>;
