import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { readObject } from "./fields.ts";
import { LineReader } from "./lines.ts";

const lines = (...pieces: readonly (string | Uint8Array)[]): string[] => {
  const reader = new LineReader();
  const found = pieces.flatMap((piece) =>
    reader.push(typeof piece === "string" ? Buffer.from(piece) : piece),
  );
  return [...found, ...reader.end()];
};

test("lines end in LF or CRLF, and the last one need not end", () => {
  expect(lines("a\r\nb\n\nc")).toEqual(["a", "b", "", "c"]);
  expect(lines("")).toEqual([]);
  expect(lines("a\n")).toEqual(["a"]);
});

test("a line without end is cut at its limit, however it comes", () => {
  const piece = Buffer.alloc(LIMITS.outputLineBytesMax - 7, "x");
  for (const pieces of [[Buffer.concat([piece, piece, piece])], [piece, piece, piece]]) {
    const [line = "", ...rest] = lines(...pieces);
    expect(line.length).toBe(LIMITS.outputLineBytesMax);
    expect(rest).toEqual([]);
    expect(lines(...pieces, "\nnext")).toEqual([line, "next"]);
  }
});

test("whatever the bytes are and wherever they are cut, it finds the same lines", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(300), { maxLength: 6 }), (whole, cuts) => {
      const found = lines(whole);
      const ends = whole.filter((byte) => byte === 0x0a).length;
      const isOpen = whole.length > 0 && whole.at(-1) !== 0x0a;
      expect(found.length).toBe(ends + (isOpen ? 1 : 0));
      for (const line of found) expect(line).not.toContain("\n");
      const at = [0, ...cuts.map((one) => Math.min(one, whole.length)), whole.length];
      at.sort((a, b) => a - b);
      const pieces = at.slice(1).map((to, index) => whole.subarray(at[index], to));
      expect(lines(...pieces)).toEqual(found);
    }),
  );
});

test("characters that a cut divides come out whole", () => {
  const text = Buffer.from('{"text":"é 🦜 ü"}\n');
  for (let at = 0; at <= text.length; at++) {
    expect(lines(text.subarray(0, at), text.subarray(at))).toEqual(['{"text":"é 🦜 ü"}']);
  }
});

test("the room that a line was held in is another's, and nothing of either is in the other", () => {
  const room = Buffer.alloc(64);
  const reader = new LineReader();
  const found: string[] = [];
  const long = "x".repeat(300_000);
  for (const piece of [`${long}`, `${long}\nshort`, " one\nthe", " next", "\n", "last"]) {
    for (let at = 0; at < piece.length; at += room.length) {
      // As the caller does it: every piece comes in the same bytes.
      const bytes = room.write(piece.slice(at, at + room.length), "latin1");
      found.push(...reader.push(room.subarray(0, bytes)));
    }
  }
  room.fill("?");
  found.push(...reader.end());
  expect(found).toEqual([long + long, "short one", "the next", "last"]);
});

test("an object is read with white space behind it, and not at all when its end is missing", () => {
  expect(readObject('{"a":1} \t\r\n')).toEqual({ a: 1 });
  expect(readObject('{"a":"}')).toBeNull();
  expect(readObject('{"a":1')).toBeNull();
  expect(readObject("{")).toBeNull();
});
