import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../../../model/index.ts";
import { linesOf, piecesOf } from "./agent-output.ts";

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    if (at < bytes.length) pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

test("wherever an output is cut into pieces, its lines are the same", () => {
  const text = fc.array(fc.constantFrom("a", "ä", "\n", "\r\n", "🙂", "{}"), { maxLength: 40 });
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });
  fc.assert(
    fc.property(text, sizes, (parts, at) => {
      const bytes = Buffer.from(parts.join(""));
      expect([...linesOf(cut(bytes, at))]).toEqual([...linesOf([bytes])]);
    }),
  );
});

test("of a line without end the beginning is kept, and what follows it is read", () => {
  const endless = Buffer.alloc(LIMITS.outputLineBytesMax, "x");
  const lines = [...linesOf([endless, endless, endless, Buffer.from("x\nnext\n")])];
  expect(lines.map((line) => line.length)).toEqual([LIMITS.outputLineBytesMax, 4]);
});

test("an output is read to its length and no further", () => {
  const bytes = Buffer.from("0123456789");
  const read = (from: number, max: number) => bytes.subarray(from, Math.min(from + max, from + 3));
  expect(Buffer.concat([...piecesOf(read, 7)]).toString()).toBe("0123456");
  expect([...piecesOf(read, 0)]).toEqual([]);
  expect(Buffer.concat([...piecesOf(read, 70)]).toString()).toBe("0123456789");
});
