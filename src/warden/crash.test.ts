import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { slug } from "../model/index.ts";
import { sleep } from "../platform/index.ts";
import { findTagged } from "./process-table.ts";
import { parseRunFile } from "./run-file.ts";
import { Rig, exitOf, killAtOnce, processesWith, run, until } from "./warden.fixture.ts";

describe("when somebody is killed", () => {
  let rig = new Rig();
  afterEach(async () => {
    await rig.close();
    rig = new Rig();
  });

  const record = (id: string) =>
    parseRunFile(readFileSync(join(rig.runsDir, slug(id), "run.ndjson"), "utf8"));
  const lines = (name: string): string[] =>
    readFileSync(rig.path(name), "utf8").split("\n").filter(Boolean);

  test("a run goes on without its warden, and the next one adopts it to the byte", async () => {
    const warden = await rig.connect();
    const script = "for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 0.1; done; exit 5";
    const spec = rig.sandboxed("survivor", script);
    const first = await warden.ensure(spec);
    rig.abandon();
    const next = await rig.connect();
    const adopted = await next.ensure(spec);
    expect(adopted.process).toEqual(first.process);
    expect((await exitOf(next, adopted)).exit).toEqual({ kind: "exited", code: 5 });
    expect(next.readOutput("survivor", "stdout", 0, 1000).toString()).toBe(
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
    );
  });

  test("an exit that nobody saw is found by the next warden", async () => {
    const warden = await rig.connect();
    const spec = rig.sandboxed("unseen", "sleep 0.3; echo done; exit 6");
    await warden.ensure(spec);
    rig.abandon();
    await until(() => record("unseen").ending !== null);
    const view = await (await rig.connect()).ensure(spec);
    expect(view.exit).toEqual({ kind: "exited", code: 6 });
  });

  test("a connected client starts another warden by itself and misses no exit", async () => {
    const warden = await rig.connect();
    const views = await Promise.all(
      [1, 2, 3].map((at) => warden.ensure(rig.spec(`keep/${at}`, `sleep 0.5; exit ${at}`))),
    );
    const exits = views.map((view) => exitOf(warden, view));
    killAtOnce(rig.wardenPid());
    const late = run(warden, rig.spec("late", "echo after"));
    const codes = (await Promise.all(exits)).map((view) => view.exit);
    expect(codes).toEqual([1, 2, 3].map((code) => ({ kind: "exited", code })));
    expect((await late).exit).toEqual({ kind: "exited", code: 0 });
  });

  test("however often the warden dies, every run starts exactly once", async () => {
    const warden = await rig.connect();
    const ends: Promise<Awaited<ReturnType<typeof run>>>[] = [];
    for (let at = 0; at < 60; at++) {
      const spec = rig.spec(`once/${at}`, `echo ${at} >> ${rig.path("ran")}; sleep 0.0${at % 10}`);
      ends.push(run(warden, spec));
      // At a different moment in the life of the runs around it, each time.
      await sleep((at * 7) % 30);
      if (at % 10 === 9) {
        killAtOnce(rig.wardenPid());
        await warden.list();
      }
    }
    const views = await Promise.all(ends);
    for (const view of views) {
      expect(["exited", "not-started"]).toContain(view.exit?.kind);
    }
    const ran = lines("ran").map(Number);
    expect(new Set(ran).size).toBe(ran.length);
    expect(ran.length).toBe(views.filter((view) => view.exit?.kind === "exited").length);
  });

  test("a run whose keeper is killed is lost only at a second look, and takes its tree along", async () => {
    const warden = await rig.connect();
    // Told apart from what the same test leaves when it runs beside itself.
    const nap = `873.${process.pid}`;
    const view = await warden.ensure(rig.sandboxed("orphan", `sleep ${nap} & sleep ${nap}`));
    const states: string[] = [];
    warden.watch((seen) => states.push(seen.state));
    process.kill(view.process?.pid ?? 0, "SIGKILL");
    const ended = await exitOf(warden, view);
    expect(ended.exit?.kind).toBe("lost");
    expect(states).toContain("uncertain");
    expect(processesWith(`sleep\u0000${nap}`)).toEqual([]);
  });

  test("a dead vigil is replaced, and keepers finish their runs", async () => {
    const warden = await rig.connect();
    const view = await warden.ensure(rig.spec("old", "sleep 0.5; exit 8"));
    // Watched from the start: on a slow machine it is over before the other one is.
    const oldEnd = exitOf(warden, view);
    const vigils = () =>
      processesWith(rig.runsDir).filter((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("orchestrator-vigil"),
      );
    const keeper = view.process?.pid ?? 0;
    for (const pid of vigils()) if (pid !== keeper) killAtOnce(pid);
    expect((await run(warden, rig.spec("new", "exit 9"))).exit).toEqual({
      kind: "exited",
      code: 9,
    });
    expect((await oldEnd).exit).toEqual({ kind: "exited", code: 8 });
  });

  test("the deadline holds with nobody there, sandboxed or not, TERM ignored or not", async () => {
    const warden = await rig.connect();
    const deaf = "trap '' TERM; echo up; while :; do sleep 0.1; done";
    const specs = [
      rig.sandboxed("alone", "echo up; sleep 60", { deadlineMs: 2_000 }),
      rig.sandboxed("alone-deaf", deaf, { deadlineMs: 2_000 }),
      rig.spec("alone-plain", deaf, { deadlineMs: 2_000 }),
    ];
    const tags = new Set<string>();
    for (const spec of specs) {
      await warden.ensure(spec);
      tags.add(record(spec.id).terms?.tag ?? "");
    }
    rig.abandon();
    await until(() => specs.every((spec) => record(spec.id).ending !== null));
    // A shell that was killed leaves the tenth of a second that it slept for.
    await until(() => findTagged(tags).size === 0);
    const next = await rig.connect();
    for (const spec of specs) expect((await next.ensure(spec)).exit).toEqual({ kind: "deadline" });
  });

  test("a flood is held back with nobody there", async () => {
    const warden = await rig.connect();
    const script = `i=0; while [ $i -lt 30 ]; do head -c 1000000 /dev/zero; sleep 0.1; i=$((i+1)); done`;
    const spec = rig.spec("flood", script, { stdoutBytesMax: 10_000 });
    await warden.ensure(spec);
    rig.abandon();
    let most = 0;
    await until(() => {
      const size = readFileSync(join(rig.runsDir, slug("flood"), "stdout")).length;
      most = Math.max(most, size);
      return record("flood").ending !== null;
    });
    expect(most).toBeLessThan(29_000_000);
    const view = await (await rig.connect()).ensure(spec);
    expect(view.spool.flooded).toBe(true);
    expect(view.spool.stdoutBytes).toBeLessThan(11_000);
  });

  test("what was promised but never ran may be started anew, and runs once", async () => {
    const warden = await rig.connect();
    // A request that reaches the keeper of a dead warden: the keeper's report kills it.
    process.kill(rig.wardenPid(), "SIGSTOP");
    const pid = rig.wardenPid();
    const spec = rig.spec("promised", `echo ran >> ${rig.path("promised")}`);
    const pending = run(warden, spec);
    await sleep(100);
    process.kill(pid, "SIGCONT");
    process.kill(pid, "SIGKILL");
    expect((await pending).exit).toEqual({ kind: "exited", code: 0 });
    expect(lines("promised")).toEqual(["ran"]);
  });

  test("after a restart of the machine a begun run is lost, never begun again", async () => {
    const warden = await rig.connect();
    const spec = rig.spec("power", `echo ran >> ${rig.path("power")}`);
    await run(warden, spec);
    rig.abandon();
    rmSync(join(rig.runsDir, slug("power")), { recursive: true });
    writeFileSync(join(rig.runsDir, "ledger"), "boot of-yesterday\n");
    const next = await rig.connect(["power"]);
    expect((await next.ensure(spec)).exit?.kind).toBe("lost");
    expect(lines("power")).toEqual(["ran"]);
    const fresh = await run(next, rig.spec("fresh", "exit 3"));
    expect(fresh.exit).toEqual({ kind: "exited", code: 3 });
  });

  test("what was promised in this boot and never asked for is begun by whoever comes next", async () => {
    await run(await rig.connect(), rig.spec("first", "exit 0"));
    rig.abandon();
    const next = await rig.connect(["first", "unasked"]);
    expect((await run(next, rig.spec("unasked", "exit 4"))).exit).toEqual({
      kind: "exited",
      code: 4,
    });
  });

  test("twenty clients at once share one warden", async () => {
    const wardens = await Promise.all(Array.from({ length: 20 }, () => rig.connect()));
    const views = await Promise.all(
      wardens.map((warden, at) => warden.ensure(rig.spec(`shared/${at}`, "sleep 0.2"))),
    );
    expect(views).toHaveLength(20);
    const served = processesWith("w.sock");
    const entries = processesWith(rig.runsDir).filter((pid) => served.includes(pid));
    await until(() => entries.filter((pid) => processesWith("w.sock").includes(pid)).length <= 1);
  });

  test("a warden that nobody needs leaves", async () => {
    const warden = await rig.connect();
    await run(warden, rig.spec("brief", "true"));
    const pid = rig.wardenPid();
    warden.close();
    await until(() => !processesWith(rig.runsDir).includes(pid));
    expect((await (await rig.connect()).list()).map((view) => view.id)).toEqual(["brief"]);
  });
});
