import { describe, expect, it } from "vitest";
import { appendWorkStream, appendWorkStreams, parseRoadmap } from "../index.ts";

const WORKS = [
  { id: "REQ-001", title: "Parse  dates", priority: "high", files: ["a.ts"], dependsOn: ["1.1"] },
  { id: "REQ-002", title: "Plain", effort: "S" },
  { id: "REQ-003", title: "Listed", acceptance: ["it works", "# and is no title"] },
  { id: "REQ-004", title: "Depends", dependsOn: ["REQ-001", "REQ-002"] },
  { id: "REQ-010", title: "🙈 wide" },
] as const;

const PHASES = "# R\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n";

const ROADMAPS: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["phases", PHASES],
  ["no last line ending", PHASES.trimEnd()],
  ["foreign line endings", PHASES.replaceAll("\n", "\r\n")],
  ["what was deferred behind it", `${PHASES}\n### Phase 9.1: Later\n- **Status:** Deferred\n`],
  ["icons", "# R\n\n### ⚪ REQ-1: First\nPriority: P1\n\n### ✅ REQ-2: Second\nPriority: P2\n"],
  ["unbulleted fields", "## Work Stream 1: A\n\n**Status**: Complete\n**Effort**: S\n\nText.\n"],
  ["a chapter behind it", `${PHASES}\n## Notes\n\nText.\n`],
  ["JSON", '{"requirements": [\n  {"id": "R-1", "title": "x", "status": "todo"}\n]}\n'],
];

function oneAfterTheOther(text: string, works: typeof WORKS): string {
  return works.reduce((edited, work) => {
    const appended = appendWorkStream(edited, work);
    if (!appended.ok) throw new Error(appended.error.message);
    return appended.value.text;
  }, text);
}

describe("adding several work streams", () => {
  it.each(ROADMAPS)("writes what adding one after the other writes: behind %s", (_, text) => {
    const added = appendWorkStreams(text, WORKS);
    expect(added.ok && added.value).toEqual({
      ids: WORKS.map(({ id }) => id),
      text: oneAfterTheOther(text, WORKS),
    });
  });

  it("refuses all of them for one whose id is taken, or that has no title", () => {
    const [one, two] = WORKS;
    for (const bad of [one, { ...two, id: "1.1" }, { ...two, title: " " }]) {
      expect(appendWorkStreams(PHASES, [one, two, bad])).toMatchObject({ ok: false });
    }
    expect(appendWorkStreams(PHASES, [])).toEqual({ ok: true, value: { ids: [], text: PHASES } });
  });

  it("adds thousands before a person gives up", () => {
    const works = Array.from({ length: 3000 }, (_, i) => ({ id: `REQ-${i}`, title: `Work ${i}` }));
    const added = appendWorkStreams(PHASES, works);
    expect(added.ok && parseRoadmap(added.value.text).workStreams).toHaveLength(3001);
  });
});
