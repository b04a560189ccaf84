import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { endTail, openTail, readLines } from "./tail.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-tail-"));
  path = join(folder, "output");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("an output that grows", () => {
  it("is read in whole lines, wherever it was cut when somebody looked", () => {
    const tail = openTail();
    expect(readLines(path, tail)).toEqual([]);
    const seen: string[] = [];
    for (const byte of Buffer.from("key=sk-é🙈\nnext\nthird")) {
      appendFileSync(path, Buffer.from([byte]));
      seen.push(...readLines(path, tail));
    }
    expect(seen).toEqual(["key=sk-é🙈", "next"]);
    expect([endTail(tail), endTail(tail)]).toEqual(["third", ""]);
  });

  it("is not kept in memory where a line has no end", () => {
    const tail = openTail();
    appendFileSync(path, "x".repeat(LIMITS.outputLineBytesMax + 1));
    expect(readLines(path, tail).map(({ length }) => length)).toEqual([
      LIMITS.outputLineBytesMax + 1,
    ]);
    expect(tail.begun).toBe("");
  });
});
