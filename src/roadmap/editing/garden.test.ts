import { describe, expect, it } from "vitest";
import { checkHealth, garden, gardenEdits } from "./garden.ts";
import { parseRoadmap } from "../parse.ts";

function plan(...streams: readonly (readonly [string, string, string?])[]): string {
  return streams
    .map(([id, status, depends]) => {
      const line = depends === undefined ? "" : `- **Depends On:** ${depends}\n`;
      return `### Phase ${id}: t\n- **Status:** ${status}\n${line}\n`;
    })
    .join("");
}

describe("gardening", () => {
  it("unblocks what waits for nothing any more", () => {
    const text = plan(
      ["1.1", "✅ Complete"],
      ["1.2", "🔴 Blocked", "Phase 1.1"],
      ["1.10", "🔴 Blocked", "Phase 1.1 ✅, Phase 1.3"],
      ["1.3", "🔴 Blocked", "1.2"],
    );
    const { unblocked, stillBlocked } = garden(parseRoadmap(text));
    expect(unblocked).toMatchObject([
      { id: "1.2", reason: "All dependencies complete", dependencies: ["1.1"] },
    ]);
    expect(stillBlocked).toMatchObject([
      { id: "1.3", pending: ["1.2"] },
      { id: "1.10", pending: ["1.3"] },
    ]);
    expect(gardenEdits(text).text).toBe(text.replace("🔴 Blocked", "⚪ Not Started"));
  });

  it("unblocks a bare block that lists nothing, and leaves a reason in words alone", () => {
    const text = plan(
      ["1.1", "Blocked"],
      ["1.2", "🔴 Blocked (ask Ann)"],
      ["1.3", "ESCALATED: law"],
    );
    const { unblocked, stillBlocked } = garden(parseRoadmap(text));
    expect(unblocked).toMatchObject([{ id: "1.1", reason: "No dependencies listed" }]);
    expect(stillBlocked).toMatchObject([
      { id: "1.2", pending: [], reason: "(ask Ann)" },
      { id: "1.3", pending: [], reason: "law" },
    ]);
  });

  it("never unblocks the phase after one that it cannot read", () => {
    const text = plan(
      ["1.1", "✅ Complete"],
      ["1.2", "Blocked", "1.1"],
      ["1.3", "🔴 Blocked", "1.2"],
    );
    const after = parseRoadmap(gardenEdits(text).text).workStreams;
    expect(after.map(({ status }) => status)).toEqual(["complete", "not_started", "blocked"]);
  });

  it("unblocks nothing in a circle, with an unknown name or a shared id", () => {
    const text = plan(
      ["1.1", "🔴 Blocked", "1.2"],
      ["1.2", "🔴 Blocked", "1.1"],
      ["1.3", "🔴 Blocked", "the API work"],
      ["1.4", "🔴 Blocked"],
      ["1.4", "🔴 Blocked"],
    );
    const roadmap = parseRoadmap(text);
    expect(garden(roadmap).unblocked).toEqual([]);
    expect(garden(roadmap).stillBlocked.every(({ reason }) => reason !== null)).toBe(true);
    expect(garden(roadmap).errors.map(({ code }) => code)).toEqual(["cycle", "duplicate-id"]);
  });

  it("reports claims that nobody holds", () => {
    const text = `${plan(["1.1", "🔄 In Progress"])}### Phase 1.2: t\n- **Status:** 🔄 In Progress\n- **Owner:** Ann\n`;
    const roadmap = parseRoadmap(text);
    expect(garden(roadmap).staleClaims).toMatchObject([{ id: "1.1" }]);
    expect(checkHealth(roadmap).available).toEqual(["1.1"]);
  });
});

it("health counts what gardening would do", () => {
  const text = plan(
    ["1.1", "✅ Complete"],
    ["1.2", "🔴 Blocked", "1.1"],
    ["1.3", "⚪ Not Started", "1.1"],
  );
  expect(checkHealth(parseRoadmap(text))).toMatchObject({
    totalWorkStreams: 3,
    byStatus: { complete: 1, blocked: 1, not_started: 1, in_progress: 0 },
    available: ["1.3"],
    blocked: ["1.2"],
    unblockable: ["1.2"],
  });
});
