import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTarget } from "../../src/targets/index.ts";
import type { GitTrap } from "./git.ts";
import { targetConfig } from "../../src/model/state.fixture.ts";

const AGENT = { id: "agent-1", name: "Aria", role: "default" } as const;
const SECRET = "canary-of-another-repository";

/**
 * Lets a trap be laid in a real clone and then does with that clone all that the orchestrator does:
 * collect, archive, release. Nothing may run, and nothing from elsewhere may come with it.
 */
export async function playTrap(trap: GitTrap): Promise<string[]> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "traps-")));
  const mark = join(base, "ran");
  const program = join(base, "evil.sh");
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${mark}'\n`);
  chmodSync(program, 0o755);
  for (const name of ["out", "home/.ssh"]) mkdirSync(join(base, name), { recursive: true });
  writeFileSync(join(base, "out/precious"), `${SECRET}\n`);
  writeFileSync(join(base, "home/.ssh/id"), `${SECRET}\n`);
  const repo = makeRepository(join(base, "repo"), "plain\n");
  const secret = makeRepository(join(base, "secret"), `${SECRET}\n`);
  const target = await openTarget(targetConfig(repo), { stateDir: join(base, "state") });
  const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  const places: Readonly<Record<string, string>> = {
    OUT: join(base, "out"),
    HOME: join(base, "home"),
    SECRET_REPO: secret,
    SECRET_COMMIT: git(secret, "rev-parse", "HEAD").trim(),
  };
  const text = trap.run.replaceAll(
    /\{([A-Z_]+)\}/g,
    (whole, name: string) => places[name] ?? whole,
  );
  // Outside of any sandbox: whoever lays it has everything, so it is laid as well as can be.
  spawnSync("/bin/sh", ["-c", text], { cwd: workspace.path, env: { ...plain(), RUN: program } });
  rmSync(mark, { force: true });
  let said = "";
  try {
    await target.collect({
      attempt: "self:1/1",
      workspace,
      agent: AGENT,
      autoCommit: true,
      atMs: 1_700_000_000_000,
    });
    await target.releaseWorkspace("self:1/1", workspace);
  } catch (error) {
    // To refuse such a clone is as good; to hang or to lose it is another test's matter.
    said = error instanceof Error ? error.message : String(error);
  }
  const problems = [
    ...(existsSync(mark) ? ["something ran in our name"] : []),
    ...(objectsHold(repo, SECRET) ? ["it brought in what was elsewhere"] : []),
    ...(existsSync(join(base, "out/precious")) ? [] : ["it took away a file"]),
    ...(said.includes(SECRET) ? ["it told a secret"] : []),
  ];
  spawnSync("chmod", ["-R", "u+rwx", base]);
  rmSync(base, { recursive: true, force: true });
  return problems;
}

function makeRepository(root: string, text: string): string {
  mkdirSync(join(root, "src"), { recursive: true });
  mkdirSync(join(root, "plans"));
  writeFileSync(join(root, "src/app.ts"), text);
  writeFileSync(join(root, "plans/roadmap.md"), "# Roadmap\n\n## 1: First\nStatus: open\n");
  git(root, "init", "-q", "-b", "main");
  git(root, "config", "user.name", "Pat");
  git(root, "config", "user.email", "pat@example.org");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "First");
  return root;
}

/** Whether any object of the repository holds the text. */
function objectsHold(root: string, text: string): boolean {
  return git(root, "cat-file", "--batch-all-objects", "--batch").includes(text);
}

function git(cwd: string, ...args: string[]): string {
  return spawnSync("git", args, { cwd, env: plain(), encoding: "latin1", maxBuffer: 1e8 }).stdout;
}

function plain(): Record<string, string> {
  return { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
}
