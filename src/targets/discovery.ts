import { isAbsolute, resolve } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import { environment, exec, isDirectory, minimalEnv } from "../platform/index.ts";

/** Where a repository is and what the user has configured; read without running anything of it. */
export interface Discovery {
  /** Top of the work tree; the git directory itself in a bare repository. */
  readonly root: string;
  /** The git directory of this work tree (`.git/worktrees/<x>` in a linked one). */
  readonly gitDir: string;
  /** The git directory that holds objects and refs. */
  readonly commonDir: string;
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly objectFormat: "sha1" | "sha256";
  /** As git says it: `2.39.5`. */
  readonly gitVersion: string;
  /** The last value of each key, lower-cased as git prints it. */
  readonly config: ReadonlyMap<string, string>;
}

/**
 * Finds the repository that holds `path`. Here, and only here, git reads the user's own
 * configuration: `rev-parse` and `config --list` run nothing that a configuration could name, and
 * the user's `safe.directory` must have its say.
 */
export async function discover(path: string): Promise<Discovery> {
  if (!isDirectory(path)) {
    throw new OrchestratorError("not-a-repository", `There is no directory ${path}.`);
  }
  const [version, parsed, listed] = await Promise.all([
    userGit(path, ["version"]),
    userGit(path, ["rev-parse", ...FACTS, ...PLACES]),
    userGit(path, ["config", "--list", "-z"]),
  ]);
  const [bare, shallow, format, ...lines] = parsed.stdout.split("\n");
  if (lines.length > PLACES.length + 1) throw brokenPath(path);
  const [gitDir, commonDir, root] = lines;
  if (gitDir === undefined || commonDir === undefined || !isAbsolute(gitDir)) {
    throw notARepository(path, parsed.stderr);
  }
  const isBare = bare === "true";
  if (!isBare && (root === undefined || root === "")) throw notARepository(path, parsed.stderr);
  const found: Discovery = {
    root: isBare ? gitDir : (root ?? gitDir),
    gitDir,
    commonDir: resolve(path, commonDir),
    bare: isBare,
    shallow: shallow === "true",
    objectFormat: format === "sha256" ? "sha256" : "sha1",
    gitVersion: /\d+(?:\.\d+)+/.exec(version.stdout)?.[0] ?? "0",
    config: parseConfig(listed.stdout),
  };
  refuseRefStorage(found);
  return found;
}

const FACTS = ["--is-bare-repository", "--is-shallow-repository", "--show-object-format"] as const;
const PLACES = ["--absolute-git-dir", "--git-common-dir", "--show-toplevel"] as const;

/** Its answer had more lines than places: a name in the path holds a line break. */
function brokenPath(path: string): OrchestratorError {
  const message = `There is a line break in the path of ${JSON.stringify(path)}.`;
  const hint = "Rename the folder: git's lists of borrowed objects hold one path a line.";
  return new OrchestratorError("not-a-repository", message, { hint });
}

function notARepository(path: string, stderr: string): OrchestratorError {
  const said = stderr.trim();
  if (said.includes("dubious ownership")) {
    return new OrchestratorError("not-a-repository", `Another user owns the repository ${path}.`, {
      hint: `If you trust it: git config --global --add safe.directory ${path}`,
    });
  }
  if (said.includes("command not found")) {
    return new OrchestratorError("not-a-repository", "git was not found on this machine.", {
      hint: "Install git 2.38 or newer and make sure it is on PATH.",
    });
  }
  return new OrchestratorError("not-a-repository", `${path} is not inside a git work tree.`, {
    hint: "Run this inside a repository, or make one: git init",
    details: { git: said },
  });
}

/** Refs are reached through links into the repository, which only works for refs that are files. */
function refuseRefStorage(found: Discovery): void {
  const storage = found.config.get("extensions.refstorage") ?? "files";
  if (storage === "files") return;
  throw new OrchestratorError(
    "not-a-repository",
    `${found.root} keeps its refs as ${storage}, which is not supported yet.`,
    { hint: "git refs migrate --ref-format=files" },
  );
}

async function userGit(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const result = await exec(["git", ...args], {
    cwd,
    env: {
      ...minimalEnv(),
      ...configVariables(),
      LC_ALL: "C",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_TERMINAL_PROMPT: "0",
    },
    timeoutMs: 30_000,
  });
  return { stdout: result.stdout.toString("utf8"), stderr: result.stderr.toString("utf8") };
}

/** What says where the user's git finds its configuration; never which repository it works on. */
function configVariables(): Record<string, string> {
  const named = Object.entries(environment()).filter(
    ([name]) => name === "XDG_CONFIG_HOME" || name.startsWith("GIT_CONFIG_"),
  );
  return Object.fromEntries(named.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** `key\nvalue\0`; a key without a line break stands for true. */
function parseConfig(listing: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const entry of listing.split("\0")) {
    if (entry === "") continue;
    const split = entry.indexOf("\n");
    if (split < 0) values.set(entry, "true");
    else values.set(entry.slice(0, split), entry.slice(split + 1));
  }
  return values;
}
