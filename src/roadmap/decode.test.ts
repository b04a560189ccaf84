import { describe, expect, it } from "vitest";
import { LIMITS } from "../model/index.ts";
import { byteRange, decodeRoadmap, encodeRoadmap } from "./decode.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decoding", () => {
  it("keeps every byte of UTF-8, BOM included", () => {
    const text = "\ufeff# Ä ✅ 🔴 \u{10ffff} \r\nend";
    expect(decodeRoadmap(utf8(text))).toEqual({ ok: true, value: text });
    expect(encodeRoadmap(text)).toEqual(utf8(text));
    expect(encodeRoadmap("\ud800x")).toEqual(utf8("\ud800x"));
  });

  it("crosses its pieces anywhere", () => {
    for (let pad = 8188; pad < 8196; pad++) {
      const text = `${"a".repeat(pad)}🔴✅b`;
      expect(decodeRoadmap(utf8(text))).toEqual({ ok: true, value: text });
    }
  });

  it.each([
    ["a zero byte", [0x23, 0x0a, 0x00], 2],
    ["UTF-16", [0xff, 0xfe, 0x23, 0x00], 0],
    ["a stray continuation", [0x0a, 0x0a, 0x80], 3],
    ["an overlong slash", [0xc0, 0xaf], 1],
    ["an overlong euro", [0xe0, 0x82, 0xac], 1],
    ["a surrogate", [0xed, 0xa0, 0x80], 1],
    ["a point beyond Unicode", [0xf4, 0x90, 0x80, 0x80], 1],
    ["a cut-off sequence", [0x23, 0xe2, 0x9c], 1],
    ["Latin-1", [0x4d, 0xfc, 0x6c], 1],
  ])("refuses %s", (_name, bytes, line) => {
    expect(decodeRoadmap(Uint8Array.from(bytes))).toMatchObject({
      ok: false,
      error: { code: "not-text", severity: "error", line },
    });
  });

  it("refuses 100 MB without reading them", () => {
    const bytes = new Uint8Array(100 * 1024 * 1024);
    expect(bytes.length).toBeGreaterThan(LIMITS.roadmapBytesMax);
    expect(decodeRoadmap(bytes)).toMatchObject({ ok: false, error: { code: "too-large" } });
  });
});

it("counts spans in bytes", () => {
  const text = "ä✅🔴x";
  expect(byteRange(text, { start: 1, end: 4 })).toEqual({ start: 2, end: 9 });
});
