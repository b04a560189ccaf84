import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyMask, withoutKey } from "./key-mask.ts";

function through(text: string, key: string, sizes: readonly number[]): string {
  const mask = new KeyMask(key);
  const bytes = Buffer.from(text);
  const out: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    if (at >= bytes.length) break;
    out.push(Buffer.from(mask.push(Buffer.from(bytes.subarray(at, at + size)))));
    at += size;
  }
  return Buffer.concat([...out, mask.end()]).toString();
}

describe("a key that passes by", () => {
  test("is taken out wherever it is cut into pieces, and nothing else is", () => {
    const pieces = fc.array(fc.constantFrom("abcab", "abcabd", "ab", "c", "é", "abcabcabd"));
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(pieces, sizes, (parts, cuts) => {
        const text = parts.join("");
        expect(through(text, "abcabd", cuts)).toBe(withoutKey(text, "abcabd"));
      }),
    );
  });

  test("leaves an answer as long as it was, and one without it untouched", () => {
    expect(withoutKey("x sk-1 y", "sk-1")).toBe("x **** y");
    expect(through("nothing here", "sk-1", [3])).toBe("nothing here");
    expect(through("anything", "", [3])).toBe("anything");
  });

  test("holds nothing back that cannot be its beginning", () => {
    const mask = new KeyMask("sk-1");
    expect(mask.push(Buffer.from("data: x\n\n")).toString()).toBe("data: x\n\n");
    expect(mask.push(Buffer.from("is it s")).toString()).toBe("is it ");
    expect(mask.push(Buffer.from("o\n")).toString()).toBe("so\n");
    expect(mask.end().length).toBe(0);
  });
});
