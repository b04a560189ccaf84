import { lineNumbers } from "./line-numbers.ts";
import { type JsonNode, listOf, memberOf, parseJson, plainValue } from "./json-text.ts";
import { CRITERIA, LISTS, parseRequirement, QUEUES, type Requirement } from "./requirements.ts";
import { shorten } from "../prose.ts";
import { blockersIn, readStatus, reasonIn } from "./status.ts";
import type { RawStream, Reading } from "../types.ts";

/** By name, or because the text is one JSON object or array. */
export function looksLikeJson(text: string, file: string): boolean {
  if (/\.json$/i.test(file)) return true;
  const first = /^\ufeff?\s*([[{])/.exec(text.slice(0, 1000))?.[1];
  return first !== undefined && parseJson(text).ok;
}

export function readJsonRoadmap(text: string): Reading {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return nothing(lineNumbers(text)(parsed.error.at), `not valid JSON: ${parsed.error.message}`);
  }
  const read = parseRequirement(plainValue(parsed.value));
  if (!read.ok) {
    const { path, message } = read.error;
    return nothing(1, `no requirements: ${path === "" ? "" : `${path}: `}${message}`);
  }
  const nodes = requirementNodes(parsed.value);
  const lines = lineNumbers(text);
  const phases = [...new Set(read.value.flatMap(({ phase }) => phase ?? []))];
  const groups = phases.map((phase) => ({
    key: null,
    label: phase,
    complete: false,
    dependencyTexts: [],
  }));
  const streams = read.value.flatMap((requirement, i) => {
    const node = nodes[i];
    const group = requirement.phase === null ? [] : [phases.indexOf(requirement.phase)];
    return node === undefined ? [] : [streamOf(requirement, node, lines, group)];
  });
  return { streams, groups, diagnostics: [] };
}

function nothing(line: number, message: string): Reading {
  const problem = { severity: "error", code: "no-work-streams", line, message, ids: [] } as const;
  return { streams: [], groups: [], diagnostics: [problem] };
}

/** The objects `parseRequirement` reads, in its order. */
function requirementNodes(root: JsonNode): readonly JsonNode[] {
  if (root.kind === "array") return root.items;
  const named = ["title", "id"].some((name) => memberOf(root, name)?.kind === "string");
  if (named) return [root];
  for (const name of LISTS) {
    const list = memberOf(root, name);
    if (list?.kind === "array") return list.items;
  }
  return QUEUES.flatMap((name) => listOf(root, name));
}

function streamOf(
  requirement: Requirement,
  node: JsonNode,
  lines: (at: number) => number,
  groups: readonly number[],
): RawStream {
  const status = memberOf(node, "status");
  const id = memberOf(node, "id");
  const agent = memberOf(node, "assignedAgent") ?? memberOf(node, "agent");
  const line = lines(node.span.start);
  const places = CRITERIA.flatMap((name) => {
    const criteria = memberOf(node, name);
    return criteria?.kind === "array" ? criteria.items : (criteria ?? []);
  });
  const reading = readStatus(requirement.statusText, "json");
  return {
    id: requirement.id,
    title: shorten(requirement.title),
    status: requirement.status,
    statusText: requirement.statusText,
    priority: requirement.priority,
    effort: requirement.effort,
    assignee: requirement.assignedAgent,
    batch: requirement.phase,
    line,
    tasks: [],
    files: requirement.files,
    acceptance: requirement.acceptanceCriteria.map((text, i) => {
      const place = places[i];
      return { text, done: false, line: place === undefined ? line : lines(place.span.start) };
    }),
    fields: requirement.fields,
    spans: {
      heading: node.span,
      block: node.span,
      id: id?.kind === "string" ? id.span : null,
      status: status?.kind === "string" ? status.span : null,
      insertion: node.span.start + 1,
      assignee: agent?.kind === "string" ? agent.span : null,
    },
    slots:
      status?.kind === "string"
        ? [
            {
              form: "json",
              span: status.span,
              text: requirement.statusText,
              status: requirement.status,
            },
          ]
        : [],
    aliases: [],
    covers: [],
    namespace: "",
    bootstrap: false,
    deadline: requirement.deadline,
    reason: reasonIn(reading),
    dependencyTexts: [
      ...requirement.dependencies.map((text) => ({ text, kind: "field" as const })),
      ...blockersIn(reading),
    ],
    groups,
  };
}
