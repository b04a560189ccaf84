import { expect, test } from "vitest";
import { parseSize } from "../quantities.ts";
import { narrowSandbox, resolveFence } from "./sandbox.ts";

test("sizes are read as people write them", () => {
  expect(parseSize("8GB", 0)).toBe(8 * 1024 ** 3);
  expect(parseSize("1.5 GiB", 0)).toBe(1.5 * 1024 ** 3);
  expect(parseSize("512m", 0)).toBe(512 * 1024 ** 2);
  expect(parseSize("75%", 4 * 1024 ** 3)).toBe(3 * 1024 ** 3);
  expect(parseSize(2_000_000, 0)).toBe(2_000_000);
  for (const text of ["", "GB", "-1GB", "1e9", "8 PB", "12", "0GB", "nonsense", "1GB2"]) {
    expect(parseSize(text, 1024 ** 3), text).toBeNull();
  }
});

test("a repository stays within the user's sandbox and within the built-in one", () => {
  const said: string[] = [];
  const say = (key: string) => said.push(key);
  const asked = {
    mode: "off",
    network: "open",
    memory: "900TB",
    processes: 900_000,
    disk: "1TB",
    cpu: 64,
    read: ["shared"],
  } as const;
  const held = narrowSandbox(asked, { cpu: 2, read: ["~/mine"] }, say);
  expect(held).toEqual({
    mode: "auto",
    network: "auto",
    memory: "75%",
    processes: 2_000,
    disk: "20GB",
    cpu: 2,
    read: ["~/mine", "shared"],
  });
  expect(said.sort()).toEqual([
    "sandbox",
    "sandbox.cpu",
    "sandbox.disk",
    "sandbox.memory",
    "sandbox.network",
    "sandbox.processes",
  ]);
  const stricter = { mode: "required", network: "none", memory: "1GB", processes: 100 } as const;
  expect(narrowSandbox(stricter, {}, say)).toEqual(stricter);
  expect(narrowSandbox(undefined, { mode: "off" }, say)).toBeUndefined();
});

test("paths are the user's, from the repository, and never everything", () => {
  const { read, write } = resolveFence(
    { read: ["~/.npmrc", "fixtures", "/srv/data/"], write: ["~/.cache/x"] },
    "/h/u/repo",
    "/h/u",
  );
  expect(read).toEqual(["/h/u/.npmrc", "/h/u/repo/fixtures", "/srv/data"]);
  expect(write).toEqual(["/h/u/.cache/x"]);
  for (const path of ["/", "/srv/.."]) {
    expect(() => resolveFence({ read: [path] }, "/r", "/h/u")).toThrow(/open everything/);
  }
  for (const path of ["/", "~", "~/", "/h", "/h/u/../u"]) {
    expect(() => resolveFence({ write: [path] }, "/r", "/h/u"), path).toThrow(/everything/);
  }
});
