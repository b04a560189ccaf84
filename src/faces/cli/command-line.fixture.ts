import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { splitGlobals } from "./globals.ts";
import { recordingTerminal } from "./terminal/recording-terminal.fixture.ts";

/** One that is done, one called blocked that could start, one with a hostile title. */
export const THREE_STREAMS = `# Roadmap

### Phase 1.1: Task Parser

- **Status:** ✅ Complete
- **Effort:** S

### Phase 1.2: Decomposition Engine

- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1

### Phase 1.3: Registry \u001b[31mred\u202e

- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.2
`;

export interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process, in a repository that is made anew for each test of a file. */
export interface CommandLine {
  /** The repository; what lies beside it is outside of any. */
  readonly root: string;
  /** `plans/roadmap.md` as it is now. */
  readonly roadmap: () => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly read: (path: string) => string;
  readonly say: (...words: string[]) => Promise<Said>;
  /** What `--json` printed: one line, one envelope. */
  readonly envelope: (...words: string[]) => Promise<Record<string, unknown> & { exit: number }>;
}

/** For the top of a test file: the repository has one commit, of this roadmap. */
export function commandLineOn(roadmap: string): CommandLine {
  const before = { ...process.env };
  let folder = "";
  const root = (): string => join(folder, "a repo");
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root(), path)), { recursive: true });
    writeFileSync(join(root(), path), content);
  };
  const read = (path: string): string => readFileSync(join(root(), path), "utf8");
  const say = async (...words: string[]): Promise<Said> => {
    const terminal = recordingTerminal();
    const line = words.includes("--cwd") ? words : ["--cwd", root(), ...words];
    const exit = await runCommandLine(splitGlobals(line), terminal, { CI: "1" });
    return { exit, out: terminal.stdout(), err: terminal.stderr() };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "orchestrator-cli-"));
    process.env["XDG_STATE_HOME"] = join(folder, "state");
    process.env["XDG_CONFIG_HOME"] = join(folder, "config");
    write("plans/roadmap.md", roadmap);
    git(root(), "init", "--quiet", "--initial-branch=main");
    git(root(), "config", "user.name", "Somebody");
    git(root(), "config", "user.email", "somebody@example.com");
    git(root(), "add", ".");
    git(root(), "commit", "--quiet", "--message", "start");
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get root() {
      return root();
    },
    roadmap: () => read("plans/roadmap.md"),
    write,
    read,
    say,
    envelope: async (...words) => {
      const { out, exit } = await say(...words, "--json");
      expect(out.endsWith("\n")).toBe(true);
      expect(out.trimEnd()).not.toContain("\n");
      return { exit, ...JSON.parse(out) };
    },
  };
}

function git(root: string, ...words: string[]): void {
  const { status, stderr } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
