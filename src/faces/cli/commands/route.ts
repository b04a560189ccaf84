import { join, resolve } from "node:path";
import type { Workplace } from "../../../daemon/index.ts";
import { chooseDefinition, readRoadmapFile, replaceRoadmap } from "../../../daemon/index.ts";
import type { RoutedRole, Routing, StreamFacts, TargetConfig } from "../../../model/index.ts";
import { err, isRecord, LIMITS, ok, OrchestratorError, streamOf } from "../../../model/index.ts";
import {
  isDirectory,
  pathExists,
  readTextIfExists,
  readYaml,
  statOrNull,
} from "../../../platform/index.ts";
import type { RoutableWork } from "../../../planner/index.ts";
import { ROLE_TABLE, rolesOf, routeWork, splitWork } from "../../../planner/index.ts";
import type { Requirement } from "../../../roadmap/index.ts";
import {
  appendWorkStream,
  parseRequirement,
  parseRoadmap,
  readJson,
  toFacts,
} from "../../../roadmap/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import { count, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { noSuchFile } from "../options/named-file.ts";

interface RouteOptions {
  readonly files?: readonly string[];
  readonly add?: boolean;
}

export const route: Face = (command, on) => {
  command
    .argument("<work...>", "a sentence, a file, or a work stream's id")
    .option("--files <paths...>", "files that the work will touch")
    .option("--add", "add it to the roadmap, one work stream for each role")
    .action(
      on((context, words: readonly string[], options: RouteOptions) =>
        routeAll(context, words, options),
      ),
    );
};

/** Work as it is asked about; `stream`: it is in the roadmap already. */
interface Asked extends RoutableWork {
  readonly id: string | null;
  readonly stream: boolean;
  readonly acceptance: readonly string[];
  readonly dependsOn: readonly string[];
}

interface Desk {
  /** Null outside a repository: then the table and the core agents alone. */
  readonly place: { readonly workplace: Workplace; readonly target: TargetConfig } | null;
  readonly root: string;
  readonly roles: readonly RoutedRole[];
  readonly configured: boolean;
}

interface Routed {
  readonly work: Asked;
  readonly routing: Routing;
}

function openDesk(context: Context): Desk {
  const place = placeIn(context);
  const set = place?.workplace.config.roles ?? null;
  return {
    place,
    root: place?.target.path ?? context.cwd,
    roles: set === null ? ROLE_TABLE : rolesOf(set),
    configured: set !== null,
  };
}

function placeIn(context: Context): Desk["place"] {
  try {
    const workplace = workplaceOf(context);
    return { workplace, target: targetIn(context, workplace) };
  } catch (error) {
    if (error instanceof OrchestratorError && error.code === "not-a-repository") return null;
    throw error;
  }
}

function routeAll(context: Context, words: readonly string[], options: RouteOptions): Answer {
  const desk = openDesk(context);
  const asked = workIn(context, desk, words).map((work) => ({
    ...work,
    files: [...new Set([...work.files, ...(options.files ?? [])])],
  }));
  const routed = asked.map((work) => ({ work, routing: routeWork(work, desk.roles) }));
  const added = options.add === true ? addToRoadmap(desk, routed) : null;
  const { configured, roles } = desk;
  const data = { configured, roles: roles.map(({ id }) => id), work: routed.map(dataOf(desk)) };
  const lines = routed.flatMap(linesIn(desk));
  const unset = "Roles are not set: every agent takes every work. To route it: roles: default";
  return {
    schema: "route",
    data: added === null ? data : { ...data, added: added.map(({ id }) => id) },
    text: [
      ...lines,
      ...(configured ? [] : ["", unset]),
      ...(added ?? []).map(({ id, title }) => `Added ${streamLabel(id)}: ${safeText(title)}`),
    ].join("\n"),
    next: added === null ? [] : ["orchestrator plan"],
  };
}

/** A file's name, a work stream's id, or the work itself. */
function workIn(context: Context, desk: Desk, words: readonly string[]): readonly Asked[] {
  const said = words.join(" ").trim();
  const [only, ...more] = words;
  if (only !== undefined && more.length === 0) {
    const path = resolve(context.cwd, only);
    if (pathExists(path) && !isDirectory(path)) return workInFile(path);
    const stream = streamNamed(desk, only);
    if (stream !== null) return [ofFacts(stream)];
    if (/^[^\s]*\.(?:md|markdown|json|txt|ya?ml)$/i.test(only)) {
      throw noSuchFile(context.cwd, only);
    }
  }
  if (said === "") {
    throw new OrchestratorError("usage", "it is not said which work", {
      hint: "orchestrator route ID, or a sentence, or a file",
    });
  }
  return [ofText(said)];
}

/** As the engine judges it: by what the roadmap states, and not by its prose. */
function ofFacts({ id, title, files, assignee }: StreamFacts): Asked {
  return { id, title, files, assignee, stream: true, acceptance: [], dependsOn: [] };
}

function streamNamed({ place }: Desk, id: string): StreamFacts | null {
  if (place === null || !pathExists(join(place.target.path, place.target.roadmap))) return null;
  const { facts } = readRoadmapFile(place.target);
  return facts.find((one) => one.id.toLowerCase() === id.toLowerCase()) ?? null;
}

/** Requirements as JSON or YAML, a roadmap, or a text whose first line says what it is about. */
function workInFile(path: string): readonly Asked[] {
  const size = statOrNull(path)?.size ?? 0;
  const text = size > LIMITS.roadmapBytesMax ? null : readTextIfExists(path);
  if (text === null) throw new OrchestratorError("usage", `${path} cannot be read as a text`);
  const form = DATA.find(({ ending }) => ending.test(path)) ?? null;
  const data = dataIn(text, path, form?.read ?? null);
  if (Array.isArray(data) || (isRecord(data) && "title" in data)) return requirementsIn(data);
  const facts = toFacts(parseRoadmap(text, { file: path }), "self");
  if (facts.length > 0) return facts.map(ofFacts);
  if (text.trim() === "") throw new OrchestratorError("usage", `${path} says nothing`);
  // What is data by its name is never taken for a sentence: its braces would be the title.
  return form === null ? [ofText(text)] : requirementsIn(data);
}

function requirementsIn(data: unknown): readonly Asked[] {
  const read = parseRequirement(data);
  if (read.ok) return read.value.map(ofRequirement);
  const { path: at, message } = read.error;
  throw new OrchestratorError("usage", `${at || "requirement"}: ${message}`, {
    hint: "orchestrator schema requirement",
  });
}

/** Files that are data by their names. */
const DATA = [
  { ending: /\.json$/i, read: readJson },
  {
    ending: /\.ya?ml$/i,
    read: (text: string) => {
      const read = readYaml(text.replace(/^\uFEFF/, ""));
      return "message" in read ? err(read) : ok(read.data);
    },
  },
] as const;

/** A text of no such name may be JSON all the same; null where it is none. */
function dataIn(text: string, path: string, read: (typeof DATA)[number]["read"] | null): unknown {
  const found = (read ?? readJson)(text);
  if (found.ok) return found.value;
  if (read === null) return null;
  const { line, message } = found.error;
  throw new OrchestratorError("usage", `${path}:${line}: ${message}`, {
    hint: 'Mend it, or give the work as a sentence: orchestrator route "…"',
  });
}

function ofRequirement(one: Requirement): Asked {
  const { id, title, files, assignedAgent: assignee } = one;
  return {
    id,
    title: safeText(title),
    text: Object.values(one.fields).join("\n"),
    files,
    assignee,
    stream: false,
    acceptance: one.acceptanceCriteria,
    dependsOn: one.dependencies,
  };
}

/** Of an address nothing is a path. */
const PATH = /(?<![\w:/.@-])(?:[\w.@*-]+\/)+[\w.@*-]+/g;

/** A path has a slash in it, and an ending or a star in its name: "and/or" is none. */
function pathsIn(text: string): readonly string[] {
  const found = text.slice(0, LIMITS.agentTextCharsMax).match(PATH) ?? [];
  const paths = found.map((path) => path.replace(/\.+$/, ""));
  const named = paths.filter((path) => /[.*]/.test(path.slice(path.lastIndexOf("/") + 1)));
  return [...new Set(named)].slice(0, LIMITS.filesPerStreamMax);
}

function ofText(text: string): Asked {
  const [first = "", ...rest] = text.split("\n").filter((line) => line.trim() !== "");
  const title = safeText(first.replace(/^#+\s*/, "").trim()).slice(0, LIMITS.titleCharsMax);
  const none = { id: null, assignee: null, stream: false, acceptance: [], dependsOn: [] };
  return { ...none, title, text: rest.join("\n"), files: pathsIn(text) };
}

function agentFor({ root, roles }: Desk, role: string, work: Asked) {
  const found = roles.find(({ id }) => id === role);
  const chosen = found === undefined ? null : chooseDefinition(root, found, work);
  if (chosen === null) return null;
  const { agent, how, matched, definition } = chosen;
  return { name: agent, how, matched, model: definition.model, tools: definition.tools };
}

function dataOf(desk: Desk) {
  return ({ work, routing }: Routed) => {
    const { id, title } = work;
    const name = id ?? "new";
    const roles = routing.shares.map((share) => ({
      ...share,
      subject: `requirements.${share.domain}.${name}`,
      agent: agentFor(desk, share.role, work),
    }));
    const parts = splitWork(work, routing, desk.roles);
    return { id, title, role: routing.role, how: routing.how, roles, parts };
  };
}

function linesIn(desk: Desk) {
  return ({ work, routing }: Routed): string[] => {
    const { id, title } = work;
    const name = safeText(`${id === null ? "" : `${streamLabel(id)}: `}${title}`);
    if (routing.role === null)
      return [`${name} is nobody's: no role fits, and none takes the rest`];
    const rows = routing.shares.map(({ role, because }) => {
      const agent = agentFor(desk, role, work);
      const why = because.map(({ match }) => match).join(", ");
      return [
        `  ${role === routing.role ? "*" : " "} ${safeText(role)}`,
        agent === null ? "no agent is described for it" : `agent ${safeText(agent.name)}`,
        safeText(why === "" ? "takes what is no other role's" : why),
      ];
    });
    const several = routing.shares.length > 1 ? `, ${count(routing.shares.length, "domain")}` : "";
    return [
      `${name} goes to ${safeText(routing.role)} (${routing.how}${several})`,
      ...alignRows(rows),
    ];
  };
}

/** Each part waits for the ones that it is built on. */
function addToRoadmap(
  desk: Desk,
  routed: readonly Routed[],
): readonly { readonly id: string; readonly title: string }[] {
  if (desk.place === null) {
    throw new OrchestratorError("no-roadmap", "there is no roadmap to add it to", {
      hint: "--add writes to the roadmap of a repository: go there, or leave it out.",
    });
  }
  if (routed.some(({ work }) => work.stream)) {
    throw new OrchestratorError("usage", "it is in a roadmap already", {
      hint: "--add is for new work: a sentence, a text or requirements.",
    });
  }
  const read = readRoadmapFile(desk.place.target);
  let { text } = read;
  const added: { id: string; title: string }[] = [];
  for (const { work, routing } of routed) {
    let before = work.dependsOn.map((id) => (id.includes(":") ? streamOf(id) : id));
    for (const { title, files, main } of splitWork(work, routing, desk.roles)) {
      const acceptance = main ? work.acceptance : [];
      const wish = { title, files, acceptance, dependsOn: before };
      const appended = appendWorkStream(text, wish, { file: read.path });
      if (!appended.ok) {
        throw new OrchestratorError("usage", `nothing was added: ${appended.error.message}`, {
          hint: "Say it in other words, or write it into the roadmap yourself.",
        });
      }
      const { id } = appended.value;
      text = appended.value.text;
      before = [id];
      added.push({ id, title });
    }
  }
  replaceRoadmap(read, text);
  return added;
}
