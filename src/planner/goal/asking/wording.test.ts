import { describe, expect, it } from "vitest";
import { featuresOf, readWording } from "./wording.ts";

const titleWords = new Set(["parser", "export", "status"]);
const wordingOf = (said: string, question = said.endsWith("?")) => ({
  words: said.split(" "),
  titleWords,
  question,
});

describe("what a sentence is judged by", () => {
  it("holds no word that names work, and no number", () => {
    const features = featuresOf(wordingOf("is the parser export of 1.2 done ?"));
    expect(features).toContain("is_the");
    expect(features).toContain("<title>");
    expect(features).toContain("of_<number>");
    expect([...features].join(" ")).not.toMatch(/parser|export|1\.2/);
  });

  it("keeps the words of commands, whatever title they stand in", () => {
    expect(featuresOf(wordingOf("status please"))).toContain("status");
  });
});

describe("the wording of a sentence", () => {
  it.each([
    ["how far along are we with the parser ?", "status"],
    ["draft me a recap of what got finished this week", "report"],
    ["who is busy with what at the moment ?", "list_agents"],
    ["what can you do for me ?", "help"],
    ["halt all running agents at once", "stop"],
    ["build the parser", "work"],
  ])("tells what is asked for: %s", (said, asked) => {
    expect(readWording(wordingOf(said)).asked).toBe(asked);
  });

  it.each(["", "k", "?", "xyzzy"])(
    "asks for nothing where no word of it speaks for anything: %j",
    (said) => {
      const { asked, share } = readWording(wordingOf(said));
      expect(asked === "work" || share === 0).toBe(true);
    },
  );
});
