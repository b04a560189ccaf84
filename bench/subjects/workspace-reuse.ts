import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkplace } from "../../src/daemon/workplace.ts";
import type { Workspace } from "../../src/model/index.ts";
import { environment } from "../../src/platform/index.ts";
import { openTarget } from "../../src/targets/index.ts";
import { interleave, median, timed, timedAsync } from "../measure.ts";

/**
 * `workspace-reuse REPOSITORY POOLED ROUNDS`: a workspace from the second attempt on, against
 * cleaning a pooled work tree by hand, five files changed in both.
 */
const [, , root = "", pooled = "", rounds = "5"] = process.argv;
const place = openWorkplace({ cwd: root, env: environment() });
const config = place.config.targets[0];
if (config === undefined) throw new Error("no target");
const target = await openTarget(config, { stateDir: place.stateDir });
await target.ready();

let generation = 0;
let held: { readonly attempt: string; readonly workspace: Workspace } | null = null;
const given: number[] = [];
const agent = { id: "a1", name: "Aria", role: "default" };

/** Gives the used workspace back, then times how long the next one takes to be ready. */
async function ours(): Promise<number> {
  if (held !== null) {
    const { attempt, workspace } = held;
    dirty(workspace.path);
    await target.collect({ attempt, workspace, agent, autoCommit: true, atMs: Date.now() });
    given.push(await timedAsync(() => target.releaseWorkspace(attempt, workspace)));
  }
  generation += 1;
  const attempt = `self:1.1/${generation}`;
  const startedAt = performance.now();
  const workspace = await target.prepareWorkspace({ attempt, carry: null });
  const ms = performance.now() - startedAt;
  held = { attempt, workspace };
  return ms;
}

function byHand(): number {
  dirty(pooled);
  return timed(() => {
    git("checkout", "-f", "-q", "-B", "work", "main~0");
    git("clean", "-ffdxq");
  });
}

function dirty(tree: string): void {
  for (let at = 0; at < 5; at++)
    writeFileSync(join(tree, `src/${at}/file-${at * 50}.txt`), "dirty");
  writeFileSync(join(tree, `new-${generation}.txt`), "new");
}

function git(...words: string[]): void {
  const { status, stderr } = spawnSync("git", words, { cwd: pooled, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
}

await ours();
await ours();
const found = await interleave(Number(rounds), { ours, byHand });
rmSync(join(pooled, "new-0.txt"), { force: true });
const answer = { ours: median(found.ours), byHand: median(found.byHand), given: median(given) };
process.stdout.write(`${JSON.stringify(answer)}\n`);
