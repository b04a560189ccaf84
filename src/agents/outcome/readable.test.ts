import { describe, expect, it } from "vitest";
import { NOTHING_SEEN, seeTail } from "../lines/seen.ts";
import { classifyExit, classifyStream } from "./classify.ts";
import { lastWords, readable } from "./readable.ts";

describe("the last words of an agent", () => {
  it.each<readonly [string, string, string]>([
    ["plain words as they are", "Fatal: no such file", "Fatal: no such file"],
    ["no colours", "\u001b[1;31merror\u001b[0m: no", "error: no"],
    ["no window titles and links", "\u001b]0;title\u0007\u001b]8;;http://a\u001b\\no", "no"],
    ["no turned or hidden text", "a\u202eb\u200bc", "abc"],
    ["a progress bar's newest state", "10 %\r50 %\r100 % done", "100 % done"],
    ["the line before mere controls", "it broke\n\u001b[2J\u001b[H\n \u0007\n", "it broke"],
    ["characters beyond the first plane whole", "done \u{1f389}", "done \u{1f389}"],
    ["letters of any language", "não há ficheiro — 没有文件", "não há ficheiro — 没有文件"],
  ])("are %s", (_what, text, words) => {
    expect(lastWords(text, 500)).toBe(words);
  });

  it("are only counted where they are no text", () => {
    const binary = "\u0000\u0001\ufffd\ufffd\u0002PK\u0003\u0004\ufffdabc";
    expect(lastWords(binary, 500)).toBe("(13 characters that are no text)");
  });

  it("are the end of a very long line, and say that it is cut", () => {
    const words = readable(`${"x".repeat(1_000_000)} the end`, 100);
    expect(words).toHaveLength(100);
    expect(words).toMatch(/^…x+ the end$/);
    expect(readable("\u{1f389}".repeat(1_000), 100)).toMatch(/^…\u{1f389}+$/u);
  });

  it("are readable in what is said of every end", () => {
    const judged = { title: "Agent", login: "login" };
    const garbage = "\u001b[31mit broke\u001b[0m\r\n\u001b[?25h";
    const exited = { kind: "exited", code: 3 } as const;
    expect(classifyExit(exited, garbage)).toMatchObject({ message: "it exited with 3: it broke" });
    const seen = seeTail(NOTHING_SEEN, garbage);
    const outcome = classifyStream(judged, exited, seen, 0);
    expect(outcome).toMatchObject({ message: "Agent exited with 3: it broke" });
    const end = { kind: "finished", text: "All \u001b[1mdone\u001b[0m\u0007" } as const;
    expect(classifyStream(judged, exited, { ...NOTHING_SEEN, end }, 0)).toMatchObject({
      kind: "claimed-done",
      summary: "All done",
    });
    const gaveUp = `no\u001b[2J${"y".repeat(99_999)}`;
    const said = classifyStream(judged, exited, { ...NOTHING_SEEN, gaveUp }, 0);
    expect(said.kind).toBe("gave-up");
    expect("message" in said ? said.message : "").toMatch(/^noy{1,2000}$/);
  });
});
