import type { Elsewhere, Rejection } from "../../model/index.ts";
import { elsewhereBranch } from "../../model/index.ts";

/** Its head holds nothing, and what it made is not lost: it is told where that is. */
export function leftElsewhere(elsewhere: readonly Elsewhere[]): Rejection {
  const places = elsewhere.map(({ kind, name }) => {
    if (kind === "branch") return `branch ${name}`;
    return kind === "stash" ? "the stash" : "a commit that no branch leads to";
  });
  const lines = elsewhere.map(({ kind, commit }, at) => {
    const branch = elsewhereBranch(at);
    const how = kind === "stash" ? `git stash apply ${branch}` : `git merge ${branch}`;
    return `- ${places[at]}, at ${commit}: here it is branch ${branch} (${how})`;
  });
  const evidence = [
    "Only what is committed where the clone's HEAD is can land. This is not:",
    ...lines,
    "Bring over what belongs to the work, and commit it.",
  ].join("\n");
  return { reason: { kind: "elsewhere", places }, evidence };
}
