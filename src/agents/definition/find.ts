import type { AgentDefinition } from "./definition.ts";
import type { DefinitionProblem } from "./parse.ts";
import { parseAgentDefinition } from "./parse.ts";

/** Where definitions lie below a repository's root, ours first. */
export const PLACES: readonly { readonly folder: string; readonly suffix: ".md" | ".toml" }[] = [
  { folder: ".orchestrator/agents", suffix: ".md" },
  { folder: ".claude/agents", suffix: ".md" },
  { folder: ".opencode/agent", suffix: ".md" },
  { folder: ".opencode/agents", suffix: ".md" },
  { folder: ".codex/agents", suffix: ".toml" },
];

/** What a role may be called: it is a file's name. */
export const ROLE = /^[A-Za-z][\w-]{0,63}$/;

export interface FoundDefinition {
  readonly path: string;
  readonly definition: AgentDefinition;
  readonly problems: readonly DefinitionProblem[];
}

/**
 * The definition of a role, by its file's name; null where nobody wrote one. `read` gives the text
 * of a path below the root, or null.
 */
export function findDefinition(
  role: string,
  read: (path: string) => string | null,
): FoundDefinition | null {
  if (!ROLE.test(role)) return null;
  for (const { folder, suffix } of PLACES) {
    const path = `${folder}/${role}${suffix}`;
    const text = read(path);
    if (text !== null) return { path, ...parseAgentDefinition(text, path) };
  }
  return null;
}
