import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { slug } from "../model/index.ts";
import { sleep } from "../platform/index.ts";
import { findPerl } from "./fence/relay.ts";
import { SPARE } from "./slots.ts";
import { Rig, killAtOnce, run, until } from "./warden.fixture.ts";

describe("a run's directory", () => {
  let rig = new Rig();
  afterEach(async () => {
    await rig.close();
    rig = new Rig();
  });

  const inodeOf = (id: string) => statSync(join(rig.runsDir, slug(id))).ino;
  const spares = () => readdirSync(rig.runsDir).filter((name) => name.startsWith(SPARE));
  const output = (warden: Awaited<ReturnType<Rig["connect"]>>, id: string) =>
    warden.readOutput(id, "stdout", 0, 1_000).toString() +
    warden.readOutput(id, "stderr", 0, 1_000).toString();

  test.runIf(findPerl() !== null)(
    "serves run after run when they follow quickly, and shows each its own",
    async () => {
      const warden = await rig.connect();
      const inodes: number[] = [];
      for (let at = 0; at < 40; at++) {
        const id = `silent/${at}`;
        const view = await run(warden, rig.spec(id, `exit ${at}`));
        expect(view).toMatchObject({ id, exit: { kind: "exited", code: at } });
        expect(output(warden, id)).toBe("");
        inodes.push(inodeOf(id));
        await warden.forget(id);
        expect(output(warden, id)).toBe("");
      }
      expect(new Set(inodes).size).toBeLessThan(30);
      const loud = await run(warden, rig.spec("loud", "echo said; echo so >&2"));
      expect(inodes).toContain(inodeOf("loud"));
      expect(loud.spool).toMatchObject({ stdoutBytes: 5, stderrBytes: 3 });
      expect(output(warden, "loud")).toBe("said\nso\n");
      await warden.forget("loud");
      for (let at = 0; at < 20; at++) {
        await run(warden, rig.spec(`later/${at}`, "true"));
        expect(output(warden, `later/${at}`)).toBe("");
        await warden.forget(`later/${at}`);
      }
    },
  );

  test("serves nobody else while somebody could still write into it", async () => {
    const warden = await rig.connect();
    const late = "sleep 1; echo late; echo late >&2";
    for (let at = 0; at < 12; at++) {
      const id = `daemon/${at}`;
      await run(warden, rig.spec(id, `env -i /usr/bin/setsid /bin/sh -c '${late}' & exit 0`));
      await warden.forget(id);
    }
    const ids = Array.from({ length: 40 }, (_, at) => `next/${at}`);
    for (const id of ids) await run(warden, rig.spec(id, "sleep 0.03"));
    await sleep(1_000);
    expect(ids.map((id) => output(warden, id)).join("")).toBe("");
  });

  test("is removed by the next warden when its own was killed before somebody else had it", async () => {
    const warden = await rig.connect();
    for (let at = 0; at < 30; at++) {
      const views = await Promise.all(
        [1, 2, 3].map((one) => run(warden, rig.spec(`kept/${at}/${one}`, "true"))),
      );
      for (const { id } of views) await warden.forget(id);
      if (at % 10 === 9) {
        killAtOnce(rig.wardenPid());
        expect(await warden.list()).toEqual([]);
        expect(spares()).toEqual([]);
      }
    }
  });

  test("goes when nothing has begun for a while", async () => {
    const warden = await rig.connect();
    for (let at = 0; at < 20; at++) {
      await run(warden, rig.spec(`burst/${at}`, "true"));
      await warden.forget(`burst/${at}`);
    }
    await until(() => spares().length === 0);
  });

  test("that has another run's name is nobody's: that one was begun and is lost", async () => {
    const warden = await rig.connect();
    await run(warden, rig.spec("old", "exit 3"));
    await run(warden, rig.spec("new", "exit 4"));
    rig.abandon();
    rmSync(join(rig.runsDir, slug("new")), { recursive: true });
    renameSync(join(rig.runsDir, slug("old")), join(rig.runsDir, slug("new")));
    mkdirSync(join(rig.runsDir, `${SPARE}x`));
    writeFileSync(join(rig.runsDir, `${SPARE}x`, "run.ndjson"), '{"code":0}\n');
    writeFileSync(join(rig.runsDir, "ledger"), "boot of-yesterday\n");
    const next = await rig.connect(["new"]);
    expect(await next.list()).toEqual([]);
    expect(spares()).toEqual([]);
    expect((await next.ensure(rig.spec("new", "exit 5"))).exit?.kind).toBe("lost");
  });
});
