import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { LineReader, NOTHING_SEEN, adapterFor, see } from "../../src/agents/index.ts";
import { ADAPTERS } from "../../src/model/index.ts";

/**
 * `stream-parser ADAPTER FILE`: reads an agent's output in the pieces in which the orchestrator
 * reads it, to the fold that its end is judged by. `extra`: the most memory that this took at any
 * time beyond what was there when it began, in MB.
 */
const [, , named, file = ""] = process.argv;
const adapter = ADAPTERS.find((one) => one === named);
if (adapter === undefined) throw new Error(`there is no adapter ${named}`);
const { parse } = adapterFor({
  adapter,
  run: null,
  script: null,
  model: null,
  env: {},
  envAllow: [],
});

function memoryMb(what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / 1_024;
}

const room = Buffer.allocUnsafeSlow(64 * 1024);
const input = openSync(file, "r");
const before = memoryMb("VmRSS");
const startedAt = performance.now();
const reader = new LineReader();
let seen = NOTHING_SEEN;
let bytes = 0;
let events = 0;

function take(lines: readonly string[]): void {
  for (const line of lines) {
    for (const event of parse(line)) {
      seen = see(seen, event);
      events += 1;
    }
  }
}

for (;;) {
  const count = readSync(input, room, 0, room.length, null);
  if (count === 0) break;
  bytes += count;
  take(reader.push(room.subarray(0, count)));
}
take(reader.end());
const ms = performance.now() - startedAt;
closeSync(input);
if (seen.end?.kind !== "finished") throw new Error(`the stream's end was not seen: ${events}`);
const figures = { mbPerS: bytes / 1_000 / ms, extra: memoryMb("VmHWM") - before, events };
process.stdout.write(`${JSON.stringify(figures)}\n`);
