import { join } from "node:path";
import { appendText, ensureDir, readTextIfExists } from "../platform/index.ts";
import type { Workplace } from "./workplace.ts";

/** What we write inside a repository and git must not see (decision 25). */
const OURS: readonly string[] = [".orchestrator/", "data/agent_status/"];

/**
 * Adds what is missing to the repository's `info/exclude`, never to the user's own `.gitignore`.
 * Returns what it added.
 */
export function excludeOurFiles(workplace: Workplace): readonly string[] {
  const path = excludePath(workplace);
  const text = readTextIfExists(path) ?? "";
  const missing = missingFrom(text);
  if (missing.length === 0) return [];
  ensureDir(join(workplace.commonDir, "info"), 0o755);
  const start = text === "" || text.endsWith("\n") ? "" : "\n";
  appendText(path, `${start}# orchestrator\n${missing.join("\n")}\n`);
  return missing;
}

export function isExcluded(workplace: Workplace): boolean {
  return missingFrom(readTextIfExists(excludePath(workplace)) ?? "").length === 0;
}

function missingFrom(text: string): string[] {
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  return OURS.filter((entry) => !lines.has(entry) && !lines.has(`/${entry}`));
}

function excludePath(workplace: Workplace): string {
  return join(workplace.commonDir, "info", "exclude");
}
