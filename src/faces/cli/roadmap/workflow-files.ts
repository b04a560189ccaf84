import { basename, join, resolve } from "node:path";
import { LIMITS, OrchestratorError } from "../../../model/index.ts";
import type { WorkflowTemplate } from "../../../planner/index.ts";
import { readTemplate } from "../../../planner/index.ts";
import {
  isRegularFile,
  listDir,
  pathExists,
  readTextIfExists,
  readYaml,
} from "../../../platform/index.ts";

/** Where a repository keeps its workflows. */
export const WORKFLOW_FOLDER = "workflows";

/** The intents of the menu in their order: `workflow run 5` is the template called `fix`. */
const INTENTS = ["analyze", "build", "research", "document", "fix", "improve", "deploy", "report"];

export interface WorkflowFile {
  readonly name: string;
  readonly path: string;
}

/** The templates of a repository, the eight intents first, then by name. */
export function listWorkflows(root: string): readonly WorkflowFile[] {
  const folder = join(root, WORKFLOW_FOLDER);
  if (!pathExists(folder)) return [];
  const rank = (name: string): number =>
    INTENTS.includes(name) ? INTENTS.indexOf(name) : INTENTS.length;
  return listDir(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => ({ name: file.replace(/\.ya?ml$/, ""), path: join(folder, file) }))
    .filter(({ path }) => isRegularFile(path))
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}

/** By path, by name, or by the number of its intent. */
export function findWorkflow(root: string, cwd: string, asked: string): WorkflowFile {
  const known = listWorkflows(root);
  const intent = /^[1-8]$/.test(asked) ? INTENTS[Number(asked) - 1] : asked.toLowerCase();
  const found = known.find(({ name }) => name === intent);
  if (found !== undefined) return found;
  const path = resolve(cwd, asked);
  if (/\.ya?ml$/.test(asked) && pathExists(path)) {
    return { name: basename(asked).replace(/\.ya?ml$/, ""), path };
  }
  throw new OrchestratorError("not-found", `there is no workflow "${asked}"`, {
    hint:
      known.length === 0
        ? `Put templates into ${WORKFLOW_FOLDER}/, or name a .yaml file.`
        : `There are: ${known.map(({ name }) => name).join(", ")}.`,
  });
}

export function readWorkflow({ path }: WorkflowFile): WorkflowTemplate {
  const text = readTextIfExists(path) ?? "";
  if (text.length > LIMITS.messageBytesMax) {
    throw new OrchestratorError("usage", `${path} is too large for a workflow`, {
      hint: `It may have ${LIMITS.messageBytesMax} characters.`,
    });
  }
  const read = readYaml(text);
  if ("message" in read) {
    throw new OrchestratorError("usage", `${path}:${read.line}: ${read.message}`, {
      hint: "What a workflow looks like: docs/goals.md",
    });
  }
  const template = readTemplate(read.data);
  if (template.ok) return template.value;
  const faults = template.error.map((fault) => `${fault.path}: ${fault.message}`);
  const more = faults.length > 3 ? ` and ${faults.length - 3} more` : "";
  throw new OrchestratorError("usage", `${path}: ${faults.slice(0, 3).join("; ")}${more}`, {
    hint: "What a workflow looks like: docs/goals.md",
  });
}
