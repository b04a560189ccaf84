import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcp } from "node:net";
import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { ConfinementProfile, RunView } from "../../model/index.ts";
import { NO_CEILINGS } from "../../model/index.ts";
import { probeConfinement } from "./confinement.ts";
import { missingParts } from "./fence.ts";
import { Rig, run } from "../warden.fixture.ts";

const { tools } = await probeConfinement();

interface Ended {
  readonly view: RunView;
  readonly stdout: string;
  readonly stderr: string;
}

describe.runIf(tools.fence !== null)("a fence", () => {
  let rig = new Rig();
  afterEach(async () => {
    await rig.close();
    rig = new Rig();
  });

  /** A home with a key in it, beside our state with a clone in it. */
  const home = (): string => rig.path("home");
  const clone = (): string => rig.path("state/ws/clone");

  async function fenced(script: string, more: Partial<ConfinementProfile> = {}): Promise<Ended> {
    mkdirSync(clone(), { recursive: true });
    mkdirSync(`${home()}/.ssh`, { recursive: true });
    writeFileSync(`${home()}/.ssh/id_ed25519`, "a key");
    const warden = await rig.connect();
    const spec = rig.spec("one", script, {
      cwd: clone(),
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: home() },
      confinement: {
        mode: "required",
        view: "fenced",
        writable: [clone()],
        readOnly: [],
        hidden: [rig.path("state")],
        ...more,
      },
    });
    const view = await run(warden, spec);
    const [stdout, stderr] = (["stdout", "stderr"] as const).map((name) =>
      warden.readOutput("one", name, 0, 99_999).toString(),
    );
    return { view, stdout: stdout ?? "", stderr: stderr ?? "" };
  }

  test("has system programs, the clone, an empty home, and nothing else of the disk", async () => {
    writeFileSync(rig.path("beside"), "not for you");
    const { view, stdout } = await fenced(
      `ls -A "$HOME"; ls -A .. ../..; ls / /etc | tr '\\n' ' '; cat ${rig.path("beside")};
       echo made > made; echo kept > "$HOME/kept" && cat "$HOME/kept"; git --version >&2`,
    );
    expect(view.exit).toEqual({ kind: "exited", code: 0 });
    expect(readFileSync(`${clone()}/made`, "utf8")).toBe("made\n");
    expect(existsSync(`${home()}/kept`)).toBe(false);
    expect(stdout).toContain("kept");
    expect(stdout).not.toContain("not for you");
    expect(stdout).not.toContain(".ssh");
    for (const name of ["shadow", "ssh", "sudoers", "srv", "boot", "sys", "mnt"]) {
      expect(stdout.split(/\s/)).not.toContain(name);
    }
  });

  test("stands on what was laid down in this boot, and on nothing that a power cut left", async () => {
    const [first] = (await fenced("true")) && readdirSync(rig.path("fence"));
    await rig.close();
    rig = new Rig();
    mkdirSync(rig.path(`fence/0f0f0f0f-${first?.split("-")[1]}/etc`), { recursive: true });
    const { stdout } = await fenced("cat /etc/passwd");
    expect(stdout).toContain("root:");
    expect(readdirSync(rig.path("fence"))).toEqual([first]);
  });

  test("gives no right that could undo it, and filters what the kernel is asked", async () => {
    const { stdout } = await fenced("cat /proc/self/status; ulimit -c");
    expect(stdout).toMatch(/^CapEff:\t0{16}$/m);
    expect(stdout).toMatch(/^CapBnd:\t0{16}$/m);
    expect(stdout).toMatch(/^NoNewPrivs:\t1$/m);
    if (tools.fence?.filters === true) expect(stdout).toMatch(/^Seccomp:\t2$/m);
    expect(stdout).toMatch(/^0$/m);
  });

  test("shows paths under the names that people use, links on the way included", async () => {
    mkdirSync(rig.path("real/tools"), { recursive: true });
    writeFileSync(rig.path("real/tools/notes"), "seen\n");
    symlinkSync("real", rig.path("link"));
    const { stdout, stderr } = await fenced(`cat ${rig.path("link/tools/notes")}`, {
      readOnly: [rig.path("link/tools")],
    });
    expect(stderr).toBe("");
    expect(stdout).toBe("seen\n");
  });

  test("has a network of its own whose only way out is its door", async () => {
    const outside = createTcp((socket) => socket.end("outside")).listen(0, "127.0.0.1");
    await new Promise((resolve) => outside.once("listening", resolve));
    const { port } = outside.address() as { port: number };
    mkdirSync(rig.path("door"));
    const socket = rig.path("door/http");
    const server = createServer((request, response) => {
      let bytes = 0;
      request.on("data", (piece: Buffer) => (bytes += piece.length));
      request.on("end", () => response.end(`${request.url} ${bytes}`));
    }).listen(socket);
    const ask = `
      const http = require("node:http"), net = require("node:net");
      const post = (body) => new Promise((resolve) => {
        http.request({ port: 4501, method: "POST", path: "/v1" }, (answer) => {
          answer.setEncoding("utf8").on("data", (text) => resolve(text));
        }).end(body);
      });
      Promise.all([post(Buffer.alloc(5e6)), post("x"), post("")]).then((said) => {
        console.log(said.join(";"));
        net.connect(${port}, "127.0.0.1").on("error", (e) => console.log(e.code)).on("data", (d) => console.log(String(d)));
      });`;
    writeFileSync(rig.path("ask.cjs"), ask);
    const { stdout, view } = await fenced(`exec '${process.execPath}' ${rig.path("ask.cjs")}`, {
      readOnly: [rig.path("ask.cjs"), dirname(process.execPath)],
      network: { kind: "door", socket, port: 4501 },
    });
    outside.close();
    server.close();
    expect(stdout).toBe("/v1 5000000;/v1 1;/v1 0\nECONNREFUSED\n");
    expect(view.held).toContain("network: its own door only");
  });

  test("whose door is not there never starts its command", async () => {
    const { view, stdout } = await fenced("echo started", {
      network: { kind: "door", socket: rig.path("no-door/http"), port: 4501 },
    });
    expect(stdout).toBe("");
    expect(view.exit).toMatchObject({
      kind: "not-started",
      message: expect.stringContaining("no-door"),
    });
  });

  test("ends a run that takes more memory than it may, and says why", async () => {
    const eat = "const held = []; for (;;) held.push(Buffer.alloc(4e6, 1));";
    const { view, stderr } = await fenced(`exec '${process.execPath}' -e '${eat}'`, {
      readOnly: [dirname(process.execPath)],
      ceilings: { ...NO_CEILINGS, memoryBytes: 256 * 1024 ** 2 },
    });
    expect(view.exit).toEqual({ kind: "signalled", signal: "SIGKILL" });
    expect(stderr).toMatch(/\[orchestrator\] .*memory/);
    expect(view.held).toContain("memory 256 MB");
  });

  test("stops a fork bomb at its ceiling of processes", async () => {
    const { view, stdout } = await fenced(
      "i=0; while [ $i -lt 300 ]; do sleep 60 & i=$((i+1)); done; echo all of them",
      { ceilings: { ...NO_CEILINGS, processes: 40 } },
    );
    expect(stdout).toBe("");
    expect(view.exit).not.toEqual({ kind: "exited", code: 0 });
  });

  test("ends a run that fills the disk beyond its ceiling, and says why", async () => {
    const { view, stderr } = await fenced(
      "while :; do i=$((i+1)); head -c 20000000 /dev/zero > f$i; sleep 0.1; done",
      { ceilings: { ...NO_CEILINGS, diskBytes: 40 * 1024 ** 2 } },
    );
    expect(view.exit).toEqual({ kind: "signalled", signal: "SIGKILL" });
    expect(stderr).toMatch(/\[orchestrator\] ended: it took more of the disk/);
    expect(readdirSync(clone()).length).toBeGreaterThan(1);
  });
});

test("what cannot be held is named, so that `required` can refuse", () => {
  const profile: ConfinementProfile = {
    mode: "required",
    view: "fenced",
    writable: [],
    readOnly: [],
    hidden: [],
    ceilings: { ...NO_CEILINGS, cpus: 2 },
  };
  expect(missingParts(profile, null)).toEqual(["a root of its own"]);
  expect(missingParts({ ...profile, view: "machine" }, null)).toEqual([]);
  if (tools.fence === null) return;
  const without = { ...tools.fence, groups: { memoryBytes: null, processes: null, cpus: null } };
  expect(missingParts(profile, without)).toEqual(["a ceiling of processor time"]);
});
