import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Warden } from "./client.ts";
import { Rig, exitOf, processesWith, run, until } from "./warden.fixture.ts";

const ECHO = 'while IFS= read -r line; do echo "heard $line"; [ "$line" != bye ] || exit 4; done';

describe("a run that listens", () => {
  const rig = new Rig();
  let warden: Warden;

  beforeAll(async () => {
    warden = await rig.connect();
  });
  afterAll(() => rig.close());

  const text = (id: string): string =>
    warden.readOutput(id, "stdout", 0, 10_000_000).toString("utf8");
  const spec = (id: string, script: string, stdin = "first\n") =>
    rig.spec(id, script, { stdin, listens: true });

  test("hears its stdin first, then what is said to it, each word once and whole", async () => {
    const started = await warden.ensure(spec("once", ECHO));
    await until(() => text("once").includes("heard first"));
    expect(await warden.say("once", "m-1", "one\n")).toBe(true);
    expect(await warden.say("once", "m-1", "one\n")).toBe(true);
    expect(await warden.say("once", "m-2", `${"x".repeat(100_000)}\n`)).toBe(true);
    const ended = exitOf(warden, started);
    expect(await warden.say("once", "m-3", "bye\n")).toBe(true);
    expect((await ended).exit).toEqual({ kind: "exited", code: 4 });
    const heard = text("once").trim().split("\n");
    expect(heard.map((line) => line.slice(0, 20))).toEqual([
      "heard first",
      "heard one",
      "heard xxxxxxxxxxxxxx",
      "heard bye",
    ]);
    expect(heard[2]?.length).toBe(100_006);
  });

  test("comes to the end of its stdin when nothing follows", async () => {
    const started = await warden.ensure(spec("hush", `${ECHO}; echo over`));
    await until(() => text("hush").includes("heard first"));
    const ended = exitOf(warden, started);
    warden.hush("hush");
    expect((await ended).exit).toEqual({ kind: "exited", code: 0 });
    expect(text("hush")).toBe("heard first\nover\n");
  });

  test("leaves no mouth behind, and hears nothing any more", async () => {
    const view = await run(warden, spec("gone", "read line; exit 0"));
    expect(view.exit).toEqual({ kind: "exited", code: 0 });
    await until(() => processesWith(rig.path("gone")).length === 0);
    expect(await warden.say("gone", "m-9", "x\n")).toBe(false);
  });

  test("does not hear when it was not started to listen", async () => {
    await warden.ensure(rig.spec("deaf", "sleep 30"));
    expect(await warden.say("deaf", "m-1", "x\n")).toBe(false);
    await warden.stop("deaf", { graceMs: 0, now: true });
  });

  test("is spoken to whoever is its warden by then", async () => {
    const own = new Rig();
    const first = await own.connect();
    const started = await first.ensure(
      own.spec("after", ECHO, { stdin: "first\n", listens: true }),
    );
    own.abandon();
    const next = await own.connect();
    expect(await next.say("after", "m-1", "still there\n")).toBe(true);
    const read = () => next.readOutput("after", "stdout", 0, 1_000).toString("utf8");
    await until(() => read() === "heard first\nheard still there\n");
    const ended = exitOf(next, started);
    next.hush("after");
    await ended;
    await own.close();
  });

  test("hears the same in a sandbox", async () => {
    const inside = rig.sandboxed("inside", ECHO, { stdin: "first\n", listens: true });
    const ended = exitOf(warden, await warden.ensure(inside));
    expect(await warden.say("inside", "m-1", "bye\n")).toBe(true);
    expect((await ended).exit).toEqual({ kind: "exited", code: 4 });
    expect(text("inside")).toBe("heard first\nheard bye\n");
  });
});
