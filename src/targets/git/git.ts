import { isAbsolute, join } from "node:path";
import { LIMITS } from "../../model/index.ts";
import {
  ensureDir,
  minimalEnv,
  openLanes,
  readTextIfExists,
  writeDurable,
} from "../../platform/index.ts";

/** Which repository, tree and index a git command works on; always said, never discovered. */
export interface Place {
  readonly gitDir: string;
  readonly workTree?: string;
  readonly index?: string;
  /** An object directory in place of the repository's own: what is written goes there. */
  readonly objects?: string;
  /** An object directory that is read besides that. */
  readonly alternate?: string;
}

export interface GitInput {
  readonly stdin?: string | Uint8Array;
  /** Beyond it the look fails; half a gigabyte unless it is said. */
  readonly stdoutBytesMax?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A git command that failed or could not be run: the world was not read (a failed look). */
export class GitFailure extends Error {
  readonly command: string;
  readonly code: number | null;
  readonly stderr: string;

  constructor(command: string, code: number | null, stderr: string) {
    super(`git ${command}: ${essence(stderr) || `ended with code ${code ?? "none"}`}`);
    this.name = "GitFailure";
    this.command = command;
    this.code = code;
    this.stderr = stderr;
  }
}

/** git says what is wrong first and gives advice after it. */
function essence(stderr: string): string {
  const lines = stderr.trim().split("\n");
  const wrong = lines.filter((line) => /^(fatal|error): /.test(line));
  return (wrong.length > 0 ? wrong.slice(-2) : lines.slice(-3)).join(" · ");
}

/** Runs git in our own name: exact environment, our configuration, nothing of anybody else's. */
export interface Git {
  /** stdout of a command that must succeed; throws {@link GitFailure} otherwise. */
  readonly run: (place: Place, args: readonly string[], input?: GitInput) => Promise<Buffer>;
  /** The first line of stdout. */
  readonly line: (place: Place, args: readonly string[], input?: GitInput) => Promise<string>;
  /** As `run`, for commands whose non-zero exit is an answer; throws only when git did not run. */
  readonly ask: (place: Place, args: readonly string[], input?: GitInput) => Promise<GitAnswer>;
  /** Where what is given to a git lies for as long as it is read. */
  readonly inputDir: string;
}

/** Listings of a big work tree; beyond it the look fails rather than lies. */
const STDOUT_BYTES_MAX = 512 * 1024 * 1024;

/**
 * What holds for every git we start, its children included (an `upload-pack` sees no command-line
 * options): no hooks, monitors, filters, helpers, pagers or transports (laws I8, I14). What is landed
 * is on disk before anybody hears of it: git's default does not survive a power cut. An index that we
 * write is whole: the other half of a split one would lie in our git directory.
 */
const OUR_CONFIG = `[core]
	hooksPath = /dev/null
	fsmonitor = false
	untrackedCache = false
	splitIndex = false
	attributesFile = /dev/null
	excludesFile = /dev/null
	pager = cat
	editor = false
	sshCommand = false
	askPass = false
	quotePath = false
	protectHFS = true
	protectNTFS = true
	safecrlf = false
	fsync = committed,reference
	filesRefLockTimeout = 100
	packedRefsTimeout = 100
[safe]
	bareRepository = explicit
[protocol]
	allow = never
[protocol "file"]
	allow = always
[credential]
	helper =
[fetch]
	fsckObjects = true
	unpackLimit = 20
[transfer]
	fsckObjects = true
[uploadpack]
	allowAnySHA1InWant = true
[gc]
	auto = 0
[maintenance]
	auto = false
[submodule]
	recurse = false
[diff]
	ignoreSubmodules = all
[checkout]
	workers = 0
[commit]
	gpgSign = false
[merge]
	conflictStyle = merge
[advice]
	detachedHead = false
`;

/** Opens git with its home in `home`, a directory of ours. */
export function openGit(home: string): Git {
  ensureDir(home);
  const config = join(home, "gitconfig");
  if (readTextIfExists(config) !== OUR_CONFIG) writeDurable(config, OUR_CONFIG, { mode: 0o600 });
  const base: Readonly<Record<string, string>> = {
    PATH: absolutePath(),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: config,
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_ALLOW_PROTOCOL: "file",
    GIT_CEILING_DIRECTORIES: "/",
    GIT_PAGER: "cat",
    GIT_EDITOR: "false",
  };

  const inputDir = join(home, "stdin");
  const lanes = openLanes(base, inputDir);

  async function ask(
    place: Place,
    args: readonly string[],
    input: GitInput = {},
  ): Promise<GitAnswer> {
    const result = await lanes.exec(["git", ...args], {
      cwd: place.workTree ?? home,
      env: { ...placeEnv(place), ...input.env },
      ...(input.stdin === undefined ? {} : { stdin: input.stdin }),
      timeoutMs: LIMITS.gitCommandMsMax,
      stdoutBytesMax: input.stdoutBytesMax ?? STDOUT_BYTES_MAX,
    });
    const command = args[0] ?? "";
    const stderr = result.stderr.toString("utf8");
    if (result.timedOut) throw new GitFailure(command, null, "it took too long and was ended");
    if (result.truncated) throw new GitFailure(command, null, "its output is too large");
    if (result.code === null || result.code === 127 || result.code === 126) {
      throw new GitFailure(command, result.code, stderr || `ended by ${result.signal}`);
    }
    return { code: result.code, stdout: result.stdout, stderr };
  }

  async function run(place: Place, args: readonly string[], input?: GitInput): Promise<Buffer> {
    const answer = await ask(place, args, input);
    if (answer.code !== 0) throw new GitFailure(args[0] ?? "", answer.code, answer.stderr);
    return answer.stdout;
  }

  async function line(place: Place, args: readonly string[], input?: GitInput): Promise<string> {
    return firstLine(await run(place, args, input));
  }

  return { run, line, ask, inputDir };
}

function placeEnv(place: Place): Record<string, string> {
  return {
    GIT_DIR: place.gitDir,
    ...(place.workTree === undefined ? {} : { GIT_WORK_TREE: place.workTree }),
    ...(place.index === undefined ? {} : { GIT_INDEX_FILE: place.index }),
    ...(place.objects === undefined ? {} : { GIT_OBJECT_DIRECTORY: place.objects }),
    ...(place.alternate === undefined
      ? {}
      : { GIT_ALTERNATE_OBJECT_DIRECTORIES: quoteAlternate(place.alternate) }),
  };
}

/** The variable is a list separated by colons, unless an entry is quoted like a C string. */
function quoteAlternate(path: string): string {
  return /^[^:"\\\n]+$/.test(path) ? path : quotePath(path);
}

/** Relative entries in PATH would be looked up where an agent writes. */
function absolutePath(): string {
  const entries = (minimalEnv()["PATH"] ?? "").split(":").filter((entry) => isAbsolute(entry));
  return entries.length === 0 ? "/usr/local/bin:/usr/bin:/bin" : entries.join(":");
}

function firstLine(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}

/** A path as git's line-based inputs read it, quoted like a C string; in the encoding it came in. */
export function quotePath(path: string): string {
  let quoted = '"';
  for (const char of path) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (code < 0x20 || code === 0x7f) quoted += `\\${code.toString(8).padStart(3, "0")}`;
    else quoted += char;
  }
  return `${quoted}"`;
}

/** Splits NUL-terminated output; each part as raw bytes in latin1, so that any name survives. */
export function splitRaw(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const text = bytes.toString("latin1");
  return (text.endsWith("\0") ? text.slice(0, -1) : text).split("\0");
}

/** Raw bytes (latin1) as the text people see. */
export function shownPath(raw: string): string {
  return Buffer.from(raw, "latin1").toString("utf8");
}

/** The raw bytes (latin1) of a path given as text. */
export function rawPath(shown: string): string {
  return Buffer.from(shown, "utf8").toString("latin1");
}
