import { describe, expect, it } from "vitest";
import { isPasted, toldIn } from "./told.ts";

describe("what is pasted from elsewhere", () => {
  it.each([
    "> could you start the parser?",
    "> start the parser\n> and the export",
    "Maria: I can take the parser next",
    "fix: the parser returned 500",
    "feat(search): index and ranking, closes #210",
    "Merge pull request #88 from maria/parser",
    "ERROR parser timed out after 30s",
    "[INFO] parser started at 02:00",
    "- [x] parser",
  ])("is known by how it begins: %s", (goal) => {
    expect(isPasted(goal)).toBe(true);
  });

  it.each([
    "start the parser",
    "docs: DOC-1",
    "Maria: start the parser",
    "> the parser, anyone? -- yes, start it",
    "> the parser\nyes, start it",
    "- [ ] parser",
  ])("is not what is said here: %s", (goal) => {
    expect(isPasted(goal)).toBe(false);
  });
});

describe("what speaks about work", () => {
  it.each([
    "52 or so",
    "validate my idea about the parser",
    "any thoughts , my view on 1.2 is bad",
  ])("asks for nothing of it: %s", (said) => {
    expect(toldIn(said.split(" "))).not.toBeNull();
  });
});
