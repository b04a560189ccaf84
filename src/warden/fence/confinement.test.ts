import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import type { ConfinementKind, RunSpec } from "../../model/index.ts";
import { isRoot } from "../../platform/index.ts";
import { probeConfinement } from "./confinement.ts";
import { Rig, exitOf, processesWith, run, until } from "../warden.fixture.ts";

const probe = await probeConfinement();
const has = (kind: ConfinementKind): boolean =>
  probe.detail.some((one) => one.kind === kind && one.works);

/** Double-forked, in a session of its own, with nothing of the run in its environment. */
const daemon = (seconds: number): string =>
  `(setsid env -i /bin/sh -c 'trap "" TERM HUP; sleep ${seconds} & wait' >/dev/null 2>&1 &); `;

for (const kind of ["bubblewrap", "pid-namespace", "cgroup"] as const) {
  describe.runIf(has(kind))(`${kind} confinement`, () => {
    let rig = new Rig(kind);
    afterEach(async () => {
      await rig.close();
      rig = new Rig(kind);
    });

    test("keeps output and exit code, and names itself", async () => {
      const warden = await rig.connect();
      const spec = rig.sandboxed("plain", "cat; echo err >&2; exit 9", { stdin: "in" });
      const view = await run(warden, spec);
      expect(view.exit).toEqual({ kind: "exited", code: 9 });
      expect(view.confinement).toBe(kind);
      expect(warden.readOutput("plain", "stdout", 0, 99).toString()).toBe("in");
      expect(warden.readOutput("plain", "stderr", 0, 99).toString()).toBe("err\n");
    });

    test("leaves no process after an exit, not even a daemon with a scrubbed environment", async () => {
      const warden = await rig.connect();
      const view = await run(warden, rig.sandboxed("quit", `${daemon(8801)} sleep 0.3; exit 3`));
      expect(view.exit).toEqual({ kind: "exited", code: 3 });
      expect(processesWith("8801")).toEqual([]);
    });

    test("leaves no process after a stop, gentle or not", async () => {
      const warden = await rig.connect();
      for (const now of [true, false]) {
        const id = `stop/${now}`;
        await warden.ensure(
          rig.sandboxed(id, `${daemon(8802)} trap '' TERM; echo up; while :; do sleep 8802; done`),
        );
        await until(() => warden.readOutput(id, "stdout", 0, 9).length > 0);
        await warden.stop(id, { graceMs: 200, now });
        expect(processesWith("8802")).toEqual([]);
      }
    });

    test("hears TERM inside and may end in its own way", async () => {
      const warden = await rig.connect();
      const script = "trap 'echo bye; exit 4' TERM; echo up; while :; do sleep 0.05; done";
      await warden.ensure(rig.sandboxed("polite", script));
      await until(() => warden.readOutput("polite", "stdout", 0, 9).length > 0);
      await warden.stop("polite", { graceMs: 30_000, now: false });
      expect(warden.readOutput("polite", "stdout", 0, 99).toString()).toBe("up\nbye\n");
      const view = (await warden.list()).find((one) => one.id === "polite");
      expect(view?.exit).toEqual({ kind: "exited", code: 4 });
    });

    test("is stopped by the next warden when its own is dead", async () => {
      const warden = await rig.connect();
      await warden.ensure(rig.sandboxed("heir", `${daemon(8803)} sleep 8803`));
      rig.abandon();
      const next = await rig.connect();
      await next.stop("heir", { graceMs: 0, now: true });
      expect(processesWith("8803")).toEqual([]);
      const view = (await next.list()).find((one) => one.id === "heir");
      expect(view?.exit).toEqual({ kind: "signalled", signal: "SIGKILL" });
    });

    test("says when its command is not to be had", async () => {
      const warden = await rig.connect();
      const spec = rig.sandboxed("gone", "", { argv: ["no-such-thing"] });
      expect((await run(warden, spec)).exit?.kind).toBe("not-started");
    });
  });
}

describe.runIf(has("bubblewrap"))("the sandbox", () => {
  let rig = new Rig();
  afterEach(async () => {
    await rig.close();
    rig = new Rig();
  });

  /** A state directory with secrets, a clone inside it, and shared objects inside the clone. */
  const profiled = (id: string, script: string): RunSpec => {
    const [state, clone, objects] = ["state", "state/ws/clone", "state/ws/clone/objects"].map(
      (name) => rig.path(name),
    ) as [string, string, string];
    mkdirSync(objects, { recursive: true });
    writeFileSync(rig.path("state/secret"), "secret");
    writeFileSync(rig.path("key"), "secret");
    writeFileSync(`${objects}/pack`, "objects");
    return rig.spec(id, script, {
      cwd: clone,
      confinement: {
        mode: "required",
        writable: [clone],
        readOnly: [objects],
        hidden: [state, rig.path("key"), rig.path("absent")],
      },
    });
  };
  const output = async (script: string): Promise<string> => {
    const warden = await rig.connect();
    const view = await run(warden, profiled("look", script));
    const said = ["stdout", "stderr"] as const;
    const text = said.map((name) => warden.readOutput("look", name, 0, 9_999).toString()).join("");
    return `${text}${JSON.stringify(view.exit)}`;
  };

  test("lets the clone be written, and nothing else on the disk", async () => {
    const canary = "/var/orchestrator-canary";
    await output(
      `echo w > made; echo x > ${canary}; mount -o remount,rw / ; echo x > ${canary};` +
        `echo x > objects/pack; rm -rf objects; echo x > ../beside; exit 0`,
    );
    expect(readFileSync(rig.path("state/ws/clone/made"), "utf8")).toBe("w\n");
    expect(existsSync(canary)).toBe(false);
    expect(readFileSync(rig.path("state/ws/clone/objects/pack"), "utf8")).toBe("objects");
    expect(existsSync(rig.path("state/ws/beside"))).toBe(false);
  });

  test("hides what must not be seen and keeps the clone inside it visible", async () => {
    const said = await output(`cat ../../secret; cat ../../../key; cat objects/pack; ls ../..`);
    expect(said).not.toContain("secret\n");
    expect(said.replace(/secret: No such/g, "")).not.toContain("secret");
    expect(said).toContain("objects");
  });

  test("has a temporary directory and processes of its own", async () => {
    const said = await output(
      `echo "$TMPDIR"; echo x > /tmp/mine && cat /tmp/mine; ls /tmp; echo /proc/[0-9]* | wc -w`,
    );
    expect(said).toMatch(/^\/tmp\nx\n/);
    expect(existsSync("/tmp/mine")).toBe(false);
    const count = Number(/\n(\d+)\n\{/.exec(said)?.[1]);
    expect(count).toBeLessThan(6);
  });

  test("lets git work in the clone", async () => {
    const said = await output(
      `git init -q . && git add made objects 2>/dev/null; echo a > a && git add a &&` +
        ` git -c user.name=A -c user.email=a@example.invalid commit -q -m one && git log --oneline | wc -l`,
    );
    expect(said).toBe('1\n{"kind":"exited","code":0}');
  });

  test("that cannot be built is a run that never started, with the reason", async () => {
    const warden = await rig.connect();
    const spec = rig.spec("unbuilt", "echo no", {
      confinement: {
        mode: "auto",
        writable: [rig.path("not-there")],
        readOnly: [],
        hidden: [],
      },
    });
    const view = await run(warden, spec);
    expect(view.exit).toEqual({
      kind: "not-started",
      message: expect.stringContaining("not-there"),
    });
  });

  test("survives its warden and holds its daemons to the end", async () => {
    const warden = await rig.connect();
    const spec = rig.sandboxed("long", `${daemon(8804)} sleep 1; echo end`);
    await warden.ensure(spec);
    rig.abandon();
    const next = await rig.connect();
    const view = await exitOf(next, await next.ensure(spec));
    expect(view.exit).toEqual({ kind: "exited", code: 0 });
    expect(processesWith("8804")).toEqual([]);
  });
});

describe("where there is less than a sandbox", () => {
  test("`required` is refused, and says what there is", async () => {
    const rig = new Rig("process-group");
    const warden = await rig.connect();
    const confinement = { mode: "required", writable: [], readOnly: [], hidden: [] } as const;
    await expect(warden.ensure(rig.spec("no", "true", { confinement }))).rejects.toMatchObject({
      code: "sandbox-unavailable",
    });
    await rig.close();
  });

  test("a process group still takes its tagged daemons along", async () => {
    const rig = new Rig("process-group");
    const warden = await rig.connect();
    const stray = "(setsid sh -c 'trap \"\" TERM; sleep 8805' >/dev/null 2>&1 &); ";
    const view = await run(warden, rig.sandboxed("group", `${stray} sleep 0.2; exit 2`));
    expect(view.exit).toEqual({ kind: "exited", code: 2 });
    expect(view.confinement).toBe("process-group");
    expect(processesWith("8805")).toEqual([]);
    await rig.close();
  });

  test("the probe says what it found and why, in words", () => {
    expect(probe.detail.map((one) => one.kind)).toEqual([
      "bubblewrap",
      "pid-namespace",
      "cgroup",
      "process-group",
    ]);
    for (const one of probe.detail) expect(one.message).not.toBe("");
    expect(probe.why.startsWith(`${probe.kind}: `)).toBe(true);
  });
});

/** A user without privileges can only run this where the sources are theirs to read. */
const SETPRIV = "/usr/bin/setpriv";
const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
const here = fileURLToPath(new URL("..", import.meta.url));
const canBeNobody =
  isRoot() && spawnSync(SETPRIV, [...asNobody, "test", "-r", `${here}index.ts`]).status === 0;

describe.runIf(canBeNobody)("as an ordinary user", () => {
  test("runs are confined as well, git works in them, and nothing stays behind", () => {
    const base = mkdtempSync(join(tmpdir(), "nobody-"));
    chownSync(base, 65_534, 65_534);
    const script = join(base, "try.mts");
    writeFileSync(script, NOBODY_SCRIPT);
    const loader = ["--import", import.meta.resolve("tsx")];
    const ran = spawnSync(SETPRIV, [...asNobody, process.execPath, ...loader, script, here, base], {
      cwd: base,
      env: { PATH: "/usr/bin:/bin", HOME: base },
      encoding: "utf8",
    });
    rmSync(base, { recursive: true, force: true });
    expect(ran.stderr).toBe("");
    const said = JSON.parse(ran.stdout) as { exit: unknown; out: string; kind: ConfinementKind };
    expect(said.exit).toEqual({ kind: "exited", code: 3 });
    expect(said.out).toBe("65534\n1\n");
    if (said.kind === "bubblewrap" || said.kind === "pid-namespace") {
      expect(processesWith("8806")).toEqual([]);
    }
  });
});

const NOBODY_SCRIPT = `
const [here, base] = process.argv.slice(2);
const { connectWarden } = await import(here + "index.ts");
const warden = await connectWarden({ runsDir: base + "/runs", socketPath: base + "/w.sock" });
const script =
  "id -u; git init -q r && cd r && echo a > a && git add a &&" +
  " git -c user.name=A -c user.email=a@example.invalid commit -qm one && git log --oneline | wc -l;" +
  " (setsid env -i sleep 8806 >/dev/null 2>&1 &); sleep 0.2; exit 3";
const ended = new Promise((resolve) => {
  warden.watch((view) => view.state === "exited" && resolve(view));
});
const started = await warden.ensure({
  id: "one",
  kind: "agent",
  argv: ["/bin/sh", "-c", script],
  cwd: base,
  env: { PATH: "/usr/bin:/bin", HOME: base },
  stdin: "",
  confinement: { mode: "auto", writable: [base], readOnly: [], hidden: [] },
  deadlineMs: 60000,
  stdoutBytesMax: 1000,
  stderrBytesMax: 1000,
});
const view = started.state === "exited" ? started : await ended;
const out = warden.readOutput("one", "stdout", 0, 1000).toString();
await warden.shutdown();
console.log(JSON.stringify({ exit: view.exit, out, kind: view.confinement }));
`;
