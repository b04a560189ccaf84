import { dirname, join } from "node:path";
import { Option } from "commander";
import type { ReadRoadmap } from "../../../daemon/index.ts";
import { readRoadmapFile, replaceRoadmap } from "../../../daemon/index.ts";
import type { Effort, Priority, TargetConfig } from "../../../model/index.ts";
import { EFFORTS, LIMITS, OrchestratorError, PRIORITIES, streamOf } from "../../../model/index.ts";
import { ensureDir, pathExists, writeDurable } from "../../../platform/index.ts";
import type { NewWorkStream, Requirement } from "../../../roadmap/index.ts";
import {
  appendWorkStream,
  appendWorkStreams,
  parseRequirement,
  readJson,
} from "../../../roadmap/index.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { readStandardInput } from "../terminal/standard-input.ts";
import { findKey } from "../roadmap/streams.ts";
import { readNamedFile } from "../options/named-file.ts";

interface AddOptions {
  readonly from?: string;
  readonly priority?: Priority;
  readonly effort?: Effort;
  readonly dependsOn?: readonly string[];
  readonly files?: readonly string[];
  readonly accept?: readonly string[];
}

export const add: Face = (command, on) => {
  command
    .argument("[title...]", "what is to be done")
    .option("--from <file>", "JSON requirements from a file, or - for stdin")
    .addOption(new Option("--priority <priority>", "how urgent").choices(PRIORITIES))
    .addOption(new Option("--effort <effort>", "how much work").choices(EFFORTS))
    .option("--depends-on <ids...>", "work streams it waits for")
    .option("--files <paths...>", "files it will touch")
    .option("--accept <criteria...>", "what must hold when it is done")
    .action(
      on((context, title: readonly string[], options: AddOptions) =>
        options.from === undefined
          ? append(context, title.join(" ").trim(), options)
          : appendAll(context, options.from),
      ),
    );
};

/** The target's roadmap, or an empty one where there is none yet. */
function readOrBegin(target: TargetConfig): Pick<ReadRoadmap, "path" | "text" | "facts" | "place"> {
  const path = join(target.path, target.roadmap);
  if (target.source.kind === "markdown" && !pathExists(path)) {
    ensureDir(dirname(path), 0o755);
    return { path, text: "", facts: [], place: target };
  }
  return readRoadmapFile(target);
}

/** Requirements that another program wrote down become work like any other (A7). */
async function appendAll(context: Context, from: string): Promise<Answer> {
  const source = from === "-" ? await readStandardInput() : readNamedFile(context.cwd, from);
  const requirements = readRequirements(source);
  const read = readOrBegin(targetIn(context, workplaceOf(context)));
  const { path, text } = read;
  const appended = appendWorkStreams(text, requirements.map(toNewWork), { file: path });
  if (!appended.ok) {
    throw new OrchestratorError("usage", `nothing was added: ${appended.error.message}`, {
      hint: "Mend that one and give the whole file again.",
    });
  }
  const { ids, text: edited } = appended.value;
  if (text === "") writeDurable(path, edited, { mode: 0o644 });
  else replaceRoadmap(read, edited);
  return {
    schema: "add",
    data: { ids, file: path },
    text: ids
      .map((id, index) => `Added ${streamLabel(id)}: ${safeText(requirements[index]?.title ?? "")}`)
      .join("\n"),
    next: ["orchestrator roadmap lint", "orchestrator plan"],
  };
}

function readRequirements(source: string): readonly Requirement[] {
  const json = readJson(source);
  if (!json.ok) {
    const { line, message } = json.error;
    throw new OrchestratorError(
      "usage",
      `the requirements are not JSON: line ${line}: ${message}`,
      {
        hint: "One object, or a list of them: orchestrator schema requirement",
      },
    );
  }
  const read = parseRequirement(json.value);
  if (read.ok) return read.value;
  throw new OrchestratorError(
    "usage",
    `${read.error.path || "requirement"}: ${read.error.message}`,
    {
      hint: "orchestrator schema requirement",
    },
  );
}

function toNewWork(one: Requirement): NewWorkStream & { readonly id: string } {
  return {
    id: one.id,
    title: safeText(one.title),
    priority: one.priority,
    ...(one.effort === null ? {} : { effort: one.effort }),
    dependsOn: one.dependencies,
    files: one.files,
    acceptance: one.acceptanceCriteria,
  };
}

function append(context: Context, title: string, options: AddOptions): Answer {
  if (title === "" || title.length > LIMITS.titleCharsMax || safeText(title) !== title) {
    throw new OrchestratorError("usage", "a title is one line of plain text", {
      hint: `At most ${LIMITS.titleCharsMax} characters, without control characters.`,
    });
  }
  const target = targetIn(context, workplaceOf(context));
  const read = readOrBegin(target);
  const { path, text, facts } = read;
  const dependsOn = (options.dependsOn ?? []).map((id) => streamOf(findKey(facts, id, target.id)));
  const appended = appendWorkStream(
    text,
    {
      title,
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      ...(options.effort === undefined ? {} : { effort: options.effort }),
      dependsOn,
      files: options.files ?? [],
      acceptance: options.accept ?? [],
    },
    { file: path },
  );
  if (!appended.ok) throw new OrchestratorError("roadmap-unreadable", appended.error.message);
  if (text === "") writeDurable(path, appended.value.text, { mode: 0o644 });
  else replaceRoadmap(read, appended.value.text);
  const { id } = appended.value;
  return {
    schema: "add",
    data: { id, title, file: path },
    text: `Added ${streamLabel(id)}: ${title}`,
    next: [commandLine("orchestrator run", id), commandLine("orchestrator explain", id)],
  };
}
