import { describe, expect, it } from "vitest";
import type { StreamStatus } from "../../model/index.ts";
import {
  appendWorkStream,
  applyAdditions,
  applySplit,
  breakCycles,
  garden,
  gardenEdits,
  parseRoadmap,
  proposeAdditions,
  proposeSplit,
  rebaseEdit,
  setStatus,
} from "../index.ts";

function set(text: string, id: string, status: StreamStatus, reason?: string): string {
  const changed = setStatus(text, id, status, reason === undefined ? {} : { reason });
  if (!changed.ok) throw new Error(changed.error.message);
  return changed.value.text;
}

describe("the status of an item", () => {
  it.each([
    ["- [ ] a\r\n- [ ] b", "- [ ] a\r\n- [x] b"],
    ["\ufeff- [ ] b\r\n\r\nWords.", "\ufeff- [x] b\r\n\r\nWords."],
    ["- [] b", "- [x] b"],
    ["- [\u00a0] b\n", "- [x] b\n"],
    [
      "* [/] **b** (P1) <!-- c -->  \n  - [ ] part\n",
      "* [x] **b** (P1) <!-- c -->  \n  - [ ] part\n",
    ],
    ["- [X] a\n- [ ] b\n", "- [X] a\n- [X] b\n"],
    ["- [✅] a\n- [ ] b\n", "- [✅] a\n- [✅] b\n"],
    ["- [DONE] a\n- [TODO] b\n", "- [DONE] a\n- [DONE] b\n"],
    ["- [ ] b (blocked)\n", "- [x] b\n"],
    ["- [ ] ~~b~~\n", "- [x] ~~b~~\n"],
    ["## Done\n- [ ] b\n", "## Done\n- [x] b\n"],
    ["## Later\n- [ ] b (todo)\n", "## Later\n- [x] b\n"],
    ["- [ ] b\n  - Status: Open\n", "- [x] b\n  - Status: Complete\n"],
  ])("complete: %j becomes %j", (before, after) => {
    expect(set(before, "b", "complete")).toBe(after);
  });

  it.each<[string, StreamStatus, string]>([
    ["- [ ] b", "in_progress", "- [ ] b (in progress)"],
    ["- [/] a\n- [ ] b", "in_progress", "- [/] a\n- [/] b"],
    ["- [ ] b (S)  ", "blocked", "- [ ] b (S) (blocked)  "],
    ["- [ ] b ^id", "blocked", "- [ ] b (blocked) ^id"],
    ["- [/] b", "blocked", "- [ ] b (blocked)"],
    ["- [x] b", "blocked", "- [ ] b (blocked)"],
    ["- [x] b", "not_started", "- [ ] b"],
    ["- [ ] b (blocked: legal)\n", "not_started", "- [ ] b\n"],
    ["- [ ] b — WIP\n", "not_started", "- [ ] b\n"],
    ["- [ ] b 🚧", "deferred", "- [ ] b (deferred)"],
    ["- [ ] b", "cancelled", "- [ ] b (cancelled)"],
    ["- [ ] ~~a~~\n- [ ] b", "partial", "- [ ] ~~a~~\n- [ ] b (partial)"],
    ["## Later\n- [ ] b\n", "not_started", "## Later\n- [ ] b (todo)\n"],
    ["## Later\n- [x] b\n", "not_started", "## Later\n- [ ] b (todo)\n"],
    ["## Later\n- [ ] b (blocked)\n", "not_started", "## Later\n- [ ] b (todo)\n"],
    ["## Later\n- [ ] b (todo)\n", "deferred", "## Later\n- [ ] b (deferred)\n"],
  ])("%j as %s becomes %j, and its id stays", (before, status, after) => {
    expect(set(before, "b", status)).toBe(after);
    expect(set(after, "b", status)).toBe(after);
  });

  it("is refused where only a person can say it", () => {
    const struck = setStatus("- [ ] ~~b~~\n", "b", "not_started");
    expect(struck).toMatchObject({ ok: false, error: { reason: "unwritable", lines: [1] } });
  });

  it("with a reason stays until a person takes it back", () => {
    const text = "- [x] a\n- [ ] b (depends on a)\n";
    const held = set(text, "b", "blocked", "legal (has\nto) say yes");
    expect(held).toBe("- [x] a\n- [ ] b (depends on a) (blocked, on hold: legal has to say yes)\n");
    expect(garden(parseRoadmap(held)).unblocked).toEqual([]);
    expect(set(held, "b", "not_started")).toBe(text);
  });

  it("without one is gardened as soon as nothing stands in its way", () => {
    const text =
      "- [x] a\n- [ ] b (depends on a) (blocked)\n- [ ] c (blocked by b)\n## Blocked\n- [ ] d\n";
    const { text: after, garden: plan } = gardenEdits(text);
    expect(plan.unblocked.map(({ id }) => id)).toEqual(["b"]);
    expect(after).toBe(text.replace(" (blocked)", ""));
    expect(plan.stillBlocked).toMatchObject([
      { id: "d", reason: "on hold: it stands under “Blocked”" },
    ]);
  });
});

describe("an edit of ours on a text that a person has changed", () => {
  const BASE = "# App\n- [ ] a\n- [ ] b\n- [ ] c\n";

  function rebased(working: string, id = "b") {
    const ours = setStatus(BASE, id, "complete");
    if (!ours.ok) throw new Error(ours.error.message);
    return rebaseEdit(BASE, ours.value.edits, working);
  }

  it.each([
    ["moved and given words", "- [ ] new\n## Now\n- [ ] b (P1)\n- [ ] a\n", "- [x] b (P1)"],
    ["begun", "- [ ] a\n- [/] b\n", "- [x] b"],
    ["in a file that has a heading of a dialect by now", `${BASE}### Phase 1.1: d\n`, "- [x] b"],
  ])("is made where the item is: %s", (_name, working, line) => {
    const { text, conflicts } = rebased(working);
    expect(conflicts).toEqual([]);
    expect(text.split("\n")).toContain(line);
    expect(text.length).toBe(working.length);
  });

  it.each([
    ["ticked by them", "- [ ] a\n- [x] b\n", []],
    ["blocked by them", "- [ ] a\n- [ ] b (blocked: ask)\n", ["changed"]],
    ["called otherwise by them", "- [ ] a\n- [ ] b or so\n", ["gone"]],
    ["one of two by now", "- [ ] b\n- [ ] a\n- [ ] b\n", ["ambiguous"]],
  ])("is not made where it is %s", (_name, working, reasons) => {
    const { text, conflicts } = rebased(working);
    expect(text).toBe(working);
    expect(conflicts.map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe("new work in a list", () => {
  it.each([
    ["- [ ] a", "- [ ] a\n- [ ] c d"],
    ["* [x] a\r\n\r\nWords.\r\n", "* [x] a\r\n* [ ] c d\r\n\r\nWords.\r\n"],
    ["1. [x] a\n2. [ ] b\n   - note\n", "1. [x] a\n2. [ ] b\n   - note\n3. [ ] c d\n"],
    ["- [ ] a\n## Later\n- [ ] b\n", "- [ ] a\n- [ ] c d\n## Later\n- [ ] b\n"],
    ["- [x] T001 a\n- [ ] T002 b\n", "- [x] T001 a\n- [ ] T002 b\n- [ ] T003 c d\n"],
    ["- [ ] **1.9** a\n", "- [ ] **1.9** a\n- [ ] **1.10** c d\n"],
    ["- Pages\n  - [ ] a\n", "- Pages\n  - [ ] a\n  - [ ] c d\n"],
    ["\ufeff- [ ] a\n", "\ufeff- [ ] a\n- [ ] c d\n"],
  ])("%j becomes %j", (before, after) => {
    const added = appendWorkStream(before, { title: "c d" });
    expect(added).toMatchObject({ ok: true, value: { text: after } });
  });

  it("says what it was given in the list's own words", () => {
    const work = {
      title: "Cache",
      priority: "high",
      effort: "S",
      dependsOn: ["a-b"],
      files: ["src/cache.ts"],
      acceptance: ["hits are counted"],
    } as const;
    const added = appendWorkStream("- [ ] a b\n", work);
    if (!added.ok) throw new Error(added.error.message);
    expect(added.value.text).toBe(
      "- [ ] a b\n- [ ] Cache (high, S, depends on a-b)\n  - Files: src/cache.ts\n  - Done when:\n    - hits are counted\n",
    );
    const { workStreams } = parseRoadmap(added.value.text);
    expect(workStreams[1]).toMatchObject({
      id: "cache",
      priority: "high",
      effort: "S",
      dependsOn: ["a-b"],
      files: ["src/cache.ts"],
      acceptance: [{ text: "hits are counted" }],
    });
  });

  it.each([
    ["- [ ] Cache\n", "Cache"],
    ["## A\n- [ ] Cache\n## B\n- [ ] Cache\n", "Cache"],
    ["- [ ] a\n", "Cache (done)"],
    ["## Done\n- [x] a\n", "Cache"],
  ])("to %j, “%s” is refused", (text, title) => {
    expect(appendWorkStream(text, { title })).toMatchObject({
      ok: false,
      error: { reason: "unwritable" },
    });
  });

  it("that an agent proposes is written once", () => {
    const text = "- [ ] a\n";
    const written = JSON.stringify([
      { id: "x", title: "One more" },
      { id: "y", title: "And another", dependencies: ["x", "a"] },
    ]);
    const proposed = proposeAdditions(text, written);
    if (!proposed.ok) throw new Error(proposed.error.message);
    const applied = applyAdditions(text, proposed.value);
    if (!applied.ok) throw new Error(applied.error.message);
    expect(applied.value).toContain("And another (depends on one-more, a)\n");
    expect(applyAdditions(applied.value, proposed.value)).toEqual(applied);
  });

  it("divides an item by its tasks, and the whole waits for the parts", () => {
    const text = "- [ ] Log in\n  - [ ] the form\n  - [ ] the session\n- [ ] b\n";
    const parts = proposeSplit(text, "log-in", []);
    if (!parts.ok) throw new Error(parts.error.message);
    const split = applySplit(text, "log-in", parts.value);
    if (!split.ok) throw new Error(split.error.message);
    const { workStreams } = parseRoadmap(split.value);
    expect(workStreams.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ["log-in", ["log-in.1", "log-in.2"]],
      ["log-in.1", []],
      ["log-in.2", ["log-in.1"]],
      ["b", []],
    ]);
  });

  it.each([
    ["- [ ] a\n- [ ] b (depends on c)\n- [ ] c (S, after b)\n", "- [ ] b\n"],
    ["- [ ] b (waits on c)\n- [ ] c\n  - waits on b\n", "- [ ] b\n"],
    ["- [ ] b (P1, needs: c)\n- [ ] c\n  - Depends on: b\n", "- [ ] b (P1)\n"],
    ["- [ ] b — depends on: c\n- [ ] c ⛔ b\n", "- [ ] b\n"],
    ["- [ ] a\n- [ ] b (depends on a, c)\n- [ ] c (depends on b)\n", "- [ ] b (depends on a)\n"],
  ])("a circle in %j is opened at its weakest", (text, line) => {
    const { text: after, cuts, left } = breakCycles(text);
    expect([cuts.length, left]).toEqual([1, []]);
    expect(after).toContain(line);
    expect(parseRoadmap(after).diagnostics).toEqual([]);
  });
});
