import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { SetupStep, Workspace } from "../../model/index.ts";
import type { Bench } from "../repository.fixture.ts";
import { attempt, commitAll, git, makeBench, read, tryGit, write } from "../repository.fixture.ts";
import { ARIA, AT_MS } from "../values.fixture.ts";

const STEP: SetupStep = {
  run: "fill",
  cwd: ".",
  timeoutMs: 1_000,
  cacheKey: ["lock"],
  cachePaths: ["node_modules"],
};
const FILES = { lock: "1\n", "src/a": "a\n", "plans/roadmap.md": "# Roadmap\n" };

const bench = (files: Readonly<Record<string, string>> = FILES, step = STEP): Promise<Bench> =>
  makeBench({ files, config: { setup: [step] } });

const keyAt = ({ target }: Bench, tree: string, steps: readonly SetupStep[], machine = "here") =>
  target.layerKey({ tree, steps, machine });

/** A layer as a setup step would leave it, made in a verification tree. */
async function makeLayer(made: Bench, key: string, fill: (tree: string) => void): Promise<void> {
  const { target } = made;
  const commit = await target.integrationHead();
  const workspace = await target.verificationTree({ id: "layer", commit });
  fill(workspace.path);
  const told = await target.sealLayer({
    key,
    workspace,
    paths: ["node_modules"],
    atMs: AT_MS,
  });
  expect(told).toBeNull();
  await target.dropVerificationTree(workspace);
}

function fillModules(tree: string): void {
  write(tree, "node_modules/.bin/tool", "tool\n");
  write(tree, "node_modules/.made/client", "made\n");
}

function layersOf({ stateDir }: Bench): string[] {
  return readdirSync(join(stateDir, "layers"));
}

test("a layer's key tells of its key files, the commands and the machine, and of nothing else", async () => {
  const made = await bench();
  const first = await keyAt(made, "refs/heads/main", [STEP]);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  write(made.root, "src/a", "b\n");
  await commitAll(made.root, "Work");
  expect(await keyAt(made, "refs/heads/main", [STEP])).toBe(first);
  write(made.root, "lock", "2\n");
  await commitAll(made.root, "New lock");
  const others = [
    await keyAt(made, "refs/heads/main", [STEP]),
    await keyAt(made, "refs/heads/main~", [STEP], "elsewhere"),
    await keyAt(made, "refs/heads/main~", [{ ...STEP, run: "fill more" }]),
    await keyAt(made, "refs/heads/main~", [{ ...STEP, cwd: "src" }]),
    await keyAt(made, "refs/heads/main~", [{ ...STEP, cacheKey: ["**/lock", "src/"] }]),
    await keyAt(made, "refs/heads/main~", [{ ...STEP, cacheKey: [] }, STEP]),
  ];
  expect(new Set([first, ...others]).size).toBe(7);
});

test("results that cannot be shared have no key", async () => {
  const made = await bench({ ...FILES, "vendor/x": "x\n" });
  symlinkSync("/etc/hosts", join(made.root, "linked"));
  await commitAll(made.root, "A link");
  const refused: readonly Partial<SetupStep>[] = [
    { cacheKey: [] },
    { cacheKey: ["missing"] },
    { cacheKey: ["linked"] },
    { cacheKey: ["lock", "linked"] },
    { cachePaths: [] },
    { cachePaths: ["."] },
    { cachePaths: ["vendor"] },
    { cachePaths: ["out", "out/inner"] },
  ];
  for (const each of refused) {
    expect(
      await keyAt(made, "refs/heads/main", [{ ...STEP, ...each }]),
      JSON.stringify(each),
    ).toBeNull();
  }
  expect(
    await keyAt(made, "refs/heads/main", [{ ...STEP, cacheKey: ["lock", "missing"] }]),
  ).not.toBeNull();
});

test("a workspace is given a layer to see and its own scratch directories to write", async () => {
  const made = await bench();
  const { target, stateDir } = made;
  const key = (await keyAt(made, "refs/heads/main", [STEP])) ?? "";
  await makeLayer(made, key, fillModules);
  const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  expect(target.confinementPaths(workspace).mounts).toEqual([]);
  expect(await target.useLayers(workspace, [key])).toBe(true);
  const at = join(workspace.path, "node_modules");
  const { mounts, writable } = target.confinementPaths(workspace);
  expect(mounts).toEqual([{ from: join(stateDir, "layers", key, "0"), at }]);
  expect(writable).toEqual([
    workspace.path,
    ...[".cache", ".made", ".vite", ".vite-temp", ".vitest"].map((name) => join(at, name)),
  ]);
  expect(read(at, ".made/client")).toBe("made\n");
  expect(await git(workspace.path, "status", "--short", "--ignored")).toBe("!! node_modules/");
  // Also where nothing of the project says that the directory is to be ignored.
  write(at, ".cache/junk", "junk\n");
  const agent = ARIA;
  const collected = { attempt: "self:1/1", workspace, agent, autoCommit: true, atMs: AT_MS };
  const work = await target.collect(collected);
  expect(work.files).toEqual([]);
  expect((await tryGit(made.root, "ls-tree", "-r", work.archiveRef)).output).not.toContain("junk");
  await target.releaseWorkspace("self:1/1", workspace);
  const next = await target.prepareWorkspace({ attempt: "self:1/2", carry: null });
  expect(target.confinementPaths(next).mounts).toEqual([]);
  expect(existsSync(join(next.path, "node_modules"))).toBe(false);
});

test("a layer whose place is taken by a link or a file is not used, and nothing is written there", async () => {
  const step = { ...STEP, cachePaths: ["packages/node_modules"] };
  const made = await bench({ ...FILES, elsewhere: "x\n" }, step);
  const { target } = made;
  const outside = join(dirname(made.root), "outside");
  mkdirSync(outside);
  const commit = await target.integrationHead();
  const build = await target.verificationTree({ id: "layer", commit });
  write(build.path, "packages/node_modules/a", "a\n");
  const key = (await keyAt(made, "refs/heads/main", [step])) ?? "";
  const sealed = { key, workspace: build, paths: step.cachePaths, atMs: AT_MS };
  expect(await target.sealLayer(sealed)).toBeNull();
  symlinkSync(outside, join(made.root, "packages"));
  await commitAll(made.root, "A link in the way");
  const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  expect(await target.useLayers(workspace, [key])).toBe(false);
  expect(target.confinementPaths(workspace).mounts).toEqual([]);
  expect(readdirSync(outside)).toEqual([]);
  const odd = { ...sealed, key: "0".repeat(64), workspace, paths: ["elsewhere"] };
  expect(await target.sealLayer(odd)).toBe(
    "it left no directory at elsewhere, which cache_paths names",
  );
});

test("a link in the place of a layer's parent leads no later gate elsewhere", async () => {
  const step = { ...STEP, cachePaths: ["packages/node_modules"] };
  const made = await bench(FILES, step);
  const { target } = made;
  const commit = await target.integrationHead();
  const tree = await target.verificationTree({ id: "one", commit });
  write(tree.path, "packages/node_modules/a", "a\n");
  const key = "1".repeat(64);
  await target.sealLayer({ key, workspace: tree, paths: step.cachePaths, atMs: AT_MS });
  expect(await target.useLayers(tree, [key])).toBe(true);
  const moved = join(tree.path, "moved");
  renameSync(join(tree.path, "packages"), moved);
  symlinkSync(moved, join(tree.path, "packages"));
  expect(target.confinementPaths(tree)).toMatchObject({ mounts: [], writable: [tree.path] });
});

test("one process makes a layer once, and a failure is not everybody's", async () => {
  const made = await bench();
  const { target } = made;
  const key = "2".repeat(64);
  let times = 0;
  const make = async (): Promise<void> => {
    times += 1;
    if (times === 1) throw new Error("no network");
    await makeLayer(made, key, fillModules);
  };
  const answers = await Promise.allSettled([1, 2, 3].map(() => target.ensureLayer(key, make)));
  expect(answers.map((one) => one.status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(times).toBe(2);
  expect(layersOf(made)).toEqual([key]);
});

test("what a killed process began is swept away, and gc frees what no work tree uses", async () => {
  const made = await bench();
  const { target, stateDir } = made;
  const [used, unused] = ["3", "4"].map((one) => one.repeat(64)) as [string, string];
  for (const key of [used, unused]) await makeLayer(made, key, fillModules);
  mkdirSync(join(stateDir, "layers", `${used}.half.new`));
  const workspace = await target.prepareWorkspace({ attempt: "self:1/1", carry: null });
  await target.useLayers(workspace, [used]);
  await target.sweep(["self:1/1"]);
  expect(layersOf(made)).toEqual([used, unused]);
  const asked = { olderThanDays: 1, dryRun: true, live: ["self:1/1"] };
  expect(await target.gc(asked)).toMatchObject({ layers: 1 });
  expect(layersOf(made)).toEqual([used, unused]);
  const freed = await target.gc({ ...asked, dryRun: false });
  expect(freed.layers).toBe(1);
  expect(freed.layerBytes).toBeGreaterThan(0);
  expect(layersOf(made)).toEqual([used]);
});

test("what setup filled in the tree itself is neither work nor kept", async () => {
  const made = await bench();
  const { work } = await attempt(made.target, "self:1/1", (path) => {
    write(path, "node_modules/tool", "tool\n");
    write(path, "src/a", "done\n");
  });
  expect(work.files).toEqual(["src/a"]);
  const kept = await git(made.root, "ls-tree", "-r", "--name-only", work.archiveRef);
  expect(kept).not.toContain("node_modules");
  const manifest = await git(made.root, "show", `${work.archiveRef}:manifest.json`);
  expect(JSON.parse(manifest)).toMatchObject({
    omitted: [{ path: "node_modules", reason: "setup" }],
  });
});

test("a person's checkout is never given a layer, nor a cache beside it", async () => {
  const made = await bench();
  const workspace: Workspace = { path: made.root, base: await made.target.integrationHead() };
  expect(made.target.ownCache(workspace)).toBeNull();
  expect(await made.target.useLayers(workspace, ["5".repeat(64)])).toBe(false);
  expect(readdirSync(dirname(made.root)).sort()).toEqual(["repo", "state"]);
});
