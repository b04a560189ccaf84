import { join } from "node:path";
import { detectProject, excludeOurFiles, readRoadmapFile } from "../../../daemon/index.ts";
import type { ReadRoadmap, Workplace } from "../../../daemon/index.ts";
import type { SourceKind } from "../../../model/index.ts";
import { ADAPTERS, OrchestratorError } from "../../../model/index.ts";
import {
  createExclusive,
  defaultConfigText,
  foundFormats,
  pathExists,
  recordTrust,
} from "../../../platform/index.ts";
import type { Roadmap } from "../../../roadmap/index.ts";
import { recogniseSource, unpackVolume } from "../../../roadmap/index.ts";
import { findMissing, missingSentence } from "../../doctor/programs.ts";
import { safeText } from "../../text/safe.ts";
import { count, list } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { findAgents } from "../find-agents.ts";
import { emptinessOf } from "../roadmap/streams.ts";
import { askYesNo } from "../terminal/prompt.ts";

export const init: Face = (command, on) => {
  command
    .option("--agent <adapter>", "the agent to use; without it, the first one found")
    .option("--run <command>", "how the command agent is started; implies --agent command")
    .action(on((context, options: InitOptions) => setUp(context, options)));
};

interface InitOptions {
  readonly agent?: string;
  readonly run?: string;
}

const CONFIG_FILE = "orchestrator.yaml";

async function setUp(context: Context, options: InitOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const path = join(place.root, CONFIG_FILE);
  if (pathExists(path)) throw alreadyThere(path);
  const found = await lookAround(place, options);
  const text = defaultConfigText(found.choices);
  if (context.interactive && !context.globals.yes) {
    context.terminal.err(`${found.lines.join("\n")}\n\n${text}\n`);
    if (!(await askYesNo(`Write ${CONFIG_FILE}?`))) {
      throw new OrchestratorError("denied", "nothing was written", { hint: "You answered no." });
    }
  }
  if (!createExclusive(path, text)) throw alreadyThere(path);
  const written = workplaceOf(context);
  recordTrust(written.root, written.config.trustDigest);
  const excluded = excludeOurFiles(place);
  const roadmapThere = pathExists(join(place.root, found.choices.roadmap));
  return {
    schema: "init",
    data: { file: path, text, trusted: true, excluded, agents: found.agents, ...found.choices },
    text: [
      ...found.lines,
      "",
      `Wrote ${path} and trusted it:`,
      "",
      ...text
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`),
      ...(excluded.length === 0
        ? []
        : ["", `Git will not see ${list(excluded)} (.git/info/exclude).`]),
    ].join("\n"),
    warnings: [
      ...(roadmapThere
        ? found.empty
        : ["there is no roadmap yet; begin one: orchestrator add TITLE"]),
      ...(found.choices.agent === null ? [NO_AGENT] : []),
      ...found.missing.map(missingSentence),
    ],
    next: roadmapThere
      ? ["orchestrator plan", "orchestrator run --dry-run", "orchestrator run"]
      : ["orchestrator add TITLE", "orchestrator doctor"],
  };
}

/** The roadmap as it is now; null where there is none, an error that is named where it cannot be read. */
function lookAtRoadmap({ root, config }: Workplace): ReadRoadmap | OrchestratorError | null {
  const [target] = config.targets;
  if (target === undefined || !pathExists(join(root, target.roadmap))) return null;
  try {
    return readRoadmapFile(target);
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
}

/** What was found, in which format, how sure that is, and what else there is. */
function describeRoadmap(
  { root, config }: Workplace,
  read: ReturnType<typeof lookAtRoadmap>,
): string {
  const [target] = config.targets;
  if (target === undefined || read === null) return "none found";
  const { kind } = target.source;
  const others = foundFormats(root)
    .filter(({ roadmap }) => roadmap !== target.roadmap)
    .map(({ roadmap, source }) => `${source.kind} in ${roadmap}`);
  const also = others.length === 0 ? "" : `; there is also ${list(others.map(safeText))}`;
  return `${safeText(target.roadmap)}${describeRead(read, kind)}${also}`;
}

function describeRead(read: ReadRoadmap | OrchestratorError, kind: SourceKind): string {
  if (read instanceof OrchestratorError) return ` (${kind}; ${safeText(read.message)})`;
  const { text, roadmap } = read;
  if (kind === "markdown") return describeMarkdown(roadmap);
  const sure = Math.round(recogniseSource(kind, unpackVolume(text)?.files ?? []) * 100);
  return ` (${kind}, ${sure}% sure, ${count(roadmap.workStreams.length, "work stream")})`;
}

/** How a file that is no other tool's is read, where that is not plain to see. */
function describeMarkdown({ dialect, workStreams }: Roadmap): string {
  const found = count(workStreams.length, "work stream");
  if (dialect === "list") return ` (a check list: ${found})`;
  if (dialect === "table") return ` (a table: ${found})`;
  return ` (${workStreams.length === 0 ? "no work in it yet" : found})`;
}

const NO_AGENT =
  "no agent was found on your PATH; write one into orchestrator.yaml (agents: default)";

function alreadyThere(path: string): OrchestratorError {
  return new OrchestratorError("bad-config", `${path} is there already and is left as it is`, {
    hint: "Check it: orchestrator doctor. To begin anew, move it away first.",
  });
}

/** What is written must be valid as it stands; these adapters need to be told more. */
function refuseIncomplete(adapter: string | undefined, run: string | undefined): void {
  if (adapter === undefined) return;
  if (!ADAPTERS.some((one) => one === adapter)) {
    throw new OrchestratorError("usage", `${safeText(adapter)} is not an agent's adapter`, {
      hint: `There are: ${ADAPTERS.join(", ")}.`,
    });
  }
  if (adapter === "scripted") {
    throw new OrchestratorError("usage", "the scripted agent needs a script to follow", {
      hint: "Leave --agent out and write: agents: { default: { adapter: scripted, script: FILE } }",
    });
  }
  if ((adapter === "command" || adapter === "acp") && run === undefined) {
    throw new OrchestratorError("usage", `the ${adapter} agent needs a command`, {
      hint: `orchestrator init --agent ${adapter} --run ./agent.sh`,
    });
  }
}

async function lookAround(place: Workplace, options: InitOptions) {
  const project = detectProject(place.root);
  const [agents, missing] = await Promise.all([findAgents(), findMissing(project)]);
  const [first] = agents;
  const adapter = options.agent ?? (options.run === undefined ? first?.adapter : "command");
  refuseIncomplete(adapter, options.run);
  const roadmap = place.config.targets[0]?.roadmap ?? "ROADMAP.md";
  const read = lookAtRoadmap(place);
  const choices = {
    roadmap,
    agent: adapter === undefined ? null : { adapter, run: options.run ?? null },
    gates: project.gates,
    setup: project.setup,
    concurrency: place.config.concurrency,
  };
  const gates = project.gates.map(({ name, check }) =>
    check.kind === "command" ? `${name} (${check.run})` : name,
  );
  return {
    choices,
    agents,
    missing,
    empty: read === null || read instanceof OrchestratorError ? [] : emptinessOf(read),
    lines: [
      `Repository  ${safeText(place.root)}`,
      `Roadmap     ${describeRoadmap(place, read)}`,
      `Setup       ${list(project.setup.map((step) => safeText(step.run)))}`,
      `Gates       ${list(gates.map(safeText))}`,
      `Agents      ${list(agents.map((agent) => `${agent.adapter} ${agent.version}`))}`,
    ],
  };
}
