import { describe, expect, test } from "vitest";
import { parseRoadmap } from "../parse.ts";

const roadmap = (line: string) => `# Roadmap

### Stage 1

${line}

#### Work Stream B2: LLM layer
**Status**: Not Started
**Dependencies**: Infrastructure (A1), Backend (A2)

#### Work Stream B3: Models
**Status**: Not Started
**Dependencies**: B2
`;

function waitsFor(line: string): readonly string[] {
  return parseRoadmap(roadmap(line)).workStreams[0]?.blockedBy ?? [];
}

describe("work that was moved out of the roadmap when it was done", () => {
  test.each([
    "**Stage 1 Completion Summary**: Infrastructure (A1), Backend (A2), and Design (A4) all COMPLETED. See archive.",
    "**Archive Reference**: All completed work streams (A1, A2, A3) moved to `plans/archive.md` on 2025-12-05.",
    "- A1–A4 were finished in November; see the archive",
    "- [x] A1: Infrastructure\n- [x] **A2**: Backend",
    "- ✅ A1: Infrastructure\n- ✅ A2 Backend",
    "**Note:** Work Stream A1 and Work Stream A2 have been archived.",
    "- A1 completed 2025-11-30\n- A2 completed on 2025-12-01",
  ])("holds nobody up: %s", (line) => {
    const { workStreams, diagnostics } = parseRoadmap(roadmap(line));
    const [stream] = workStreams;
    expect(stream?.blockedBy).toEqual([]);
    expect(stream?.available).toBe(true);
    expect(stream?.dependsOn).toEqual(["A1", "A2"]);
    expect(diagnostics).toEqual([]);
  });

  test.each([
    "",
    "**Note:** B2 can start when A1 and A2 are completed.",
    "**Goal**: A1 and A2 are done in June.",
    "**Exit criteria:** A1, A2 all complete",
    "**Status:** A1 and A2 are not done, B1 is done",
    "- [ ] A1 and A2 are completed",
    "- A1, A2: 80 % now done",
    "**Milestone 1**: A1 and A2 are complete",
    "- A1 and A2 will be completed",
    "- Once all completed work (A1, A2) is moved to the archive, start",
    "```\n- [x] A1\n- [x] A2\n```",
    "- Mark A1 and A2 as completed 2025-12-05",
    "- All completed work moved to the archive, then A1, A2",
  ])("is not taken for done by: %s", (line) => {
    expect(waitsFor(line)).toEqual(["A1", "A2"]);
  });

  test("is said of each by itself, and never of work that is here", () => {
    expect(waitsFor("- A1 is now done. A2 is in progress.")).toEqual(["A2"]);
    const { workStreams } = parseRoadmap(roadmap("**Archive**: A1, A2 and B2 are all completed."));
    expect(workStreams.map(({ status }) => status)).toEqual(["not_started", "not_started"]);
    expect(workStreams[1]?.blockedBy).toEqual(["B2"]);
  });
});
