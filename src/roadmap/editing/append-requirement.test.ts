import { describe, expect, it } from "vitest";
import { appendWorkStream, parseRequirement, parseRoadmap } from "../index.ts";

const ROADMAP = "# R\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n";

describe("a JSON requirement", () => {
  it("becomes a work stream under its own id", () => {
    const read = parseRequirement({
      id: "REQ-042",
      title: "Parse dates",
      priority: "HIGH",
      dependencies: ["1.1"],
      files: ["src/dates.ts"],
    });
    if (!read.ok) throw new Error(read.error.message);
    const [one] = read.value;
    const added = appendWorkStream(ROADMAP, {
      id: one?.id ?? "",
      title: one?.title ?? "",
      dependsOn: one?.dependencies ?? [],
    });
    expect(added.ok && added.value.id).toBe("REQ-042");
    const streams = added.ok ? parseRoadmap(added.value.text).workStreams : [];
    expect(streams.map((stream) => stream.id)).toEqual(["1.1", "REQ-042"]);
    expect(streams[1]?.dependsOn).toEqual(["1.1"]);
  });

  it("is refused where its id is taken", () => {
    const again = appendWorkStream(ROADMAP, { id: "1.1", title: "Once more" });
    expect(again.ok).toBe(false);
  });
});
