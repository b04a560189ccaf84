import { afterEach, describe, expect, test } from "vitest";
import { liveness } from "../platform/index.ts";
import { Rig, exitOf, run, until } from "./warden.fixture.ts";

describe("a keeper", () => {
  let rig = new Rig();
  afterEach(async () => {
    await rig.close();
    rig = new Rig();
  });

  test("carries out one run after another, each with files of its own", async () => {
    const warden = await rig.connect();
    const output = (id: string) => warden.readOutput(id, "stdout", 0, 100).toString();
    // One that waits too long goes: where the machine is slow, another three may have one keeper.
    await soonerOrLater(async (at) => {
      const [one, two, three] = [`first/${at}`, `second/${at}`, `third/${at}`];
      const first = await run(warden, rig.spec(one, "echo 1; echo e1 >&2; exit 3"));
      const second = await run(warden, rig.spec(two, "echo 2; exit 4", { stdin: "in" }));
      const third = await run(warden, rig.spec(three, "cat; pwd", { cwd: "/usr" }));
      expect([first.exit, second.exit, third.exit]).toEqual(
        [3, 4, 0].map((code) => ({ kind: "exited", code })),
      );
      expect([one, two, three].map(output)).toEqual(["1\n", "2\n", "/usr\n"]);
      expect(warden.readOutput(two, "stderr", 0, 100).toString()).toBe("");
      return new Set([first, second, third].map((view) => view.process?.pid)).size === 1;
    });
  });

  test("takes no run of another environment, and none sees the variables of another", async () => {
    const warden = await rig.connect();
    const PATH = "/usr/bin:/bin";
    const odd = { PATH, slug: "s", runs: "r", tag: "t", IFS: "x", PS4: "p", "a.b": "c", _: "u" };
    const one = await run(warden, rig.spec("one", "", { argv: ["/usr/bin/env"], env: odd }));
    const two = await run(warden, rig.spec("two", "", { argv: ["env"], env: { PATH, B: "1\n2" } }));
    expect(one.process?.pid).not.toBe(two.process?.pid);
    const seen = (id: string) => warden.readOutput(id, "stdout", 0, 1000).toString().split("\n");
    for (const [name, value] of Object.entries(odd))
      expect(seen("one")).toContain(`${name}=${value}`);
    expect(seen("two").join("\n")).toContain("B=1\n2");
    expect(seen("two").some((line) => /^(slug|IFS|a\.b)=/.test(line))).toBe(false);
  });

  test("never takes a command for one of its own shell's", async () => {
    const warden = await rig.connect();
    const spec = rig.spec("own", "", { argv: ["test", "1", "=", "2"] });
    expect((await run(warden, spec)).exit).toEqual({ kind: "exited", code: 1 });
    const foreign = await run(warden, rig.spec("foreign", "", { argv: ["keep"] }));
    expect(foreign.exit?.kind).toBe("not-started");
  });

  test("lives on when a run signals its own process group, unless nothing can", async () => {
    const warden = await rig.connect();
    const term = "trap 'exit 7' TERM; kill -TERM 0; wait";
    let keeper = 0;
    await soonerOrLater(async (at) => {
      const before = await run(warden, rig.spec(`before/${at}`, "true"));
      const termed = await run(warden, rig.spec(`termed/${at}`, term));
      const next = await run(warden, rig.spec(`next/${at}`, "true"));
      expect(termed.exit).toEqual({ kind: "exited", code: 7 });
      keeper = next.process?.pid ?? 0;
      return [before, termed].every(({ process }) => process?.pid === keeper);
    });
    const killed = await run(warden, rig.spec("killed", "kill -KILL 0"));
    expect(killed.exit?.kind).toBe("lost");
    const after = await run(warden, rig.spec("after", "exit 2"));
    expect(after.exit).toEqual({ kind: "exited", code: 2 });
    expect(after.process?.pid).not.toBe(keeper);
  });

  test("goes with a run that was stopped, and one that waits goes after a while", async () => {
    const warden = await rig.connect();
    const stopped = await warden.ensure(rig.spec("stopped", "sleep 60"));
    const end = exitOf(warden, stopped);
    await warden.stop("stopped", { graceMs: 0, now: true });
    await end;
    const next = await run(warden, rig.spec("next", "true"));
    expect(next.process?.pid).not.toBe(stopped.process?.pid);
    for (const { process } of [stopped, next]) {
      if (process === null) throw new Error("it never started");
      await until(() => liveness(process) === "dead");
    }
  });
});

const TRIES_MAX = 20;

/** What depends on how fast this process gets on is so in one of many tries. */
async function soonerOrLater(holds: (at: number) => Promise<boolean>): Promise<void> {
  for (let at = 0; at < TRIES_MAX; at++) if (await holds(at)) return;
  throw new Error(`it was not so in any of ${TRIES_MAX} tries`);
}
