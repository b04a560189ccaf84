import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../model/index.ts";
import { splitLines } from "./lines.ts";

const lines = (text: string | Uint8Array): string[] => [
  ...splitLines(typeof text === "string" ? Buffer.from(text) : text),
];

test("lines end in LF or CRLF, and the last one need not end", () => {
  expect(lines("a\r\nb\n\nc")).toEqual(["a", "b", "", "c"]);
  expect(lines("")).toEqual([]);
  expect(lines("a\n")).toEqual(["a"]);
});

test("a line without end is cut at its limit", () => {
  const [line = ""] = lines(Buffer.alloc(LIMITS.outputLineBytesMax * 3, "x"));
  expect(line.length).toBe(LIMITS.outputLineBytesMax);
});

test("whatever the bytes are, it never throws and loses no line", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const found = lines(bytes);
      const ends = bytes.filter((byte) => byte === 0x0a).length;
      const isOpen = bytes.length > 0 && bytes.at(-1) !== 0x0a;
      expect(found.length).toBe(ends + (isOpen ? 1 : 0));
      for (const line of found) expect(line).not.toContain("\n");
    }),
  );
});
