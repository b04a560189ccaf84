import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLedger } from "./index.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PLACE = { repo: "", run: "", day: "2026-11-21", month: "2026-11" };
const CAP = 200_000;

let dir: string;
let children: Spender[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ledger-race-"));
  children = [];
});
afterEach(() => {
  for (const { process } of children) process.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

interface Spender {
  readonly process: ChildProcess;
  readonly name: string;
  readonly said: () => readonly string[];
  /** Resolves when it has said so many words, was denied, or is gone. */
  readonly hasSaid: (words: number) => Promise<void>;
  /** All that it said has been read. */
  readonly closed: Promise<unknown>;
}

function startSpender(name: string, seed: number): Spender {
  const script = join(ROOT, "src", "ledger", "spender.fixture.ts");
  const argv = [join(ROOT, "scripts", "run.mjs"), script, join(dir, "l.db"), name];
  const child = spawn(process.execPath, [...argv, String(CAP), String(seed)], {
    env: { ...process.env, TZ: "UTC" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  const said = () => text.split("\n").slice(0, -1);
  const hasSaid = (words: number) =>
    new Promise<void>((done) => {
      const look = () => {
        if (said().length < words && said().at(-1) !== "denied") return;
        child.stdout.off("data", look);
        done();
      };
      child.stdout.on("data", look);
      child.once("exit", () => done());
      look();
    });
  child.stdout.on("data", (bytes: Buffer) => {
    text += bytes.toString("utf8");
  });
  const closed = new Promise((done) => child.once("close", done));
  const spender = { process: child, name, said, hasSaid, closed };
  children.push(spender);
  return spender;
}

test("sixteen dispatchers race, some are killed in the middle, and the limit holds all the time", {
  timeout: 180_000,
}, async () => {
  const ledger = openLedger(join(dir, "l.db"));
  const spenders = Array.from({ length: 16 }, (_, i) => startSpender(`d${i}`, i * 7_919 + 1));
  let looks = 0;
  let highest = 0;
  let floor = 0;
  let over = false;
  const watch = (async () => {
    while (!over) {
      const { used, reserved } = ledger.use("day", PLACE);
      expect(used.microUsd + reserved.microUsd).toBeLessThanOrEqual(CAP);
      expect(used.microUsd).toBeGreaterThanOrEqual(floor);
      floor = used.microUsd;
      highest = Math.max(highest, used.microUsd + reserved.microUsd);
      looks += 1;
      await new Promise((done) => setTimeout(done, 5));
    }
  })();
  // Every third is killed wherever it is by then, at another word each.
  const killed = spenders.filter((_, i) => i % 3 === 0);
  await Promise.all(
    killed.map(async (spender, i) => {
      await spender.hasSaid(3 + i * 2);
      spender.process.kill("SIGKILL");
      // What it said last is still in the pipe when it is gone.
      await spender.closed;
    }),
  );
  const rest = spenders.filter((spender) => !killed.includes(spender));
  await Promise.all(rest.map((spender) => spender.hasSaid(Number.POSITIVE_INFINITY)));
  over = true;
  await watch;
  expect(looks).toBeGreaterThan(3);
  // Who is left found nothing more to take: what the dead hold stays held.
  expect(rest.every((spender) => spender.said().at(-1) === "denied")).toBe(true);
  expect(highest).toBeGreaterThan(CAP - 5_000);
  for (const { name, said } of killed) {
    const ended = said().filter((word) => word === "ended").length;
    const open = ledger.open(name);
    expect(open.length).toBeLessThanOrEqual(1);
    // An answer that was given is on the books: everything before the open one is over.
    if (open[0] !== undefined) expect(Number(open[0].attempt.id.split("/")[1])).toBe(ended);
  }
  ledger.close();
});
