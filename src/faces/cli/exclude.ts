import { resolve } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import { appendText, exec, minimalEnv, readTextIfExists } from "../../platform/index.ts";

/** What we write inside a repository and git must not see (decision 25). */
const OURS: readonly string[] = [".orchestrator/", "data/agent_status/"];

/** Adds what is missing to `.git/info/exclude`, never to the user's own `.gitignore`. */
export async function excludeOurFiles(root: string): Promise<readonly string[]> {
  const path = await excludePath(root);
  const text = readTextIfExists(path) ?? "";
  const missing = missingFrom(text);
  if (missing.length === 0) return [];
  const start = text === "" || text.endsWith("\n") ? "" : "\n";
  appendText(path, `${start}# orchestrator\n${missing.join("\n")}\n`);
  return missing;
}

export async function isExcluded(root: string): Promise<boolean> {
  return missingFrom(readTextIfExists(await excludePath(root)) ?? "").length === 0;
}

function missingFrom(text: string): string[] {
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  return OURS.filter((entry) => !lines.has(entry) && !lines.has(`/${entry}`));
}

async function excludePath(root: string): Promise<string> {
  const { code, stdout, stderr } = await exec(["git", "rev-parse", "--git-path", "info/exclude"], {
    cwd: root,
    env: { ...minimalEnv(), GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
    timeoutMs: 10_000,
  });
  if (code === 0) return resolve(root, stdout.toString("utf8").replace(/\n$/, ""));
  throw new OrchestratorError(
    "not-a-repository",
    `git cannot read ${root}: ${stderr.toString("utf8").trim()}`,
  );
}
