import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  checkRoadmapHealth,
  gardenRoadmap,
  getAvailableWorkStreams,
  interpretGoal,
  parseRoadmap,
} from "../index.ts";

const ROADMAP = `### Phase 1.1: Task Parser

- **Status:** ✅ Complete

### Phase 1.2: Decomposition Engine

- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
- **Effort:** M

### Phase 1.3: Registry

- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1
`;

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-api-"));
  file = join(folder, "roadmap.md");
  writeFileSync(file, ROADMAP);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the library", () => {
  it("parses a roadmap and says what is available, as the seeds do", () => {
    expect(parseRoadmap({ file }).map((stream) => stream.id)).toEqual(["1.1", "1.2", "1.3"]);
    const [first] = getAvailableWorkStreams({ file });
    expect(`Phase ${first?.id}: ${first?.title} [${first?.effort}]`).toBe(
      "Phase 1.2: Decomposition Engine [M]",
    );
  });

  it("interprets a goal and starts nothing", () => {
    const result = interpretGoal("Build the decomposition engine", { file });
    expect(result.matched.map((match) => match.id)).toEqual(["1.2"]);
    expect(result.confidence).toBeGreaterThan(0.5);
  });

  it("has health and gardening that agree", () => {
    const health = checkRoadmapHealth({ file });
    const tried = gardenRoadmap({ file, dryRun: true });
    expect(tried.unblocked.map((each) => each.id)).toEqual(health.unblockable);
    expect(readFileSync(file, "utf8")).toBe(ROADMAP);
    gardenRoadmap({ file });
    expect(checkRoadmapHealth({ file }).unblockable).toEqual([]);
  });

  it("throws an error with a code for a roadmap that is not there", () => {
    expect(() => parseRoadmap({ file: join(folder, "none.md") })).toThrowError(
      expect.objectContaining({ code: "no-roadmap", exitCode: 3 }),
    );
  });
});
