import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfinementProfile, RunSpec } from "../../src/model/index.ts";
import { connectWarden } from "../../src/warden/index.ts";
import { interleave, median } from "../measure.ts";

/**
 * `fence-cost ROUNDS`: the same command with nothing around it and in a whole fence (a root and a
 * network of its own, the door, every ceiling), in turn. `spawn`: until the program runs; `run`:
 * until its end is known and nothing of it is left.
 */
const rounds = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "orchestrator-fence-"));
const clone = join(folder, "state/clone");
mkdirSync(clone, { recursive: true });
const door = join(folder, "door.sock");
const server = createServer((socket) => socket.end());
await new Promise<void>((listening) => server.listen(door, listening));
const warden = await connectWarden({
  askedBefore: [],
  runsDir: join(folder, "runs"),
  socketPath: join(folder, "warden.sock"),
});

const BARE: ConfinementProfile = { mode: "off", writable: [], readOnly: [], hidden: [] };
const FENCED: ConfinementProfile = {
  mode: "required",
  view: "fenced",
  writable: [clone],
  readOnly: [],
  hidden: [join(folder, "state")],
  network: { kind: "door", socket: door, port: 4501 },
  ceilings: { memoryBytes: 2 ** 32, cpus: 2, processes: 512, diskBytes: 2 ** 33 },
};

interface Took {
  readonly spawnMs: number;
  readonly runMs: number;
}

let count = 0;

async function runOnce(confinement: ConfinementProfile): Promise<Took> {
  const id = `run-${count++}`;
  const spec: RunSpec = {
    id,
    kind: "agent",
    // The machine's own clock, by a program that takes a millisecond itself.
    argv: ["/bin/date", "+%s%N"],
    cwd: clone,
    env: { PATH: "/usr/bin:/bin", HOME: clone },
    stdin: "",
    confinement,
    deadlineMs: 60_000,
    stdoutBytesMax: 1_000_000,
    stderrBytesMax: 1_000_000,
  };
  const startedAtMs = performance.timeOrigin + performance.now();
  const started = await warden.ensure(spec);
  const ended = new Promise<void>((resolve) => {
    if (started.state === "exited") return resolve();
    const stop = warden.watch((view) => {
      if (view.id !== id || view.state !== "exited") return;
      stop();
      resolve();
    });
  });
  await ended;
  const runMs = performance.timeOrigin + performance.now() - startedAtMs;
  const said = warden.readOutput(id, "stdout", 0, 100).toString("utf8").trim();
  await warden.forget(id);
  return { spawnMs: Number(said) / 1_000_000 - startedAtMs, runMs };
}

const spawns: Record<string, number[]> = { bare: [], fenced: [] };

function measured(name: string, profile: ConfinementProfile): () => Promise<number> {
  return async () => {
    const { spawnMs, runMs } = await runOnce(profile);
    spawns[name]?.push(spawnMs);
    return runMs;
  };
}

const runs = await interleave(rounds, {
  bare: measured("bare", BARE),
  fenced: measured("fenced", FENCED),
});
await warden.shutdown();
server.close();
rmSync(folder, { recursive: true, force: true });
const figures = {
  bareSpawn: median(spawns["bare"]?.slice(1) ?? []),
  fencedSpawn: median(spawns["fenced"]?.slice(1) ?? []),
  bareRun: median(runs.bare),
  fencedRun: median(runs.fenced),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
