import { parseDocument } from "yaml";
import type { Diagnostic, Priority } from "../../model/index.ts";
import { PRIORITIES } from "../../model/index.ts";
import type { AgentDefinition } from "./definition.ts";
import { readToml } from "./toml.ts";

/** What is odd about a definition; nothing of it keeps the rest from being read. */
export interface DefinitionProblem {
  readonly severity: Diagnostic["severity"];
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;
  readonly message: string;
}

export interface ParsedDefinition {
  readonly definition: AgentDefinition;
  readonly problems: readonly DefinitionProblem[];
}

interface Settings {
  readonly values: ReadonlyMap<string, unknown>;
  /** 1-based line of each key. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly DefinitionProblem[];
}

const PROMPT_CHARS_MAX = 256 * 1024;
const NAME = /^[A-Za-z][\w.-]{0,63}$/;
const MODEL = /^[A-Za-z][\w.:/@[\]-]{0,127}$/;
/** What may stand on a command line: never an option, never more than one word and its rule. */
const TOOL = /^[A-Za-z*][\w.*:/-]{0,127}(?:\([^()\n]{0,200}\))?$/;

/**
 * Reads an agent file of Claude Code, opencode, Codex (TOML) or ours, whatever of it there is:
 * settings first, after a heading, or none. Never throws.
 */
export function parseAgentDefinition(text: string, path: string): ParsedDefinition {
  const clean = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const isToml = path.toLowerCase().endsWith(".toml");
  const front = isToml ? null : findFront(clean);
  const settings = isToml ? tomlSettings(clean) : yamlSettings(front);
  const body = isToml ? "" : bodyOf(clean, front);
  const reader = new SettingsReader(settings);
  const definition: AgentDefinition = {
    name: reader.word("name", NAME) ?? nameOfPath(path),
    description: reader.text("description"),
    role: reader.text("role"),
    model: modelOf(reader),
    ...toolsOf(reader),
    priority: reader.priority(),
    capabilities: reader.list("capabilities") ?? [],
    prompt: promptOf(isToml, reader, body),
  };
  const problems = [...settings.problems, ...reader.problems];
  if (definition.prompt === "") {
    problems.push({ severity: "warning", line: 0, message: "it tells the agent nothing" });
  }
  if (definition.prompt.length === PROMPT_CHARS_MAX) {
    problems.push({ severity: "warning", line: 0, message: "it is too long and was cut" });
  }
  return { definition, problems };
}

interface Front {
  /** 0-based line of the opening fence. */
  readonly from: number;
  /** Of the closing fence. */
  readonly to: number;
  readonly text: string;
}

/** Between two `---`, at the beginning or after a heading; a lone rule in the text is none. */
function findFront(text: string): Front | null {
  const lines = text.split("\n");
  let from = 0;
  while (from < lines.length && /^\s*$|^#\s/.test(lines[from] ?? "")) from++;
  if (!/^---\s*$/.test(lines[from] ?? "")) return null;
  const to = lines.findIndex((line, at) => at > from && /^(?:---|\.\.\.)\s*$/.test(line));
  if (to === -1) return null;
  const inner = lines.slice(from + 1, to);
  if (!inner.some((line) => /^[\w-]+\s*:/.test(line))) return null;
  return { from, to, text: inner.join("\n") };
}

function bodyOf(text: string, front: Front | null): string {
  if (front === null) return text.trim();
  const lines = text.split("\n");
  return [...lines.slice(0, front.from), ...lines.slice(front.to + 1)].join("\n").trim();
}

const NO_SETTINGS: Settings = { values: new Map(), lines: new Map(), problems: [] };

/** As YAML; where that fails line by line, because people write `description: a: b`. */
function yamlSettings(front: Front | null): Settings {
  if (front === null) return NO_SETTINGS;
  const byLine = plainSettings(front);
  const document = parseDocument(front.text, { uniqueKeys: false, strict: false });
  if (document.errors.length > 0) {
    const message = "its settings are no YAML and were read line by line";
    const line = front.from + 2 + (document.errors[0]?.linePos?.[0].line ?? 1) - 1;
    return { ...byLine, problems: [{ severity: "warning", line, message }] };
  }
  let read: unknown = null;
  try {
    read = document.toJS({ maxAliasCount: 10 });
  } catch {
    // An alias bomb, or a key that is no text: line by line says enough.
    return byLine;
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return byLine;
  return { ...byLine, values: new Map(Object.entries(read)) };
}

function plainSettings(front: Front): Settings {
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  for (const [at, line] of front.text.split("\n").entries()) {
    const [, key, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || values.has(key)) continue;
    values.set(key, (value ?? "").replace(/^(["'])(.*)\1$/, "$2"));
    lines.set(key, front.from + 2 + at);
  }
  return { values, lines, problems: [] };
}

function tomlSettings(text: string): Settings {
  const { values, lines, problems } = readToml(text);
  return {
    values,
    lines,
    problems: problems.map((problem) => ({ severity: "warning", ...problem })),
  };
}

class SettingsReader {
  readonly problems: DefinitionProblem[] = [];
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  value(name: string): unknown {
    return this.#settings.values.get(name);
  }

  text(name: string): string | null {
    const value = this.value(name);
    if (typeof value === "string") return value.trim() === "" ? null : value.trim();
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value !== undefined && value !== null) this.note(name, `${name} is not a text`);
    return null;
  }

  word(name: string, shape: RegExp): string | null {
    const value = this.text(name);
    if (value === null || shape.test(value)) return value;
    this.note(name, `${name} ${JSON.stringify(value.slice(0, 60))} cannot be used`);
    return null;
  }

  /** A list, or one with commas in a text; null where nothing is written. */
  list(name: string): string[] | null {
    const value = this.value(name);
    if (value === undefined || value === null) return null;
    const listed: readonly unknown[] = Array.isArray(value)
      ? value
      : // A comma inside a rule's brackets is the rule's.
        (this.text(name) ?? "").replace(/^\[(.*)\]$/, "$1").split(/,(?![^(]*\))/);
    return listed
      .map((one) =>
        String(one)
          .trim()
          .replace(/^(["'])(.*)\1$/, "$2"),
      )
      .filter((one) => one !== "");
  }

  tools(name: string): string[] | null {
    const listed = this.list(name);
    if (listed === null) return null;
    return listed.filter((tool) => {
      if (TOOL.test(tool)) return true;
      this.note(name, `${JSON.stringify(tool.slice(0, 60))} is not the name of a tool`);
      return false;
    });
  }

  /** A word, or a number as in `P1`: from 0, critical, on. */
  priority(): Priority | null {
    const value = this.text("priority")?.toLowerCase() ?? null;
    if (value === null) return null;
    const rank = /^p?(\d)$/.exec(value)?.[1];
    const found =
      rank === undefined
        ? PRIORITIES.find((one) => one === value)
        : (PRIORITIES[Number(rank)] ?? "low");
    if (found === undefined) this.note("priority", `there is no priority called ${value}`);
    return found ?? null;
  }

  /** A setting that is not used as it is written. */
  note(name: string, message: string): void {
    this.problems.push({
      severity: "error",
      line: this.#settings.lines.get(name) ?? 0,
      message,
    });
  }
}

function modelOf(reader: SettingsReader): string | null {
  const model = reader.word("model", MODEL);
  // `inherit`: whatever the session has.
  return model === "inherit" || model === "default" ? null : model;
}

/** A list of names, or opencode's map of name to true or false; `permission` denies as well. */
function toolsOf(reader: SettingsReader): Pick<AgentDefinition, "tools" | "deniedTools"> {
  const denied = [...(reader.tools("disallowedTools") ?? []), ...deniedPermissions(reader)];
  const value = reader.value("tools");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const tools = reader.tools("tools");
    return { tools: tools?.includes("*") === true ? null : tools, deniedTools: denied };
  }
  const off = Object.entries(value).flatMap(([tool, on]) =>
    on === false && TOOL.test(tool) ? [tool] : [],
  );
  return { tools: null, deniedTools: [...off, ...denied] };
}

function deniedPermissions(reader: SettingsReader): string[] {
  const value = reader.value("permission");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([tool, rule]) =>
    rule === "deny" && TOOL.test(tool) ? [tool] : [],
  );
}

function promptOf(isToml: boolean, reader: SettingsReader, body: string): string {
  const written = isToml
    ? (reader.text("developer_instructions") ??
      reader.text("instructions") ??
      reader.text("prompt"))
    : null;
  return (written ?? body).slice(0, PROMPT_CHARS_MAX);
}

function nameOfPath(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? "";
  const stem = file.replace(/\.[^.]*$/, "").replace(/[^\w.-]+/g, "-");
  return NAME.test(stem) ? stem : "agent";
}
