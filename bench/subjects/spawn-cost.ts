import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectWarden } from "../../src/warden/index.ts";
import { median } from "../measure.ts";
import { trivialRun } from "../trivial-run.ts";

/** `spawn-cost MEGABYTES SPAWNS`: what starting a run costs a process of so much memory. */
const megabytes = Number(process.argv[2]);
const spawns = Number(process.argv[3]);
const folder = mkdtempSync(join(tmpdir(), "orchestrator-spawn-"));
const warden = await connectWarden({
  askedBefore: [],
  runsDir: join(folder, "runs"),
  socketPath: join(folder, "warden.sock"),
});
const here = process.memoryUsage.rss() / 2 ** 20;
// Every page is written, or the kernel would not give it.
const ballast = Array.from({ length: Math.max(0, Math.round(megabytes - here)) }, () =>
  Buffer.alloc(2 ** 20, 1),
);
const figures: number[] = [];
for (let at = 0; at < spawns; at++) {
  const startedAt = performance.now();
  await warden.ensure(trivialRun(`run-${at}`, folder));
  figures.push(performance.now() - startedAt);
}
const rss = process.memoryUsage.rss() / 2 ** 20;
await warden.shutdown();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ ms: median(figures), rss, kept: ballast.length })}\n`);
process.exit(0);
