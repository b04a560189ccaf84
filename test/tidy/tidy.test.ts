import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRooms } from "./rooms.ts";
import { findSins, type Sin } from "./sins.ts";
import { importsOf, readSource } from "./source.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("this repository", () => {
  it("breaks none of its own rules", () => {
    const found = findSins(ROOT, filesOf(ROOT)).map(sentence);
    expect(found).toEqual([]);
  });

  it("keeps a row in the table for every room, and a room for every row", () => {
    const rooms = readRooms(ROOT).filter((room) => room.name !== "index.ts");
    const missing = rooms.filter((room) => !existsSync(join(ROOT, "src", room.name)));
    expect(missing.map((room) => room.name)).toEqual([]);
  });

  it("lets nobody import around a circle of rooms", () => {
    const rooms = readRooms(ROOT);
    const reaches = (from: string, seen: readonly string[]): boolean =>
      (rooms.find((room) => room.name === from)?.mayImport ?? []).some(
        (next) => next === seen[0] || (!seen.includes(next) && reaches(next, [...seen, next])),
      );
    expect(rooms.filter((room) => reaches(room.name, [room.name]))).toEqual([]);
  });
});

/** What git would commit: tracked files and new ones, without what is ignored or deleted. */
function filesOf(root: string): string[] {
  const argv = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout, status } = spawnSync("git", argv, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error("git ls-files failed");
  const files = stdout.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  if (files.length < 20) throw new Error("too few files to be this repository");
  return files;
}

function sentence({ file, line, rule, what }: Sin): string {
  return `${file}:${line}: ${rule}: ${what}`;
}

describe("a planted sin", () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "orchestrator-tidy-"));
    const table = [
      "| Room | Kind | What lives there | May import | Packages |",
      "|---|---|---|---|---|",
      "| `model/` | pure | words | – | – |",
      "| `thought/` | pure | thinking | model | – |",
      "| `platform/` | io | Node | model | node:*, yaml |",
      "| `left/` | io | one sibling | model, platform | node:path |",
      "| `right/` | io | the other | model, platform | node:path |",
    ];
    put("ARCHITECTURE.md", table.join("\n"));
    put("package.json", '{"dependencies":{"yaml":"1"},"devDependencies":{"vitest":"1"}}');
    put("src/model/index.ts", 'export { y as x } from "./inner.ts";\n');
    put("src/model/inner.ts", "export const y = 1;\n");
    put("src/platform/index.ts", "");
    put("src/platform/a.ts", 'import { readFileSync } from "node:fs";\nimport "yaml";\n');
    put("src/right/index.ts", "");
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function sinsOf(path: string, text: string): string[] {
    const rest = ["src/model/index.ts", "src/model/inner.ts", "src/platform/a.ts"];
    put(path, text);
    const sins = findSins(root, [...new Set([...rest, path])]);
    if (!rest.includes(path)) rmSync(join(root, path));
    return sins.map((sin) => `${sin.line} ${sin.rule}`);
  }

  it.each([
    [
      "an import against the direction",
      "src/model/a.ts",
      'import "../thought/index.ts";',
      "direction",
    ],
    ["a sibling's door", "src/left/a.ts", '\nimport { r } from "../right/index.ts";', "direction"],
    [
      "a type of a sibling",
      "src/left/a.ts",
      'import type { R } from "../right/index.ts";',
      "direction",
    ],
    ["a sibling loaded lazily", "src/left/a.ts", 'await import("../right/index.ts");', "direction"],
    ["a way past the door", "src/left/a.ts", 'import { y } from "../model/inner.ts";', "door"],
    [
      "a re-export past the door",
      "src/left/a.ts",
      'export { y } from "../model/inner.ts";',
      "door",
    ],
    [
      "an import over several lines",
      "src/left/a.ts",
      'import {\n  y,\n} from "../model/inner.ts";',
      "door",
    ],
    ["a door with a stock behind it", "src/left/index.ts", "export const x = 1;", "door"],
    ["a door without a list", "src/left/index.ts", 'export * from "./a.ts";', "door"],
    ["a folder without a row", "src/cellar/a.ts", "export {};", "room"],
    ["an import without its extension", "src/left/a.ts", 'import "./b";', "extension"],
    ["a way out of src", "src/left/a.ts", 'import "../../test/x.ts";', "direction"],
    ["Node in a pure room", "src/thought/a.ts", 'import { join } from "node:path";', "package"],
    ["Node's files outside platform", "src/left/a.ts", 'import "node:fs";', "package"],
    ["Node's files by require", "src/left/a.ts", 'require("node:fs");', "package"],
    ["a package of another room", "src/left/a.ts", 'import { parse } from "yaml";', "package"],
    ["a package nobody listed", "src/left/a.test.ts", 'import "left-pad";', "package"],
    ["the clock in a pure room", "src/thought/a.ts", "Date.now();", "pure"],
    ["the clock by another door", "src/thought/a.ts", "new Date();", "pure"],
    ["chance in a pure room", "src/thought/a.ts", "Math.random();", "pure"],
    ["the order of some country", "src/thought/a.ts", '"a".localeCompare("b");', "pure"],
    ["waiting in a pure room", "src/thought/a.ts", "async function f() {}", "pure"],
    ["code in a template's hole", "src/thought/a.ts", "`a${`b${Date.now()}`}`;", "pure"],
    ["the environment", "src/left/a.ts", 'process.env["X"];', "environment"],
    ["the platform", "src/left/a.ts", "process.platform;", "environment"],
    ["a name that says nothing", "src/left/run-helper.ts", "export {};", "name"],
    ["a name in capitals", "src/left/RunTable.ts", "export {};", "name"],
    ["a long file", "src/left/a.ts", "\n".repeat(401), "length"],
    ["work left for later", "src/left/a.ts", `// ${"TO"}DO: later`, "unfinished"],
    ["a silenced compiler", "src/left/a.ts", `// @ts-${"ignore"}`, "silenced"],
    ["a type thrown away", "src/left/a.ts", "x as any;", "silenced"],
    ["a test alone", "src/left/a.test.ts", 'it.only("x");', "left-out test"],
    ["a test skipped", "src/left/a.test.ts", 'describe.skip("x");', "left-out test"],
    ["a mock", "src/left/a.test.ts", "vi.fn();", "mock"],
    ["a title given twice", "src/left/a.test.ts", 'it("x");\nit("x");', "title"],
    ["somebody's home", "notes.md", `See /home/${"jo"}/x.md`, "machine"],
    ["a build machine's folder", "notes.md", `See /${"work"}/main/x.md`, "machine"],
    ["a private registry", "notes.md", `https://npm.${"artifactory"}.example/x`, "machine"],
  ])("is found: %s", (_what, path, text, rule) => {
    const line = rule === "length" ? 400 : rule === "title" ? 2 : text.startsWith("\n") ? 2 : 1;
    expect(sinsOf(path, text)).toEqual([`${line} ${rule}`]);
  });

  it.each([
    ["a comment", "// Date.now() and import x from 'node:fs'"],
    ["a string", "\"Date.now() and import 'node:fs' // TO\" + 'DO'"],
    ["a template", "`Date.now() ${1} Math.random()`;"],
    ["a regular expression", "const r = /[\"'`/]Date.now()/;"],
    ["a division", "const r = 4 / 2 / 1;"],
    ["the door of a lower room", 'import { x } from "../model/index.ts";'],
    ["a word that only begins alike", "const asyncish = 1, awaited = asyncish;"],
    ["a date that is given", "new Date(5);"],
  ])("is not seen in %s", (_what, text) => {
    expect(sinsOf("src/thought/a.ts", text)).toEqual([]);
  });

  it("is not seen in a test that uses a lower room's fixture, and is in anything else", () => {
    const text = 'import "../model/a.fixture.ts";';
    expect(sinsOf("src/left/a.test.ts", text)).toEqual([]);
    expect(sinsOf("src/left/a.ts", text)).toEqual(["1 door"]);
    expect(sinsOf("src/left/a.test.ts", 'import "../right/a.fixture.ts";')).toEqual([
      "1 direction",
    ]);
  });

  it("is found in a circle of files, unless types or lazy imports make it", () => {
    put("src/left/b.ts", 'import { a } from "./a.ts";\n');
    const both = ["src/left/b.ts", "src/left/a.ts"];
    put("src/left/a.ts", 'import { b } from "./b.ts";\n');
    expect(findSins(root, both).map((sin) => sin.rule)).toEqual(["cycle"]);
    put("src/left/a.ts", 'import type { b } from "./b.ts";\n');
    expect(findSins(root, both)).toEqual([]);
    put("src/left/a.ts", 'await import("./b.ts");\n');
    expect(findSins(root, both)).toEqual([]);
  });

  it("cannot hide behind a table that is not there", () => {
    put("elsewhere/ARCHITECTURE.md", "# No table\n");
    expect(() => readRooms(join(root, "elsewhere"))).toThrow(/no table/);
  });
});

describe("reading imports", () => {
  it("finds every form with its line", () => {
    const text = [
      'import a from "./a.ts";',
      'import type { B } from "./b.ts";',
      'export * from "./c.ts";',
      "const d = await import('./d.ts');",
      'type E = import("./e.ts").E;',
      'import "./f.ts";',
      'import h, { type I } from "./h.ts";',
    ].join("\n");
    const found = importsOf(readSource(text)).toSorted((x, y) => x.line - y.line);
    expect(found.map((each) => each.specifier)).toEqual(
      ["a", "b", "c", "d", "e", "f", "h"].map((name) => `./${name}.ts`),
    );
    expect(found.map((each) => each.line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(found.filter((each) => each.typeOnly).map((each) => each.line)).toEqual([2]);
  });
});
