import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Row } from "../figure.ts";
import { amount, ratioRow, skippedRow } from "../figure.ts";
import type { Graph } from "../graph.ts";
import { lastTasks, layeredGraph } from "../graph.ts";
import { interleave, median, processMs } from "../measure.ts";
import type { Workshop } from "../workshop.ts";
import { onPath } from "../workshop.ts";

const CONCURRENCY = 4;

const NOTE = [
  "One target. A stream's turns of the journal are synced before anything follows from them (claimed;",
  "ended and complete, with what that lets begin); it costs some eleven events and a run directory",
  "with spool and exit record; every run is forgotten, its directory removed or cleared for another",
  "one, before the clock stops. Start and end of both programs are inside. What is left out (workspace, gate,",
  "landing) is answered in the turn that asks for it. Peers remember nothing, or do not sync it. Files",
  "are made slowly on ext4 for minutes after others beside them were removed: no round removes what an",
  "earlier one left.",
].join(" ");

/** A way to carry a graph out: laid down in a folder, then run again and again. */
interface Runner {
  readonly name: string;
  readonly run: () => Promise<number>;
}

type Layer = (workshop: Workshop, graph: Graph, folder: string) => Promise<Runner | null>;

export const graphFigure: Figure = {
  name: "graph",
  title: "A graph of work streams, each a real /bin/true",
  measure: async (workshop) => {
    const large = layeredGraph(10, workshop.quick ? 10 : 100);
    const small = layeredGraph(5, workshop.quick ? 4 : 20);
    return [
      ...(await compare(workshop, large, 3, [make, ninja, wireit, nx], GOALS)),
      // For turbo's sake, which takes ten seconds for it; starting is a third of ours.
      ...(await compare(workshop, small, 3, [turbo], {})),
    ];
  },
};

const GOALS: Readonly<Record<string, number>> = { naive: 1.5, wireit: 0.6, nx: 0.25 };

async function compare(
  workshop: Workshop,
  graph: Graph,
  rounds: number,
  layers: readonly Layer[],
  goals: Readonly<Record<string, number>>,
): Promise<Row[]> {
  const count = graph.length;
  const path = workshop.write(`graphs/${count}.json`, JSON.stringify(graph));
  const ours = await program(workshop, "graph-orchestrator", path);
  const runners: Runner[] = [await program(workshop, "graph-naive", path)];
  const rows: Row[] = [];
  for (const layer of layers) {
    const folder = workshop.path("graphs", `${layer.name}-${count}`);
    mkdirSync(folder, { recursive: true });
    const runner = await layer(workshop, graph, folder);
    if (runner !== null) runners.push(runner);
    else rows.push(skippedRow(`${count} against ${layer.name}`, "", "a peer could not be had"));
  }
  const measurements = Object.fromEntries([ours, ...runners].map(({ name, run }) => [name, run]));
  const found = await interleave(workshop.rounds(rounds), measurements);
  const subject = median(found[ours.name] ?? []);
  for (const { name } of runners) {
    const floor = median(found[name] ?? []);
    const what = `${count} work streams`;
    const max = goals[name];
    const compared = { what, subject, floor, floorName: name, unit: "ms", note: NOTE };
    if (max !== undefined) rows.push(ratioRow({ ...compared, max }));
    else {
      rows.push({
        what,
        measured: amount(subject, "ms"),
        against: `${name}: ${amount(floor, "ms")}`,
        result: `${(subject / floor).toFixed(2)}×`,
        goal: "",
        verdict: "shown",
      });
    }
  }
  return rows;
}

async function program(workshop: Workshop, name: string, graphPath: string): Promise<Runner> {
  const entry = await workshop.program(name);
  return {
    name: name.replace("graph-", ""),
    run: () => {
      // Left until the bench ends: see the note.
      const left = mkdtempSync(workshop.path("graphs", "left-"));
      return processMs([process.execPath, entry, graphPath, String(CONCURRENCY), left]);
    },
  };
}

async function make(workshop: Workshop, graph: Graph, folder: string): Promise<Runner | null> {
  if (!onPath("make")) return null;
  const all = `.PHONY: all ${graph.map((_, task) => `t${task}`).join(" ")}\n`;
  const rules = graph.map((on, task) => `t${task}: ${names(on)}\n\t@/bin/true\n`);
  const goal = `all: ${names(lastTasks(graph))}\n`;
  const path = workshop.write(join(folder, "Makefile"), all + goal + rules.join(""));
  return {
    name: "make",
    run: () => processMs(["make", `-j${CONCURRENCY}`, "-f", path, "all"], { cwd: folder }),
  };
}

async function ninja(workshop: Workshop, graph: Graph, folder: string): Promise<Runner | null> {
  if (!onPath("ninja")) return null;
  const head = "rule r\n  command = /bin/true\n";
  const rules = graph.map((on, task) => `build t${task}: r ${names(on)}\n`);
  const goal = `default ${names(lastTasks(graph))}\n`;
  const path = workshop.write(join(folder, "build.ninja"), head + rules.join("") + goal);
  return {
    name: "ninja",
    run: () => {
      // It remembers what it has run.
      rmSync(join(folder, ".ninja_log"), { force: true });
      return processMs(["ninja", `-j${CONCURRENCY}`, "-f", path], { cwd: folder });
    },
  };
}

async function wireit(workshop: Workshop, graph: Graph, folder: string): Promise<Runner | null> {
  const peer = await workshop.peerCommand("wireit");
  if (peer === null) return null;
  const tasks = graph.map((on, task) => [
    `t${task}`,
    { command: "/bin/true", dependencies: on.map((one) => `t${one}`) },
  ]);
  const scripts = { ...Object.fromEntries(tasks), all: { dependencies: lastNames(graph) } };
  const manifest = {
    name: "graph",
    private: true,
    scripts: Object.fromEntries(Object.keys(scripts).map((name) => [name, "wireit"])),
    wireit: scripts,
  };
  workshop.write(join(folder, "package.json"), JSON.stringify(manifest));
  const env = {
    PATH: process.env["PATH"] ?? "",
    npm_lifecycle_event: "all",
    npm_package_json: join(folder, "package.json"),
    npm_config_user_agent: "npm/10.0.0 node/v20 linux x64",
    WIREIT_PARALLEL: String(CONCURRENCY),
    WIREIT_CACHE: "none",
    WIREIT_LOGGER: "simple",
  };
  const argv = [process.execPath, peer] as const;
  return {
    name: "wireit",
    run: () => {
      rmSync(join(folder, ".wireit"), { recursive: true, force: true });
      return processMs(argv, { cwd: folder, env });
    },
  };
}

async function nx(workshop: Workshop, graph: Graph, folder: string): Promise<Runner | null> {
  const peer = await workshop.peerCommand("nx");
  if (peer === null) return null;
  const run = { executor: "nx:run-commands", cache: false };
  const targets = graph.map((on, task) => [
    `t${task}`,
    { ...run, options: { command: "/bin/true" }, dependsOn: on.map((one) => `t${one}`) },
  ]);
  const all = { executor: "nx:noop", cache: false, dependsOn: lastNames(graph) };
  workshop.write(join(folder, "nx.json"), JSON.stringify({ analytics: false }));
  workshop.write(join(folder, "package.json"), JSON.stringify({ name: "graph", private: true }));
  workshop.write(
    join(folder, "project.json"),
    JSON.stringify({ name: "graph", root: ".", targets: { ...Object.fromEntries(targets), all } }),
  );
  linkModules(folder, peer);
  const env = { ...runnerEnv(), NX_DAEMON: "false", NX_NO_CLOUD: "true", NX_TUI: "false" };
  const argv = [process.execPath, peer, "run", "graph:all"] as const;
  const words = [`--parallel=${CONCURRENCY}`, "--outputStyle=static"];
  return { name: "nx", run: () => processMs([...argv, ...words], { cwd: folder, env }) };
}

async function turbo(workshop: Workshop, graph: Graph, folder: string): Promise<Runner | null> {
  const peer = await workshop.peerCommand("turbo");
  if (peer === null) return null;
  const root = { name: "graph", private: true, packageManager: "npm@10.0.0", workspaces: ["p/*"] };
  workshop.write(join(folder, "package.json"), JSON.stringify(root));
  const tasks = { task: { dependsOn: ["^task"], cache: false } };
  workshop.write(join(folder, "turbo.json"), JSON.stringify({ tasks }));
  for (const [task, on] of graph.entries()) {
    const dependencies = Object.fromEntries(on.map((one) => [`t${one}`, "1.0.0"]));
    const manifest = { name: `t${task}`, version: "1.0.0", scripts: { task: "/bin/true" } };
    workshop.write(
      join(folder, "p", `t${task}`, "package.json"),
      JSON.stringify({ ...manifest, dependencies }),
    );
  }
  const env = { ...runnerEnv(), TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
  const argv = [process.execPath, peer, "run", "task"] as const;
  const words = [`--concurrency=${CONCURRENCY}`, "--no-daemon"];
  return { name: "turbo", run: () => processMs([...argv, ...words], { cwd: folder, env }) };
}

function runnerEnv(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "/", CI: "true" };
}

function names(tasks: readonly number[]): string {
  return tasks.map((task) => `t${task}`).join(" ");
}

function lastNames(graph: Graph): string[] {
  return lastTasks(graph).map((task) => `t${task}`);
}

/** For tools that look for themselves in the folder they work in. */
function linkModules(folder: string, command: string): void {
  const at = command.indexOf("/node_modules/");
  symlinkSync(command.slice(0, at + "/node_modules".length), join(folder, "node_modules"));
}
