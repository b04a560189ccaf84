import { join } from "node:path";
import type { Workplace } from "../../daemon/index.ts";
import { hasJournal, readRoadmapFile, readState } from "../../daemon/index.ts";
import { openJournal } from "../../journal/index.ts";
import type { State, TargetConfig } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import {
  commandsOf,
  exec,
  isTrusted,
  listDir,
  liveness,
  minimalEnv,
  pathExists,
} from "../../platform/index.ts";
import { excludeOurFiles, isExcluded } from "../cli/exclude.ts";
import { count, keyLabel, list } from "../text/words.ts";
import type { Check } from "./checks.ts";
import { fail, ok, warn } from "./checks.ts";

/** Files in the git directory that mean git is in the middle of something. */
const OPERATIONS: Readonly<Record<string, string>> = {
  MERGE_HEAD: "a merge",
  "rebase-merge": "a rebase",
  "rebase-apply": "a rebase",
  CHERRY_PICK_HEAD: "a cherry-pick",
  REVERT_HEAD: "a revert",
  BISECT_LOG: "a bisect",
};

export async function checkRepository(target: TargetConfig): Promise<Check> {
  const about = `${target.path}`;
  const gitDir = await git(target.path, ["rev-parse", "--absolute-git-dir"]);
  if (gitDir === null) return fail("repository", `${about} is not a git repository`, "git init");
  const head = await git(target.path, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (head === null)
    return fail("repository", `${about} has no commit yet`, "Make a first commit.");
  const branch = await git(target.path, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  if (branch === null && target.branch === null) {
    return fail("repository", `${about} has no branch checked out`, "git switch BRANCH");
  }
  const entries = new Set(listDir(gitDir));
  const busy = Object.keys(OPERATIONS).find((name) => entries.has(name));
  if (busy !== undefined) {
    return fail(
      "repository",
      `${OPERATIONS[busy]} is in progress in ${about}`,
      "Finish or abort it.",
    );
  }
  if (entries.has("shallow")) {
    return fail("repository", `${about} is a shallow clone`, "git fetch --unshallow");
  }
  return ok("repository", `${about}, ${target.branch ?? branch} at ${head.slice(0, 12)}`);
}

async function git(cwd: string, words: readonly string[]): Promise<string | null> {
  const { code, stdout } = await exec(["git", ...words], {
    cwd,
    env: { ...minimalEnv(), LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" },
    timeoutMs: 10_000,
  });
  return code === 0 ? stdout.toString("utf8").replace(/\n$/, "") : null;
}

export function checkRoadmap(target: TargetConfig): Check {
  try {
    const { path, roadmap } = readRoadmapFile(target);
    const errors = roadmap.diagnostics.filter((each) => each.severity === "error");
    const found = `${path}: ${count(roadmap.workStreams.length, "work stream")}`;
    if (errors.length > 0) {
      return fail(
        "roadmap",
        `${found}, ${count(errors.length, "error")}`,
        "orchestrator roadmap lint",
      );
    }
    const warnings = roadmap.diagnostics.length;
    if (warnings > 0) {
      return warn(
        "roadmap",
        `${found}, ${count(warnings, "warning")}`,
        "orchestrator roadmap lint",
      );
    }
    return ok("roadmap", found);
  } catch (error) {
    return refused("roadmap", error);
  }
}

export function refused(category: string, error: unknown): Check {
  if (!(error instanceof OrchestratorError)) throw error;
  return fail(category, error.message, error.hint ?? "");
}

export function checkConfig({ config }: Workplace): Check {
  const [first] = config.warnings;
  if (first !== undefined) return warn("config", list(config.warnings), "docs/configuration.md");
  return ok("config", config.source ?? "defaults alone (orchestrator init writes a file)");
}

export function checkTrust({ root, config }: Workplace): Check {
  const commands = commandsOf(config);
  if (commands.length === 0) return ok("trust", "no commands of the repository need trust");
  if (isTrusted(root, config.trustDigest))
    return ok("trust", `${count(commands.length, "command")} trusted`);
  return warn("trust", `${count(commands.length, "command")} not trusted`, "orchestrator trust");
}

/** The whole chain, not only the part since the newest snapshot. */
export function checkJournal(place: Workplace): Check {
  if (!hasJournal(place)) return ok("journal", "none yet");
  try {
    const journal = openJournal(place.journalDir, { mode: "read" });
    try {
      const { records } = journal.verifyAll();
      return ok("journal", `${count(records, "record")}, every one as it was written`);
    } finally {
      journal.close();
    }
  } catch (error) {
    return refused("journal", error);
  }
}

/** Who leads, and whether something runs although nobody does. */
export function checkLeader(place: Workplace): Check {
  if (!pathExists(join(place.journalDir, "journal.db")))
    return ok("processes", "nothing has run yet");
  try {
    const { state, leader } = readState(place);
    if (leader !== null) {
      return ok("processes", `${leader.purpose} is running as process ${leader.identity.pid}`);
    }
    const left = leftovers(state);
    if (left.length === 0) return ok("processes", "nothing is running");
    return warn(
      "processes",
      `no orchestrator is running, but ${list(left)} may still be at work`,
      "Go on with them: orchestrator resume. Stop them: orchestrator stop",
    );
  } catch (error) {
    return refused("processes", error);
  }
}

function leftovers(state: State): string[] {
  return [...state.streams.values()].flatMap(({ stage, facts }) => {
    if (stage.kind !== "running" || stage.process === null) return [];
    return liveness(stage.process) === "dead" ? [] : [keyLabel(facts.key)];
  });
}

export async function checkExclude(place: Workplace, fix: boolean): Promise<Check> {
  try {
    if (await isExcluded(place.root)) return ok("git exclude", "git does not see our files");
    if (!fix) return warn("git exclude", "git sees our files", "orchestrator doctor --fix");
    const added = await excludeOurFiles(place.root);
    return { ...ok("git exclude", `${list(added)} added to .git/info/exclude`), fixed: true };
  } catch (error) {
    return refused("git exclude", error);
  }
}
