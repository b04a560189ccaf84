import type { Guide } from "./guides.ts";

/** Of the commands that bring something back. */
export const RECOVERY_GUIDES = {
  checkpoint: {
    about:
      "Made by itself at the end of each level and before something is undone. Restoring lands commits that revert what landed since, once the gates pass; it can be undone the same way.",
    examples: [
      ["orchestrator checkpoint create before", "hold everything as it is"],
      ["orchestrator checkpoint diff before", "what has changed since"],
      ["orchestrator checkpoint restore before", "go back to it"],
    ],
    prints: "Name, time, heads of the branches; diff: files and work streams.",
    schema: "checkpoint, checkpoint-list, checkpoint-diff, checkpoint-prune, checkpoint-restore",
    exits: [3, 5, 6, 10, 11, 124],
  },
  backup: {
    about:
      "The journal with its anchor, and beside it what was noted, roles and definitions; also while a run goes on, and read back before it counts. What agents left is under refs: back those up with the repository. state repair --from DIR begins again from it.",
    examples: [
      ["orchestrator backup", "into .orchestrator/backups"],
      ["orchestrator backup --to /mnt/safe/journal", "elsewhere"],
    ],
    prints: "Where it lies, how many records it holds, and what is in it besides.",
    schema: "backup",
    exits: [3, 5, 11],
  },
  rollback: {
    about:
      "History is never rewritten: commits that revert the work land on top, verified as any other, and the roadmap says again that it is open.",
    examples: [
      ["orchestrator rollback 1.2", "one work stream"],
      ["orchestrator rollback 1.2 --with-dependents", "and all that landed on top of it"],
      ["orchestrator rollback before", "everything since a checkpoint"],
    ],
    prints: "The commit, and what is open again.",
    schema: "rollback",
    exits: [3, 5, 6, 10, 11, 124],
  },
} satisfies Readonly<Record<string, Guide>>;
