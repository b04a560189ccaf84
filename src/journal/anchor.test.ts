import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Anchor, type AnchorPoint, readAnchor } from "./anchor.ts";

let path = "";
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "anchor-")), "journal.anchor");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true, force: true }));

const BLOCK = 4096;

const point = (seq: number): AnchorPoint => ({ seq, hash: Buffer.alloc(32, seq) });

function found(): number | null {
  const anchor = readAnchor(path);
  return anchor.kind === "found" ? anchor.point.seq : null;
}

/** What is found when that block of the file was torn by a power cut. */
function foundWithout(block: number): number | null {
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.from(bytes).fill(0xff, block * BLOCK, block * BLOCK + 40));
  const seq = found();
  writeFileSync(path, bytes);
  return seq;
}

test("every move is there for whoever looks, however quickly they follow one another", () => {
  const anchor = Anchor.open(path);
  for (let seq = 1; seq <= 200; seq++) {
    anchor.moveSoon(point(seq));
    expect(found()).toBe(seq);
  }
  anchor.close();
  expect(found()).toBe(200);
});

test("what was synced last outlives the tearing of all that was written since", () => {
  const anchor = Anchor.open(path);
  anchor.move(point(1));
  for (let seq = 2; seq <= 9; seq++) anchor.moveSoon(point(seq));
  expect(new Set([foundWithout(0), foundWithout(1)])).toEqual(new Set([1, 9]));
  anchor.move(point(10));
  anchor.moveSoon(point(11));
  expect(new Set([foundWithout(0), foundWithout(1)])).toEqual(new Set([10, 11]));
  anchor.close();
});

test("one that was opened again goes on in the other block", () => {
  const first = Anchor.open(path);
  for (let seq = 1; seq <= 3; seq++) first.moveSoon(point(seq));
  first.close();
  const next = Anchor.open(path);
  next.moveSoon(point(4));
  expect(new Set([foundWithout(0), foundWithout(1)])).toEqual(new Set([3, 4]));
  next.close();
});
