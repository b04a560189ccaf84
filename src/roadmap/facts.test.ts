import { describe, expect, it } from "vitest";
import { diffFacts, markStreams, toFacts } from "./facts.ts";
import { parseRoadmap } from "./parse.ts";

const facts = (text: string) => toFacts(parseRoadmap(text), "self");

describe("facts for the engine", () => {
  it("say what may be worked on and what can never start", () => {
    const text = [
      "### Phase 1.1: a ⭐ BOOTSTRAP",
      "- **Status:** 🔴 Blocked",
      "- **Depends On:** Phase 1.2",
      "### Phase 1.2: b",
      "- **Status:** 🔴 Blocked (ask Ann)",
      "### Phase 1.3: c",
      "- **Status:** 🔄 In Progress",
      "- **Agent:** Ann",
      "### Phase 1.4: d",
      "- **Agent:** Ann",
      "- **Depends On:** Phase 7.7",
    ].join("\n");
    expect(facts(text)).toMatchObject([
      { key: "self:1.1", workable: true, bootstrap: true, dependsOn: ["self:1.2"], defect: null },
      { key: "self:1.2", workable: false, order: 1 },
      { key: "self:1.3", workable: false, assignee: "Ann" },
      {
        key: "self:1.4",
        workable: true,
        assignee: null,
        dependsOn: [],
        defect: expect.stringContaining("7.7"),
      },
    ]);
  });

  it("have unique keys: a shared id is one defective stream", () => {
    const found = facts("### REQ-1: a\n### REQ-1: b\n### REQ-2: c\n");
    expect(found.map(({ key, defect }) => [key, defect === null])).toEqual([
      ["self:REQ-1", false],
      ["self:REQ-2", true],
    ]);
    expect(found[0]?.defect).toContain("1, 2");
  });
});

it("a difference names what is new or changed and what is gone", () => {
  const before = facts("### REQ-1: a\n### REQ-2: b\n### REQ-3: c\n**Depends On**: REQ-1\n");
  const after = facts("### REQ-2: b\n### REQ-3: c\n**Depends On**: REQ-2\n### REQ-4: d\n");
  expect(diffFacts(before, before)).toEqual({ upserted: [], removed: [] });
  const { upserted, removed } = diffFacts(before, after);
  expect(upserted.map(({ id }) => id)).toEqual(["REQ-2", "REQ-3", "REQ-4"]);
  expect(removed).toEqual(["self:REQ-1"]);
});

it("the remark on a line of an index is a mark of its work", () => {
  const text = [
    "## Ready",
    "- ⚪ REQ-1: First (S) ← NEW",
    "- ⚪ REQ-2: Second (S)",
    "- ⚪ REQ-3: Third (S) ← Start here",
    "### ⚪ REQ-1: First",
    "**Status:** ⚪ Not started",
    "### ⚪ REQ-2: Second",
    "**Status:** ⚪ Not started",
  ].join("\n");
  const marks = markStreams(parseRoadmap(text), "self");
  expect(marks.get("self:REQ-1")).toContain(" new ");
  expect(marks.get("self:REQ-2")).not.toContain(" new ");
  expect(marks.get("self:REQ-3")).toContain(" start here ");
});
