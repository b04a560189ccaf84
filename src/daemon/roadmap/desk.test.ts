import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evolve } from "../../engine/index.ts";
import type { State, TargetConfig } from "../../model/index.ts";
import { LIMITS, OrchestratorError, initialState } from "../../model/index.ts";
import { RoadmapDesk } from "./desk.ts";
import { targetConfig } from "../../model/state.fixture.ts";

let folder = "";
let desk: RoadmapDesk;
let target: TargetConfig;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-desk-"));
  target = targetConfig(folder, { roadmap: "roadmap.md" });
  desk = new RoadmapDesk([target]);
});

afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(...ids: readonly string[]): void {
  const blocks = ids.map((id) => `### Phase ${id}: Stream ${id}\n- **Status:** ⚪ Not Started\n`);
  writeFileSync(join(folder, "roadmap.md"), `# Roadmap\n\n${blocks.join("\n")}`);
}

/** The state after what the desk saw was noted. */
function noted(state: State): State {
  const input = desk.look(target, state, 1);
  if (input?.type !== "roadmap-observed") throw new Error("nothing was seen");
  const { type: _, ...seen } = input;
  return evolve(state, { type: "roadmap-noted", ...seen });
}

test("what changed since the last look is told, and nothing else", () => {
  write("1.1", "1.2");
  const state = noted(initialState());
  expect(desk.look(target, state, 2)).toBeNull();
  write("1.2", "1.3");
  const input = desk.look(target, state, 3);
  expect(input).toMatchObject({ type: "roadmap-observed", removed: ["self:1.1"] });
  expect(input?.type === "roadmap-observed" && input.upserted.map(({ id }) => id)).toContain("1.3");
});

test("a roadmap that is not there is a failed look with its name, and what was read is kept", () => {
  write("1.1");
  expect(desk.stream(target, "self:1.1")?.stream.title).toBe("Stream 1.1");
  rmSync(join(folder, "roadmap.md"));
  expect(() => desk.look(target, initialState(), 1)).toThrow(OrchestratorError);
  expect(desk.stream(target, "self:1.1")?.text).toContain("### Phase 1.1");
  expect(desk.stream(target, "self:9.9")).toBeNull();
});

const requirementsOf = (ids: readonly string[]): string =>
  JSON.stringify(ids.map((id) => ({ id, title: "B", status: "pending", description: "It is" })));
const tasksOf = (ids: readonly string[]): string => `{"tasks":${requirementsOf(ids)}}`;
const issuesOf = (ids: readonly string[]): string =>
  ids
    .map((id) => JSON.stringify({ id, title: "B", status: "open", issue_type: "task" }))
    .join("\n");

test.each([
  ["taskmaster", ".taskmaster", "tasks.json", tasksOf],
  ["beads", ".beads", "issues.jsonl", issuesOf],
  ["markdown", "roadmap.json", "", requirementsOf],
] as const)(
  "half a file of %s removes nothing, and what was read is kept",
  (kind, at, name, of) => {
    target = targetConfig(folder, { roadmap: at, source: { kind } });
    const file = join(folder, at, name);
    if (name !== "") mkdirSync(join(folder, at));
    writeFileSync(file, of(["REQ-1", "REQ-2"]));
    const state = noted(initialState());
    writeFileSync(file, of(["REQ-1", "REQ-2"]).slice(0, -30));
    expect(() => desk.look(target, state, 2)).toThrow(OrchestratorError);
    expect(desk.stream(target, "self:REQ-2")?.stream.title).toBe("B");
    writeFileSync(file, of(["REQ-1"]));
    expect(desk.look(target, state, 3)).toMatchObject({ removed: ["self:REQ-2"] });
  },
);

test("a line that could never be read keeps nobody from removing work", () => {
  target = targetConfig(folder, { roadmap: ".beads", source: { kind: "beads" } });
  mkdirSync(join(folder, ".beads"));
  const file = join(folder, ".beads", "issues.jsonl");
  writeFileSync(file, `{"id"\n${issuesOf(["b-1", "b-2"])}`);
  const state = noted(initialState());
  writeFileSync(file, `{"id"\n${issuesOf(["b-1"])}`);
  expect(desk.look(target, state, 2)).toMatchObject({ removed: ["self:b-2"] });
});

test("a file that somebody writes in steps is told of when it is whole", async () => {
  write("1.1", "1.2");
  const seen: string[][] = [];
  const whole = new Promise<void>((resolve) => {
    desk.watch(() => {
      const input = desk.look(target, initialState(), 1);
      if (input?.type !== "roadmap-observed") return;
      seen.push(input.upserted.map(({ id }) => id));
      if (input.upserted.length === 3) resolve();
    });
  });
  writeFileSync(join(folder, "roadmap.md"), "");
  await new Promise((resolve) => setTimeout(resolve, 20));
  write("1.1");
  await new Promise((resolve) => setTimeout(resolve, 20));
  write("1.1", "1.2", "1.3");
  await whole;
  expect(seen.at(-1)).toEqual(["1.1", "1.2", "1.3"]);
  expect(seen).not.toContainEqual([]);
});

test("a folder that cannot be looked at for a while is looked at again", async () => {
  mkdirSync(join(folder, "plans"));
  target = targetConfig(folder, { roadmap: "plans/roadmap.md" });
  desk = new RoadmapDesk([target]);
  const roadmap = join(folder, "plans", "roadmap.md");
  writeFileSync(roadmap, "# Roadmap\n");
  let told = 0;
  await new Promise<void>((resolve) => {
    desk.watch(() => {
      told += 1;
      if (told === 2) return resolve();
      renameSync(join(folder, "plans"), join(folder, "away"));
      symlinkSync("plans", join(folder, "plans"));
      setTimeout(() => {
        rmSync(join(folder, "plans"));
        renameSync(join(folder, "away"), join(folder, "plans"));
        writeFileSync(roadmap, "# Another\n");
      }, 2 * LIMITS.roadmapPollMs);
    });
  });
  expect(told).toBe(2);
});

test("what was put off is told of when it comes due, though nobody writes", async () => {
  target = targetConfig(folder, { roadmap: ".beads", source: { kind: "beads" } });
  desk = new RoadmapDesk([target]);
  mkdirSync(join(folder, ".beads"));
  const until = new Date(Date.now() + 1_500).toISOString();
  const issue = { id: "b-1", title: "One", status: "open", defer_until: until };
  writeFileSync(join(folder, ".beads", "issues.jsonl"), `${JSON.stringify(issue)}\n`);
  let state = initialState();
  const seen: (string | undefined)[] = [];
  await new Promise<void>((resolve) => {
    desk.watch(() => {
      state = noted(state);
      seen.push(state.streams.get("self:b-1")?.facts.status);
      if (seen.length === 2) resolve();
    });
  });
  expect(seen).toEqual(["deferred", "not_started"]);
});

test("a file that an editor puts in place by renaming is seen", async () => {
  write("1.1");
  let told = 0;
  const twice = new Promise<void>((resolve) => {
    desk.watch(() => {
      told += 1;
      if (told === 1) {
        writeFileSync(join(folder, "new.md"), "# Roadmap\n");
        renameSync(join(folder, "new.md"), join(folder, "roadmap.md"));
      } else resolve();
    });
  });
  await twice;
  expect(told).toBe(2);
});
