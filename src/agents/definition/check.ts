import { isKnownModel } from "../pricing/models.ts";
import type { FoundDefinition } from "./find.ts";
import { matchesTool } from "./tools.ts";

/** What is wrong with a definition: an error is not carried out as it is written. */
export interface DefinitionFinding {
  readonly severity: "error" | "warning";
  readonly path: string;
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;
  readonly message: string;
}

/** Claude Code's names, which the adapters translate. */
const TOOLS: readonly string[] = [
  "AskUserQuestion",
  "Bash",
  "BashOutput",
  "Edit",
  "ExitPlanMode",
  "Glob",
  "Grep",
  "KillShell",
  "LS",
  "ListMcpResourcesTool",
  "MultiEdit",
  "NotebookEdit",
  "NotebookRead",
  "Read",
  "ReadMcpResourceTool",
  "Skill",
  "SlashCommand",
  "Task",
  "TodoWrite",
  "WebFetch",
  "WebSearch",
  "Write",
];

const LOWER_TOOLS: readonly string[] = TOOLS.map((tool) => tool.toLowerCase());

/** A server, or a server's tool; each may have `*`. */
const MCP = /^mcp__[A-Za-z0-9*][\w.*-]*$/;

/**
 * Everything that is not as its writer will have meant it. `name`: of its file; `hidden`: files
 * that do not count because of it.
 */
export function checkDefinition(
  found: FoundDefinition & { readonly name: string; readonly hidden: readonly string[] },
): readonly DefinitionFinding[] {
  const { path, definition, name, hidden, problems } = found;
  const whole = (severity: DefinitionFinding["severity"], message: string): DefinitionFinding => ({
    severity,
    path,
    line: 0,
    message,
  });
  const findings = problems.map(
    ({ severity, line, message }): DefinitionFinding => ({ severity, path, line, message }),
  );
  // Codex has names of its own, and no list.
  const tools = path.endsWith(".toml")
    ? []
    : [...(definition.tools ?? []), ...definition.deniedTools];
  for (const tool of new Set(tools)) {
    if (/^mcp_/i.test(tool)) {
      if (MCP.test(tool)) continue;
      findings.push(
        whole("error", `${tool} is no tool of a server: mcp__server__tool, also with *`),
      );
    } else if (!isTool(tool)) {
      findings.push(whole("warning", `no program is known to have a tool called ${tool}`));
    }
  }
  if (definition.tools?.length === 0) {
    findings.push(whole("warning", "it may use no tool at all"));
  }
  if (definition.model !== null && !isKnownModel(definition.model)) {
    const message = `${definition.model} is not in our table: what it costs is unknown`;
    findings.push(whole("warning", message));
  }
  if (definition.name !== name) {
    const message = `it calls itself ${definition.name}; its file's name makes it ${name}`;
    findings.push(whole("warning", message));
  }
  for (const other of hidden) {
    findings.push(whole("warning", `because of it ${other} does not count`));
  }
  return findings;
}

function isTool(rule: string): boolean {
  const lower = { tools: [rule.toLowerCase()], deniedTools: [] };
  return LOWER_TOOLS.some((tool) => matchesTool(lower, tool));
}
