import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { exec } from "./exec.ts";
import { openLanes } from "./lanes.ts";
import { identify, liveness } from "./processes.ts";

const dir = realpathSync(mkdtempSync(join(tmpdir(), "lanes-")));
const inputDir = join(dir, "stdin");
const base = { PATH: process.env["PATH"] ?? "", KEPT: "base" };
const lanes = openLanes(base, inputDir);
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const sh = (script: string, ...args: string[]) =>
  ["/bin/sh", "-c", script, "sh", ...args] as [string, ...string[]];

describe("a lane", () => {
  test("gives a program exactly its words, whatever is in them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary", maxLength: 40 })), async (words) => {
        const plain = words.map((word) => Buffer.from(word.replaceAll("\0", "")).toString("utf8"));
        const argv = [process.execPath, "-p", "JSON.stringify(process.argv.slice(1))", "--"];
        const ran = await lanes.exec([...argv, ...plain] as [string, ...string[]], {
          cwd: dir,
          env: {},
        });
        expect(JSON.parse(ran.stdout.toString("utf8"))).toEqual(plain);
      }),
      { numRuns: 12 },
    );
  });

  test("passes every byte of stdin on, and of stdout back", async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
    const ran = await lanes.exec(["cat"], { cwd: dir, env: {}, stdin: bytes });
    expect(ran.stdout.equals(bytes)).toBe(true);
    expect(ran).toMatchObject({ code: 0, signal: null, timedOut: false, truncated: false });
    expect(readdirSync(inputDir)).toEqual([]);
  });

  test("gives a larger stdin as well", async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, "x\n");
    const ran = await lanes.exec(["wc", "-c"], { cwd: dir, env: {}, stdin: bytes });
    expect(Number(ran.stdout)).toBe(bytes.length);
  });

  test("has a program's directory and variables, and forgets them with it", async () => {
    const env = { GIVEN: "a\nb'$(exit)\"", LAST: "" };
    const argv = sh('printf "%s|%s|%s|%s" "$PWD" "$KEPT" "$GIVEN" "${LAST-none}"');
    const first = await lanes.exec(argv, { cwd: dir, env });
    expect(first.stdout.toString("utf8")).toBe(`${dir}|base|a\nb'$(exit)"|`);
    const next = await lanes.exec(argv, { cwd: "/", env: {} });
    expect(next.stdout.toString("utf8")).toBe("/|base||none");
  });

  test("says how a program ended", async () => {
    const codes: (number | null)[] = [];
    for (const script of ["exit 0", "exit 1", "exit 128", "kill -9 $$", "kill -15 $$"]) {
      codes.push((await lanes.exec(sh(script), { cwd: dir, env: {} })).code);
    }
    expect(codes).toEqual([0, 1, 128, null, null]);
    const killed = await lanes.exec(sh("kill -15 $$"), { cwd: dir, env: {} });
    expect(killed.signal).toBe("SIGTERM");
  });

  test("says what cannot be run, as exec does", async () => {
    const missing = await lanes.exec(["no-such-program"], { cwd: dir, env: {} });
    expect(missing.code).toBe(127);
    const nowhere = await lanes.exec(["true"], { cwd: join(dir, "nowhere"), env: {} });
    expect(nowhere.code).toBe(126);
  });

  test("keeps the first bytes of a flood", async () => {
    const argv = sh("yes | head -c 300000; echo said >&2; exit 3");
    const ran = await lanes.exec(argv, { cwd: dir, env: {}, stdoutBytesMax: 1000 });
    expect(ran.stdout.toString("latin1")).toBe("y\n".repeat(500));
    expect(ran).toMatchObject({ code: 3, truncated: true });
    expect(ran.stderr.toString("utf8")).toBe("said\n");
  });

  test("ends a program that takes too long, with all its children", async () => {
    const argv = sh("sleep 1000 & echo $!; sleep 1000");
    const ran = await lanes.exec(argv, { cwd: dir, env: {}, timeoutMs: 300 });
    expect(ran).toMatchObject({ code: null, timedOut: true });
    const isThere = () => {
      const child = identify(Number(ran.stdout));
      return child !== null && liveness(child) !== "dead";
    };
    await expect.poll(isThere).toBe(false);
  });

  test("that is killed in the middle of a program leaves no answer, and others go on", async () => {
    const ran = await lanes.exec(sh("kill -9 $PPID; sleep 0.2"), { cwd: dir, env: {} });
    expect(ran.code).toBe(null);
    expect((await lanes.exec(["true"], { cwd: dir, env: {} })).code).toBe(0);
  });

  test("carries out one program at a time, and there are as many as are asked for", async () => {
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        lanes.exec(sh("sleep 0.0$1; echo $1", String(at % 5)), { cwd: dir, env: {} }),
      ),
    );
    expect(all.map((one) => Number(one.stdout))).toEqual(all.map((_, at) => at % 5));
  });

  test("mixes nothing that outlived a program with the next one's output", async () => {
    const loud = await lanes.exec(sh("(sleep 0.2; echo late) & echo here"), { cwd: dir, env: {} });
    expect(loud.stdout.toString("utf8")).toBe("here\n");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const next = await lanes.exec(["echo", "next"], { cwd: dir, env: {} });
    expect(next.stdout.toString("utf8")).toBe("next\n");
  });

  test("keeps no process alive that has nothing else to do", async () => {
    const lib = join(import.meta.dirname, "lanes.ts");
    const script = `
      import { openLanes } from ${JSON.stringify(lib)};
      const lanes = openLanes({ PATH: "/usr/bin:/bin" }, ${JSON.stringify(inputDir)});
      const ran = await lanes.exec(["echo", "done"], { cwd: "/", env: {} });
      process.stdout.write(ran.stdout);`;
    const argv = [process.execPath, "--import", "tsx", "--input-type=module", "-e", script];
    const ran = await exec(argv as [string, ...string[]], {
      cwd: process.cwd(),
      env: base,
      timeoutMs: 60_000,
    });
    expect(`${ran.stdout}${ran.stderr}`).toBe("done\n");
    expect(ran.code).toBe(0);
  });
});
