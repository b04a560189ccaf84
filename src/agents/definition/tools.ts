import type { AgentDefinition } from "./definition.ts";

/**
 * Whether a definition lets its agent use a tool. `*` stands for any characters; a rule with
 * arguments (`Bash(git *)`) is about its tool; `mcp__server` about all of that server's.
 */
export function matchesTool(
  definition: Pick<AgentDefinition, "tools" | "deniedTools">,
  tool: string,
): boolean {
  // A denial of some arguments is not one of the tool.
  const denied = definition.deniedTools.filter((rule) => !rule.includes("("));
  if (denied.some((rule) => fits(rule, tool))) return false;
  return definition.tools === null || definition.tools.some((rule) => fits(rule, tool));
}

function fits(rule: string, tool: string): boolean {
  const pattern = rule.split("(")[0]?.trim() ?? "";
  if (pattern === "*" || pattern === tool) return true;
  if (pattern.startsWith("mcp__") && tool.startsWith(`${pattern}__`)) return true;
  return pattern.includes("*") && wildcard(pattern, tool);
}

/** Linear in the text for every `*`: no regular expression is made of what others wrote. */
function wildcard(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (!text.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
