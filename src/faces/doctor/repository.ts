import type { Workplace } from "../../daemon/index.ts";
import {
  checkTarget,
  hasJournal,
  inspectTarget,
  readRoadmapFile,
  readState,
  excludeOurFiles,
  isExcluded,
} from "../../daemon/index.ts";
import { openJournal } from "../../journal/index.ts";
import type { State, TargetConfig } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { commandsOf, isTrusted, liveness } from "../../platform/index.ts";
import { count, keyLabel, list } from "../text/words.ts";
import { addressWarnings } from "./addresses.ts";
import type { Check } from "./checks.ts";
import { fail, ok, warn } from "./checks.ts";

/** Whether agents can work there, and in whose name merges are made. */
export async function checkRepository(
  place: Workplace,
  target: TargetConfig,
): Promise<readonly Check[]> {
  try {
    const { root, branch, head, identity, submodules } = await inspectTarget(place, target);
    await checkTarget(place, target);
    const found = `${root}, ${branch ?? "no branch"} at ${head?.slice(0, 12) ?? "no commit"}`;
    return [
      submodules
        ? warn("repository", `${found}, with submodules`, "Changes inside submodules do not land.")
        : ok("repository", found),
      ...(identity === null ? [] : [ok("identity", `${identity.name} <${identity.email}>`)]),
    ];
  } catch (error) {
    return [refused("repository", error)];
  }
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
  const warnings = [...config.warnings, ...addressWarnings(config)];
  if (warnings.length > 0) return warn("config", list(warnings), "docs/configuration.md");
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
  if (!hasJournal(place)) return ok("processes", "nothing has run yet");
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

export function checkExclude(place: Workplace, fix: boolean): Check {
  try {
    if (isExcluded(place)) return ok("git exclude", "git does not see our files");
    if (!fix) return warn("git exclude", "git sees our files", "orchestrator doctor --fix");
    const added = excludeOurFiles(place);
    return { ...ok("git exclude", `${list(added)} added to .git/info/exclude`), fixed: true };
  } catch (error) {
    return refused("git exclude", error);
  }
}
