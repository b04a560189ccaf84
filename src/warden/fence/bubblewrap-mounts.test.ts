import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bubblewrapMounts } from "./bubblewrap-mounts.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "mounts-")));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test("outer paths come before inner ones, so the most specific word counts", () => {
  const [state, clone, objects] = ["s", "s/ws/clone", "s/ws/clone/objects"].map((name) =>
    join(base, name),
  ) as [string, string, string];
  mkdirSync(objects, { recursive: true });
  writeFileSync(join(base, "key"), "");
  symlinkSync(clone, join(base, "link"));
  const args = bubblewrapMounts(
    {
      mode: "auto",
      writable: [join(base, "link")],
      readOnly: [objects],
      hidden: [join(base, "absent"), state, join(base, "key")],
    },
    null,
  );
  const own = args.slice(args.indexOf("TMPDIR") + 2);
  expect(own).toEqual([
    "--ro-bind",
    "/dev/null",
    join(base, "key"),
    "--tmpfs",
    state,
    "--bind",
    clone,
    clone,
    "--ro-bind-try",
    objects,
    objects,
    "--remount-ro",
    state,
    "--remount-ro",
    "/proc",
  ]);
});

test("folders of the PATH that nobody can look into are passed over", () => {
  symlinkSync(join(base, "round"), join(base, "round"));
  const tools = join(base, "tools");
  mkdirSync(tools);
  const profile = { mode: "auto", writable: [], readOnly: [], hidden: [] } as const;
  const env = { PATH: `${join(base, "round", "bin")}:${tools}`, HOME: join(base, "home") };
  const args = bubblewrapMounts(profile, {
    env,
    etcDir: null,
    files: [],
    scratchBytesMax: 1_000_000,
  });
  expect(args).toContain(tools);
});
