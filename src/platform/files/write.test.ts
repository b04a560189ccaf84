import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { caught } from "../../model/caught.fixture.ts";
import { mountSmallDisk } from "./disk.fixture.ts";
import {
  appendText,
  copyFileTo,
  createExclusive,
  ensureDir,
  exec,
  freeBytes,
  isDirectory,
  listDir,
  pathExists,
  readIfExists,
  readTextIfExists,
  removeTree,
  statOrNull,
  writeDurable,
} from "../index.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-files-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a file that changed while its successor was made stays as it is", () => {
  const path = join(dir, "file");
  writeDurable(path, "before");
  const isSame = (): boolean => readTextIfExists(path) === "before";
  const saveAndLook = (): boolean => {
    writeDurable(path, "somebody's");
    return isSame();
  };
  expect(writeDurable(path, "ours", { when: saveAndLook })).toBe(false);
  expect(readTextIfExists(path)).toBe("somebody's");
  expect(listDir(dir)).toEqual(["file"]);
  expect(writeDurable(path, "ours", { when: () => true })).toBe(true);
  expect(readTextIfExists(path)).toBe("ours");
});

describe("reading", () => {
  test("what is absent is null and never an error", () => {
    expect(readIfExists(join(dir, "none"))).toBeNull();
    expect(readTextIfExists(join(dir, "none", "deeper"))).toBeNull();
    expect(statOrNull(join(dir, "none"))).toBeNull();
    expect(listDir(join(dir, "none"))).toEqual([]);
    expect(pathExists(join(dir, "none"))).toBe(false);
    expect(isDirectory(join(dir, "none"))).toBe(false);
  });

  test("a directory read as a file is an error that names it", () => {
    expect(caught(() => readIfExists(dir))).toMatchObject({ code: "io-failed" });
    expect(caught(() => readIfExists(dir)).message).toContain(dir);
  });

  test("a dangling link exists and is not followed", () => {
    symlinkSync(join(dir, "nowhere"), join(dir, "link"));
    expect(pathExists(join(dir, "link"))).toBe(true);
    expect(statOrNull(join(dir, "link"))?.kind).toBe("symlink");
  });

  test("names come in code-unit order", () => {
    for (const name of ["b", "B", "a", "é"]) writeFileSync(join(dir, name), "");
    expect(listDir(dir)).toEqual(["B", "a", "b", "é"]);
  });
});

describe("writing durably", () => {
  test("a file is replaced as a whole, keeps its mode and leaves nothing beside it", () => {
    const path = join(dir, "roadmap.md");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    writeDurable(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir)).toEqual(["roadmap.md"]);
    writeDurable(path, Buffer.from([0, 255]), { mode: 0o600 });
    expect(readFileSync(path)).toEqual(Buffer.from([0, 255]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("a link at the target is replaced and what it points at is untouched", () => {
    writeFileSync(join(dir, "victim"), "precious");
    symlinkSync(join(dir, "victim"), join(dir, "state.json"));
    writeDurable(join(dir, "state.json"), "ours");
    expect(readFileSync(join(dir, "victim"), "utf8")).toBe("precious");
    expect(statOrNull(join(dir, "state.json"))?.kind).toBe("file");
  });

  test("a missing directory is named and nothing is made", () => {
    expect(caught(() => writeDurable(join(dir, "no", "file"), "x")).message).toContain(
      join(dir, "no", "file"),
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  test("a full disk keeps the old file and leaves no rest behind", () => {
    const disk = mountSmallDisk(256);
    if (disk === null) return;
    try {
      const path = join(disk.dir, "state.json");
      writeDurable(path, "old");
      const error = caught(() => writeDurable(path, Buffer.alloc(1024 * 1024)));
      expect(error).toMatchObject({ code: "disk-full", exitCode: 3 });
      expect(error.message).toContain(path);
      expect(error.hint).toBeTruthy();
      expect(caught(() => createExclusive(join(disk.dir, "big"), Buffer.alloc(1 << 20))).code).toBe(
        "disk-full",
      );
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(disk.dir)).toEqual(["state.json"]);
    } finally {
      disk.remove();
    }
  });

  test("a read-only disk is named as such", () => {
    const disk = mountSmallDisk(256);
    if (disk === null) return;
    try {
      const path = join(disk.dir, "state.json");
      writeDurable(path, "old");
      disk.makeReadOnly();
      expect(caught(() => writeDurable(path, "new")).code).toBe("read-only");
      expect(caught(() => ensureDir(join(disk.dir, "sub"))).code).toBe("read-only");
      expect(caught(() => appendText(join(disk.dir, "log"), "x")).code).toBe("read-only");
      expect(readFileSync(path, "utf8")).toBe("old");
    } finally {
      disk.remove();
    }
  });
});

describe("creating", () => {
  test("only the first creation wins, and the file is whole when it appears", () => {
    const path = join(dir, "once");
    expect(createExclusive(path, "first")).toBe(true);
    expect(createExclusive(path, "second")).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("first");
    expect(readdirSync(dir)).toEqual(["once"]);
  });

  test("a dangling link in the way counts as something there", () => {
    symlinkSync(join(dir, "elsewhere"), join(dir, "once"));
    expect(createExclusive(join(dir, "once"), "x")).toBe(false);
    expect(existsSync(join(dir, "elsewhere"))).toBe(false);
  });

  test("appending never follows a link", () => {
    writeFileSync(join(dir, "victim"), "precious");
    symlinkSync(join(dir, "victim"), join(dir, "log"));
    expect(caught(() => appendText(join(dir, "log"), "x")).code).toBe("io-failed");
    expect(readFileSync(join(dir, "victim"), "utf8")).toBe("precious");
    appendText(join(dir, "real"), "a");
    appendText(join(dir, "real"), "b");
    expect(readFileSync(join(dir, "real"), "utf8")).toBe("ab");
    expect(statSync(join(dir, "real")).mode & 0o777).toBe(0o600);
  });

  test("a copy has the bytes and the mode", async () => {
    writeFileSync(join(dir, "from"), "bytes", { mode: 0o755 });
    await copyFileTo(join(dir, "from"), join(dir, "to"));
    expect(readFileSync(join(dir, "to"), "utf8")).toBe("bytes");
    expect(statSync(join(dir, "to")).mode & 0o777).toBe(0o755);
  });

  test("free space is a number of bytes", () => {
    expect(freeBytes(dir)).toBeGreaterThan(0);
  });
});

describe("removing a tree", () => {
  test("links are removed and what they point at stays", async () => {
    mkdirSync(join(dir, "outside"));
    writeFileSync(join(dir, "outside", "precious"), "1");
    mkdirSync(join(dir, "tree"));
    symlinkSync(join(dir, "outside"), join(dir, "tree", "link"));
    await removeTree(join(dir, "tree"));
    expect(readdirSync(dir)).toEqual(["outside"]);
    expect(readdirSync(join(dir, "outside"))).toEqual(["precious"]);
    symlinkSync(join(dir, "outside"), join(dir, "root-link"));
    await removeTree(join(dir, "root-link"));
    expect(readdirSync(join(dir, "outside"))).toEqual(["precious"]);
  });

  test("directories without write permission are opened up first", async () => {
    mkdirSync(join(dir, "tree", "locked"), { recursive: true });
    writeFileSync(join(dir, "tree", "locked", "file"), "");
    chmodSync(join(dir, "tree", "locked"), 0o500);
    chmodSync(join(dir, "tree"), 0o000);
    await removeTree(join(dir, "tree"));
    expect(existsSync(join(dir, "tree"))).toBe(false);
  });

  test("a tree deeper than the longest path goes as well", async () => {
    const { stdout } = await exec(
      [
        "/bin/sh",
        "-c",
        "i=0; while [ $i -lt 700 ]; do mkdir ddddddddd && cd -P ddddddddd || exit 1; i=$((i+1)); done; echo x > file; echo $i",
      ],
      { cwd: dir, env: { PATH: "/usr/bin:/bin" } },
    );
    expect(stdout.toString()).toBe("700\n");
    await removeTree(join(dir, "ddddddddd"));
    expect(readdirSync(dir)).toEqual([]);
  });

  test("nothing there is fine", async () => {
    await removeTree(join(dir, "none"));
  });
});
