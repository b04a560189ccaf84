import { existsSync, readFileSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Warden } from "./client.ts";
import { Rig, exitOf, processesWith, run, until } from "./warden.fixture.ts";

describe("a run", () => {
  const rig = new Rig();
  let warden: Warden;

  beforeAll(async () => {
    warden = await rig.connect();
  });
  afterAll(() => rig.close());

  const text = (id: string, name: "stdout" | "stderr" = "stdout"): string =>
    warden.readOutput(id, name, 0, 10_000_000).toString("utf8");

  test("keeps its output, apart for stdout and stderr, and its exit code", async () => {
    const view = await run(warden, rig.spec("a", "echo out; echo err >&2; exit 7"));
    expect(view.exit).toEqual({ kind: "exited", code: 7 });
    expect(text("a")).toBe("out\n");
    expect(text("a", "stderr")).toBe("err\n");
    expect(view.spool).toEqual({ stdoutBytes: 4, stderrBytes: 4, flooded: false });
  });

  test("reads its stdin from a file to the end, whatever is in it", async () => {
    const stdin = `-rf $(touch ${rig.path("canary")}) \u0000 ü ${"x".repeat(300_000)}`;
    const view = await run(warden, rig.spec("stdin", "cat", { stdin }));
    expect(view.exit).toEqual({ kind: "exited", code: 0 });
    expect(text("stdin")).toBe(stdin);
    expect(existsSync(rig.path("canary"))).toBe(false);
  });

  test("gets its arguments and its environment as they are, and nothing else", async () => {
    const odd = "a b\n  $(id) `id` \\n ' \" * ~ é 日本語 \u0001\u0081\n";
    const script = "process.stdout.write(JSON.stringify([process.argv.slice(1), process.env]))";
    const env = { PATH: "/usr/bin:/bin", ODD: odd, "a.b": "1", IFS: "x", UID: "7", EMPTY: "" };
    const argv = [process.execPath, "-e", script, "--", odd, "", "-n", "=x", "+y"] as const;
    await run(warden, rig.spec("env", "", { argv, env }));
    const [args, seen] = JSON.parse(text("env")) as [string[], Record<string, string>];
    expect(args).toEqual([odd, "", "-n", "=x", "+y"]);
    const { ORCHESTRATOR_RUN, PWD, ...rest } = seen;
    expect(rest).toEqual(env);
    expect(PWD).toBe(rig.base);
    expect(ORCHESTRATOR_RUN).toMatch(/^env-/);
  });

  test("that cannot start says so and is not mistaken for one that failed", async () => {
    const cases = {
      "no-command": rig.spec("no-command", "", { argv: ["no-such-command-here"] }),
      "no-file": rig.spec("no-file", "", { argv: ["./missing.sh"] }),
      "no-mode": rig.spec("no-mode", "", { argv: ["/etc/passwd"] }),
      "no-cwd": rig.spec("no-cwd", "true", { cwd: rig.path("nowhere") }),
      nul: rig.spec("nul", "", { argv: ["/bin/echo", "a\u0000b"] }),
    };
    for (const [id, spec] of Object.entries(cases)) {
      const view = await run(warden, spec);
      expect(view.exit?.kind, id).toBe("not-started");
      expect(view.exit).toHaveProperty("message", expect.stringMatching(/\w/));
    }
    expect((await run(warden, rig.spec("127", "exit 127"))).exit).toEqual({
      kind: "exited",
      code: 127,
    });
  });

  test("tells a signal from an exit code", async () => {
    expect((await run(warden, rig.spec("kill", "kill -9 $$"))).exit).toEqual({
      kind: "signalled",
      signal: "SIGKILL",
    });
    expect((await run(warden, rig.spec("kill-group", "kill -TERM 0; sleep 60"))).exit).toEqual({
      kind: "signalled",
      signal: "SIGTERM",
    });
    expect((await run(warden, rig.spec("255", "exit 255"))).exit).toEqual({
      kind: "exited",
      code: 255,
    });
  });

  test("starts once, however often and from however many it is asked for", async () => {
    const other = await rig.connect();
    const spec = rig.spec("once", `echo ran >> ${rig.path("once")}; sleep 0.2`);
    const views = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? warden : other).ensure(spec)),
    );
    await Promise.all(views.map((view) => exitOf(warden, view)));
    expect((await warden.ensure(spec)).exit).toEqual({ kind: "exited", code: 0 });
    expect(readFileSync(rig.path("once"), "utf8")).toBe("ran\n");
    await warden.forget("once");
    await run(warden, spec);
    expect(readFileSync(rig.path("once"), "utf8")).toBe("ran\nran\n");
  });

  test("with a hostile id stays inside the runs directory, and twins stay apart", async () => {
    const ids = ["../../etc", "-rf", "x.lock", "a b", "A B", "e\u0301", "\u00e9", "x".repeat(300)];
    for (const id of ids) await run(warden, rig.spec(id, `printf %s "$0"`));
    const views = await warden.list();
    for (const id of ids) expect(views.some((view) => view.id === id)).toBe(true);
    for (const name of readdirSync(rig.runsDir)) expect(name).toMatch(/^[a-z0-9.-]{1,64}$/);
    expect(existsSync(rig.path("etc"))).toBe(false);
  });

  test("that floods keeps its first bytes and one mark, and is not killed for it", async () => {
    const spec = rig.spec(
      "flood",
      "head -c 200000000 /dev/zero | tr '\\0' x; echo end >&2; exit 3",
      {
        stdoutBytesMax: 5_000,
      },
    );
    const view = await run(warden, spec);
    expect(view.exit).toEqual({ kind: "exited", code: 3 });
    expect(view.spool.flooded).toBe(true);
    const out = text("flood");
    expect(out.slice(0, 5_000)).toBe("x".repeat(5_000));
    expect(out.slice(5_000)).toMatch(/^\n\[orchestrator\] the output went beyond its limit.*\n$/);
    expect(text("flood", "stderr")).toBe("end\n");
    expect(view.spool.stdoutBytes).toBe(out.length);
  });

  test("that hits its deadline is ended and says so, also when it ignores TERM", async () => {
    const script = "trap '' TERM; echo up; while :; do sleep 0.1; done";
    const view = await run(warden, rig.spec("late", script, { deadlineMs: 300 }));
    expect(view.exit).toEqual({ kind: "deadline" });
    expect(text("late")).toBe("up\n");
    const polite = "trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done";
    const other = await run(warden, rig.spec("polite", polite, { deadlineMs: 300 }));
    expect(other.exit).toEqual({ kind: "deadline" });
    expect(text("polite")).toBe("bye\n");
  });

  test("is asked before it is killed, and killed when it does not listen", async () => {
    const polite = "trap 'echo bye; exit 4' TERM; echo up; while :; do sleep 0.05; done";
    const first = await warden.ensure(rig.spec("asked", polite));
    await until(() => text("asked") === "up\n");
    await warden.stop("asked", { graceMs: 30_000, now: false });
    expect(first.process).not.toBeNull();
    expect((await warden.ensure(rig.spec("asked", polite))).exit).toEqual({
      kind: "exited",
      code: 4,
    });
    const deaf = "trap '' TERM; echo up; (sleep 871 & sleep 871) & while :; do sleep 0.05; done";
    await warden.ensure(rig.spec("deaf", deaf));
    await until(() => text("deaf") === "up\n");
    await warden.stop("deaf", { graceMs: 100, now: false });
    const view = await warden.ensure(rig.spec("deaf", deaf));
    expect(view.exit).toEqual({ kind: "signalled", signal: "SIGKILL" });
    expect(processesWith("sleep\u0000871")).toEqual([]);
  });

  test("stopped while it stands still (SIGSTOP) ends all the same", async () => {
    await warden.ensure(rig.spec("still", "echo up; kill -STOP $$; echo no"));
    await until(() => text("still") === "up\n");
    await warden.stop("still", { graceMs: 100, now: false });
    expect(text("still")).toBe("up\n");
  });

  test("does not wait for a daemon that holds its output open, nor does it leave one", async () => {
    const view = await run(warden, rig.spec("holder", "setsid sleep 872 & echo out; exit 0"));
    expect(view.exit).toEqual({ kind: "exited", code: 0 });
    await until(() => processesWith("sleep\u0000872").length === 0);
  });

  test("that runs shows its bytes and CPU time as they grow", async () => {
    const busy = "i=0; while :; do i=$((i+1)); [ $((i % 20000)) -ne 0 ] || echo $i; done";
    const started = await warden.ensure(rig.spec("busy", busy));
    const seen = await new Promise((resolve) => {
      const stop = warden.watch((view) => {
        if (view.id !== "busy" || view.spool.stdoutBytes === 0 || (view.cpuMs ?? 0) === 0) return;
        stop();
        resolve(view.state);
      });
    });
    expect(seen).toBe("running");
    expect(started.confinement).toBe("process-group");
    await warden.stop("busy", { graceMs: 0, now: true });
  });

  test("runs beside nineteen others", async () => {
    const views = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        run(warden, rig.spec(`many/${at}`, `sleep 0.1; echo ${at}; exit ${at}`)),
      ),
    );
    for (const [at, view] of views.entries()) {
      expect(view.exit).toEqual({ kind: "exited", code: at });
      expect(text(`many/${at}`)).toBe(`${at}\n`);
    }
  });

  test("runs forgotten together are each forgotten or refused for themselves", async () => {
    const warden = await rig.connect();
    const ids = ["gone/1", "gone/2", "gone/3"];
    for (const id of ids) await run(warden, rig.spec(id, "true"));
    await warden.ensure(rig.spec("stays", "sleep 60"));
    const asked = await Promise.allSettled(
      [ids[0] ?? "", "stays", ...ids.slice(1), "never-was"].map((id) => warden.forget(id)),
    );
    expect(asked.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    const left = (await warden.list()).map(({ id }) => id);
    expect(left.filter((id) => ids.includes(id) || id === "stays")).toEqual(["stays"]);
  });

  test("that lives is not forgotten; unknown ones are stopped and forgotten for free", async () => {
    await warden.ensure(rig.spec("alive", "sleep 60"));
    await expect(warden.forget("alive")).rejects.toThrow(/has not ended/);
    await warden.stop("alive", { graceMs: 0, now: true });
    await warden.forget("alive");
    await warden.stop("never-was", { graceMs: 0, now: true });
    await warden.forget("never-was");
    expect(warden.readOutput("never-was", "stdout", 0, 100).length).toBe(0);
  });
});
