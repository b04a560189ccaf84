import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import type { Candidate, CollectedWork, Workspace } from "../model/index.ts";
import { environment, exec, minimalEnv } from "../platform/index.ts";
import type { Step } from "./step-child.fixture.ts";
import type { Bench } from "./repository.fixture.ts";
import {
  commitAll,
  expectSound,
  git,
  landWork,
  makeBench,
  read,
  scratchDir,
  write,
} from "./repository.fixture.ts";

const CALLS_MAX = 60;
/** Some seventy processes one after another: minutes where others use the machine as well. */
const PATIENCE = { timeout: 900_000 };

let program = "";
beforeAll(async () => {
  const dir = scratchDir("step");
  symlinkSync(join(process.cwd(), "node_modules"), join(dir, "node_modules"));
  program = join(dir, "step-child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "step-child.fixture.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});

/**
 * Performs a step again and again in processes of their own; the nth is killed with -9 by its nth git
 * call, before git runs, after it ran, or together with git. The answer of the one that gets through.
 */
async function performUnderKills(
  bench: Bench,
  step: Step,
): Promise<{ answer: unknown; kills: number }> {
  const dir = scratchDir("kill");
  const answerFile = join(dir, "answer.json");
  const order = join(dir, "order.json");
  const { root, stateDir } = bench;
  writeFileSync(order, JSON.stringify({ root, stateDir, step, answerFile }));
  for (let n = 1; n <= CALLS_MAX; n++) {
    const shim = writeShim(join(dir, `bin-${n}`), n, (["before", "after", "both"] as const)[n % 3]);
    const child = await exec([process.execPath, program, order], {
      cwd: process.cwd(),
      env: { ...minimalEnv(), PATH: `${shim}:${environment()["PATH"] ?? ""}` },
    });
    if (existsSync(answerFile)) {
      return { answer: JSON.parse(readFileSync(answerFile, "utf8")) as unknown, kills: n - 1 };
    }
    expect(child.stderr.toString("utf8")).toBe("");
    expect(child.signal).toBe("SIGKILL");
  }
  throw new Error(`${step.kind} did not get through in ${CALLS_MAX} tries`);
}

/** A `git` that counts its calls and at the nth kills whoever called it. */
function writeShim(
  dir: string,
  killAt: number,
  mode: "before" | "after" | "both" | undefined,
): string {
  const count = join(dir, "count");
  write(dir, "count", "0\n");
  const path = `PATH='${environment()["PATH"] ?? ""}'`;
  // Most are started by a lane, which is not who asked for them.
  const caller = `caller=$PPID
case $(tr '\\0' ' ' </proc/$PPID/cmdline) in
*orchestrator-lane*) caller=$(sed -n 's/^PPid:[^0-9]*//p' /proc/$PPID/status) ;;
esac`;
  const act = {
    before: `${caller}; kill -9 $caller; exit 137`,
    after: `${caller}; ${path} git "$@"; kill -9 $caller; exit 137`,
    both: `${caller}; ${path} git "$@" & sleep 0.00$((${killAt} % 7)); kill -9 $! $caller; exit 137`,
  }[mode ?? "before"];
  write(
    dir,
    "git",
    `#!/bin/sh
n=$(($(cat '${count}') + 1))
echo $n > '${count}'
if [ "$n" -eq ${killAt} ]; then ${act}; fi
${path} exec git "$@"
`,
  );
  chmodSync(join(dir, "git"), 0o755);
  return dir;
}

async function work(clone: string): Promise<void> {
  write(clone, "a.txt", "one\nTWO\nthree\n");
  write(clone, "new/file.txt", "new\n");
  rmSync(join(clone, "src/deep"), { recursive: true });
  await commitAll(clone, "work");
  write(clone, "left.txt", "left over\n");
  write(clone, "ignored/x", "ignored\n");
}

function leftovers(bench: Bench): string[] {
  const gitDir = join(bench.root, ".git");
  return readdirSync(gitDir, { recursive: true })
    .map(String)
    .filter((name) => /\.lock$|^orchestrator/.test(name));
}

test(
  "an attempt killed at every git call of every step ends as if nothing had happened",
  PATIENCE,
  async () => {
    const bench = await makeBench();
    const id = "self:1/1";
    const counts: Record<string, number> = {};
    const perform = async (step: Step): Promise<unknown> => {
      const { answer, kills } = await performUnderKills(bench, step);
      counts[step.kind] = kills;
      return answer;
    };
    const workspace = (await perform({ kind: "prepare", attempt: id })) as Workspace;
    await work(workspace.path);
    const collected = (await perform({ kind: "collect", attempt: id, workspace })) as CollectedWork;
    const candidate = (await perform({ kind: "merge", attempt: id, work: collected })) as Candidate;
    await perform({ kind: "verify", candidate });
    expect(await perform({ kind: "land", attempt: id, candidate })).toEqual({
      kind: "landed",
      commit: candidate.commit,
      diverted: false,
    });
    expect(await perform({ kind: "move", candidate })).toEqual({ leftAlone: [] });
    await perform({ kind: "note", candidate });
    await perform({ kind: "release", attempt: id, workspace });
    for (const [step, kills] of Object.entries(counts)) {
      // Before its only git call and after it at the least.
      expect(kills, `${step} was killed`).toBeGreaterThan(1);
    }
    expect(collected.files).toEqual(["a.txt", "left.txt", "new/file.txt", "src/deep/er/leaf.ts"]);
    expect(await git(bench.root, "rev-parse", "HEAD")).toBe(candidate.commit);
    expect(await git(bench.root, "log", "--oneline", "--first-parent")).toMatch(/^\S+ .*\n\S+ .*$/);
    expect(await git(bench.root, "status", "--porcelain")).toBe("");
    expect(read(bench.root, "plans/roadmap.md")).toContain("First\nStatus: complete");
    expect(await git(bench.root, "for-each-ref", "refs/orchestrator/pins")).toBe("");
    await bench.target.sweep([]);
    expect(leftovers(bench)).toEqual([]);
    await expectSound(bench.root);
  },
);

test(
  "a waiting landing killed while it joins the branch is completed by the next try",
  PATIENCE,
  async () => {
    const bench = await makeBench();
    const { root, target } = bench;
    write(root, "a.txt", "mine\n");
    const { candidate, outcome } = await landWork(target, "self:1/1", work);
    expect(outcome.diverted).toBe(true);
    expect(read(root, "a.txt")).toBe("mine\n");
    await git(root, "checkout", "-q", "a.txt");
    await performUnderKills(bench, { kind: "land-diverted" });
    expect(await git(root, "rev-parse", "HEAD")).toBe(candidate.commit);
    expect(await git(root, "status", "--porcelain")).toBe("");
    expect(
      await git(root, "for-each-ref", "refs/orchestrator/landed", "refs/orchestrator/moving"),
    ).toBe("");
    expect(leftovers(bench)).toEqual([]);
    await expectSound(root);
  },
);
