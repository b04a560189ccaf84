import { describe, expect, it } from "vitest";
import { safeBlock, safeText } from "./safe.ts";

describe("safeText", () => {
  it("removes colours, cursor moves and window titles", () => {
    expect(safeText("\u001b[31mred\u001b[0m \u001b[2Jx \u001b]0;title\u0007y")).toBe("red x y");
    expect(safeText("\u009b31mred\u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\")).toBe(
      "redlink",
    );
  });

  it("keeps the text after an escape that never ends", () => {
    expect(safeText("a\u001b]0;never ended")).toBe("a0;never ended");
    expect(safeText("a\u0090b")).toBe("ab");
  });

  it("removes marks that turn or hide text", () => {
    expect(safeText("user\u202Etxt.exe\u202C\u200B\u2066x\u2069\uFEFF\u{E0041}")).toBe(
      "usertxt.exex",
    );
  });

  it("puts a title on one line", () => {
    expect(safeText("a\r\nb\tc\u2028d")).toBe("a b c d");
  });

  it("leaves other writing systems, accents and emoji alone", () => {
    const text = "日本語 ✅ é עברית 👩🏽";
    expect(safeText(text)).toBe(text);
  });

  it("replaces half characters, which no terminal can show", () => {
    expect(safeText("a\ud800b")).toBe("a\ufffdb");
  });

  it("reads a million unfinished escapes in one go", () => {
    const text = "\u0090".repeat(200_000) + "\u001b]".repeat(200_000);
    expect(safeText(text)).toBe("");
  });
});

describe("safeBlock", () => {
  it("keeps the lines of a block and takes the escapes out of each", () => {
    expect(safeBlock("a\r\n\u001b[1mb\u001b[0m\rc\td")).toBe("a\nb\nc    d");
  });
});
