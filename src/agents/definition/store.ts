import { join } from "node:path";
import { OrchestratorError, compareText } from "../../model/index.ts";
import {
  configHome,
  createExclusive,
  ensurePrivateDir,
  inPackage,
  isFileWithin,
  isRegularFile,
  listDir,
  pathExists,
  readTextIfExists,
  removeFile,
  writeDurable,
} from "../../platform/index.ts";
import type { FoundDefinition } from "./find.ts";
import { PLACES, ROLE } from "./find.ts";
import type { AgentWish, Template } from "./generate.ts";
import type { DefinitionProblem } from "./parse.ts";
import { parseAgentDefinition } from "./parse.ts";

/** `core`: as shipped, because no file of the repository describes it. */
export type DefinitionState = "active" | "core" | "archived";

export interface StoredDefinition extends FoundDefinition {
  /** Its file's name, which is the role it describes. `path` is below the root or the package. */
  readonly name: string;
  readonly state: DefinitionState;
  readonly text: string;
  /** Files of the same name that do not count because this one does. */
  readonly hidden: readonly string[];
}

const OURS = ".orchestrator/agents";
const ARCHIVE = `${OURS}/archived`;
const SHIPPED = "templates/agents";
const DEFINITIONS_MAX = 500;

/** Nothing of such a file reaches an agent: it may be anything that the user can read. */
const LEADS_OUT: DefinitionProblem = {
  severity: "error",
  line: 0,
  message: "it is a link that leads out of the repository, and is not read",
};

/** What counts for each role, then what is archived; each by name. */
export function listDefinitions(root: string): readonly StoredDefinition[] {
  const active = new Map<string, StoredDefinition>();
  for (const { folder, suffix } of PLACES) {
    for (const found of readFolder(root, folder, suffix, "active")) {
      const first = active.get(found.name);
      const kept =
        first === undefined ? found : { ...first, hidden: [...first.hidden, found.path] };
      active.set(found.name, kept);
    }
  }
  const base = inPackage(".");
  for (const core of base === null ? [] : readFolder(base, SHIPPED, ".md", "core")) {
    if (!active.has(core.name)) active.set(core.name, core);
  }
  return [...byName([...active.values()]), ...byName(readFolder(root, ARCHIVE, ".md", "archived"))];
}

function byName(found: readonly StoredDefinition[]): readonly StoredDefinition[] {
  return [...found].sort(({ name: a }, { name: b }) => compareText(a, b));
}

function readFolder(
  root: string,
  folder: string,
  suffix: string,
  state: DefinitionState,
): readonly StoredDefinition[] {
  const files = listDir(join(root, folder)).filter((file) => file.endsWith(suffix));
  return files.slice(0, DEFINITIONS_MAX).flatMap((file) => {
    const name = file.slice(0, -suffix.length);
    const path = `${folder}/${file}`;
    if (!ROLE.test(name) || !isRegularFile(join(root, path))) return [];
    const isOurs = isFileWithin(root, join(root, path));
    const text = isOurs ? readTextIfExists(join(root, path)) : "";
    if (text === null) return [];
    const parsed = parseAgentDefinition(text, path);
    const problems = isOurs ? parsed.problems : [LEADS_OUT];
    return [{ name, path, state, text, hidden: [], ...parsed, problems }];
  });
}

/** The template of a kind: this repository's own, the user's, or as shipped. */
export function readTemplate(root: string, kind: AgentWish["kind"]): Template {
  const shipped = inPackage("templates");
  for (const place of [join(root, ".orchestrator"), configHome(), shipped]) {
    if (place === null) continue;
    const file = join(place, "agent-kinds", `${kind}.md`);
    const text = isRegularFile(file) ? readTextIfExists(file) : null;
    if (text !== null) return { text, file };
  }
  throw new OrchestratorError("not-found", `there is no template for a ${kind}`, {
    hint: `Write one: .orchestrator/agent-kinds/${kind}.md`,
  });
}

/**
 * Writes our own definition of a role; its path below the root. What is there already, in any
 * program's folder, is a person's: it is replaced or hidden only with `force`.
 * @throws OrchestratorError `illegal-transition`
 */
export function writeDefinition(root: string, name: string, text: string, force: boolean): string {
  const path = `${OURS}/${name}.md`;
  if (!force) requireFree(root, name);
  furnish(root, [OURS]);
  place(root, path, text, force);
  return path;
}

/** Puts our own definition aside: nobody is described by it until it is activated. */
export function archiveDefinition(root: string, found: StoredDefinition, force: boolean): string {
  if (found.path !== `${OURS}/${found.name}.md`) {
    const isCore = found.state === "core";
    const why = isCore ? "is always available" : `is in ${found.path}, which is not ours to move`;
    throw new OrchestratorError("illegal-transition", `${found.name} ${why}`, {
      hint: isCore ? "A file of its name takes its place." : "Move the file yourself.",
    });
  }
  return move(root, found, `${ARCHIVE}/${found.name}.md`, force);
}

/** Brings back what is archived; a core agent becomes a file that can be changed. */
export function activateDefinition(root: string, found: StoredDefinition, force: boolean): string {
  if (found.state === "core") return writeDefinition(root, found.name, found.text, force);
  const to = `${OURS}/${found.name}.md`;
  if (!force && readTextIfExists(join(root, to)) !== found.text) requireFree(root, found.name);
  return move(root, found, to, force);
}

/** Ours counts first: a new one would hide what another program's folder has. */
function requireFree(root: string, name: string): void {
  const paths = PLACES.map(({ folder, suffix }) => `${folder}/${name}${suffix}`);
  const there = paths.find((path) => pathExists(join(root, path)));
  if (there !== undefined) throw taken(there);
}

/** The copy is on disk before the original goes: killed in between, there are two alike. */
function move(root: string, found: StoredDefinition, to: string, force: boolean): string {
  furnish(root, [OURS, ARCHIVE]);
  const same = readTextIfExists(join(root, to)) === found.text;
  if (!same) place(root, to, found.text, force);
  removeFile(join(root, found.path));
  return to;
}

function place(root: string, path: string, text: string, force: boolean): void {
  if (force) writeDurable(join(root, path), text, { mode: 0o600 });
  else if (!createExclusive(join(root, path), text, { mode: 0o600 })) throw taken(path);
}

/** A link among them is refused: a repository can contain one that leads anywhere. */
function furnish(root: string, folders: readonly string[]): void {
  for (const folder of [".orchestrator", ...folders]) ensurePrivateDir(join(root, folder));
}

function taken(path: string): OrchestratorError {
  return new OrchestratorError("illegal-transition", `${path} is there already`, {
    hint: "Keep it, choose another name with --name, or replace it with --force.",
  });
}
