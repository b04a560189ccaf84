import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnDetached } from "./exec.ts";
import { readTextIfExists } from "../files/look.ts";
import { desktopCommand, runForPerson } from "./tell-person.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tell-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const told = (stdin = "", timeoutMs = 60_000) => ({
  stdin,
  timeoutMs,
  heardPath: join(dir, "heard"),
  signal: new AbortController().signal,
});

test("a program reads what is told on its stdin, and its own exit code comes back", async () => {
  const ran = await runForPerson(["sh", "-c", "cat; exit 3"], told("zwölf\n"));
  expect([ran.code, ran.stdout.toString(), ran.stderr.toString()]).toEqual([3, "zwölf\n", ""]);
});

test("arguments reach it as they are, and no line of a shell is made of them", async () => {
  const words = ["$(touch x)", "a b", "", "'\"", "-n", "two\nlines"];
  const ran = await runForPerson(["printf", "%s|", ...words], told());
  expect(ran.stdout.toString()).toBe(words.map((word) => `${word}|`).join(""));
});

test("a program that is not there is told from one that failed", async () => {
  expect((await runForPerson(["no-such-program-of-mine"], told())).code).toBe(127);
  expect((await runForPerson(["false"], told())).code).toBe(1);
  expect(readTextIfExists(join(dir, "heard"))).toBeNull();
  expect((await runForPerson(["true"], told())).code).toBe(0);
  expect(readTextIfExists(join(dir, "heard"))).toBe("");
});

test("it sees no keys of the person's", async () => {
  process.env["MY_API_KEY"] = "sk-something-long-enough";
  try {
    const ran = await runForPerson(["env"], told());
    expect(ran.stdout.toString()).toMatch(/^PATH=/m);
    expect(ran.stdout.toString()).not.toContain("MY_API_KEY");
  } finally {
    delete process.env["MY_API_KEY"];
  }
});

test("what takes too long ends with everything that it started", async () => {
  const script = 'sleep 600 & echo $! > "$1"; wait';
  const ran = await runForPerson(["sh", "-c", script, "sh", join(dir, "pid")], told("", 1_000));
  expect(ran.code).toBeNull();
  const pid = Number(readFileSync(join(dir, "pid"), "utf8"));
  await until(() => isGone(pid));
});

test("it ends in its time also when whoever told it was killed", async () => {
  const teller = join(import.meta.dirname, "tell-person.ts");
  const script = `import { runForPerson } from ${JSON.stringify(teller)};
    void runForPerson(["sh", "-c", 'echo $$ > "$1"; exec sleep 600', "sh", process.argv[2]],
      { stdin: "", timeoutMs: 1000, heardPath: "/dev/null", signal: new AbortController().signal });`;
  const argv = [process.execPath, "--import", "tsx", "--input-type=module"] as const;
  const { pid } = spawnDetached([...argv, "--eval", script, "--", "x", join(dir, "pid")], {
    cwd: process.cwd(),
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "ignore", "ignore"],
  });
  await until(() => readTextIfExists(join(dir, "pid"))?.endsWith("\n") === true);
  process.kill(pid, "SIGKILL");
  const told = Number(readFileSync(join(dir, "pid"), "utf8"));
  await until(() => isGone(told));
});

test("what an agent wrote is no markup on the desktop, and no option", () => {
  const argv = desktopCommand("--help", "<b>a</b> & c");
  // Where no desktop is known there is nothing to show it with.
  if (argv?.[0] !== "notify-send") return;
  expect(argv.slice(-3)).toEqual(["--", "--help", "&lt;b&gt;a&lt;/b&gt; &amp; c"]);
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readTextIfExists(`/proc/${pid}/stat`)?.includes(") Z ") === true;
  } catch {
    return true;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
