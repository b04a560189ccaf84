import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceKind, StreamStatus } from "../../model/index.ts";
import { STREAM_STATUSES } from "../../model/index.ts";
import { encodeRoadmap } from "../decode.ts";
import { setStatus } from "../editing/edits.ts";
import { garden } from "../editing/garden.ts";
import { diffFacts, toFacts } from "../facts.ts";
import { parseRoadmap } from "../parse.ts";
import { rebaseEdit } from "../editing/rebase.ts";
import { fileEdits } from "./file-edits.ts";
import { recogniseSource } from "./readers.ts";
import { read, READY, SAMPLES, stream, volumeOf } from "./samples.fixture.ts";
import { unpackVolume } from "./volume.ts";

const KINDS = Object.keys(SAMPLES) as SourceKind[];

const idsOf = (kind: string) => read(kind).workStreams.map(({ id }) => id);

describe("every format", () => {
  test.each(KINDS)("%s reads without a complaint, and its first open work is ready", (kind) => {
    const roadmap = read(kind);
    expect(roadmap.diagnostics).toEqual([]);
    expect(roadmap.dialect).toBe(kind);
    expect(roadmap.workStreams.filter(({ available }) => available).map(({ id }) => id)).toContain(
      READY[kind],
    );
  });

  test.each(KINDS)("%s is recognised as itself before anything else", (kind) => {
    const files = SAMPLES[kind] ?? [];
    const sure = KINDS.map((each) => [recogniseSource(each, files), each] as const);
    expect(sure.sort((a, b) => b[0] - a[0])[0]?.[1]).toBe(kind);
  });

  test.each(KINDS)("%s: a volume comes apart into the files it was made of", (kind) => {
    const files = SAMPLES[kind] ?? [];
    const apart = unpackVolume(volumeOf(kind))?.files.map(({ path, text }) => ({ path, text }));
    expect(apart).toEqual(files);
  });

  test.each(KINDS)("%s: completing is read back, and frees what waited", (kind) => {
    const id = READY[kind] ?? "";
    const edited = setStatus(volumeOf(kind), id, "complete", { at: "2026-01-02T03:04:05Z" });
    if (!edited.ok) throw new Error(edited.error.message);
    const after = parseRoadmap(edited.value.text).workStreams;
    expect(after.find((each) => each.id === id)?.status).toBe("complete");
    expect(after.flatMap(({ blockedBy }) => blockedBy)).not.toContain(id);
  });

  test("any status written in any of them changes the bytes it says it changes, no others", () => {
    const endings = fc.constantFrom("\n", "\r\n");
    const statuses = fc.constantFrom<StreamStatus>(...STREAM_STATUSES);
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        endings,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        statuses,
        (kind, eol, bom, cut, place, status) => {
          const files = (SAMPLES[kind] ?? []).map(({ path, text }) => {
            const body = (cut ? text.replace(/\n$/, "") : text).replaceAll("\n", eol);
            return { path, text: (bom ? "\ufeff" : "") + body };
          });
          const text = volumeOf(kind, files);
          const streams = parseRoadmap(text).workStreams;
          expect(streams.length).toBe(read(kind).workStreams.length);
          const one = streams[place % streams.length];
          const edited = setStatus(text, one?.id ?? "", status);
          if (!edited.ok) return;
          const edits = fileEdits(text, edited.value.edits);
          expect(new Set(edits.map(({ path }) => path)).size).toBeLessThan(2);
          for (const { path, text: before } of files) {
            const after = unpackVolume(edited.value.text)?.files.find((each) => each.path === path);
            expect(encodeRoadmap(after?.text ?? "")).toEqual(
              exchange(
                encodeRoadmap(before),
                edits.filter((each) => each.path === path),
              ),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each(KINDS)("%s: what a person wrote meanwhile stays, and ours is made on it", (kind) => {
    const id = READY[kind] ?? "";
    const base = volumeOf(kind);
    const edited = setStatus(base, id, "complete", { at: "2026-01-02T03:04:05Z" });
    if (!edited.ok) throw new Error(edited.error.message);
    const mine = (SAMPLES[kind] ?? []).map(({ path, text }) => ({
      path,
      text: text.replace(/(Add the store|the counter|Ground|Bake it|Lay the wire|Boat)/, "$1, now"),
    }));
    const rebased = rebaseEdit(base, edited.value.edits, volumeOf(kind, mine), {
      at: "2026-01-02T03:04:05Z",
    });
    expect(rebased.conflicts).toEqual([]);
    const now = parseRoadmap(rebased.text);
    expect(now.workStreams.find((each) => each.id === id)?.status).toBe("complete");
    expect(rebased.text).toContain(", now");
  });

  test.each(KINDS)(
    "%s: a merge conflict left in a file is named and nothing of it starts",
    (kind) => {
      const [first, ...others] = SAMPLES[kind] ?? [];
      if (first === undefined) throw new Error("no sample");
      const text = `<<<<<<< HEAD\n${first.text}=======\n>>>>>>> theirs\n`;
      const { diagnostics } = read(kind, [{ ...first, text }, ...others]);
      expect(diagnostics).toContainEqual(
        expect.objectContaining({ code: "unreadable-source", file: first.path, severity: "error" }),
      );
    },
  );

  test("a text of any kind is read without throwing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.string({ unit: "binary", maxLength: 300 }),
        (kind, noise) => {
          const [first] = SAMPLES[kind] ?? [];
          const text = noise.replaceAll("\u0000", "");
          expect(() => read(kind, [{ path: first?.path ?? "", text }])).not.toThrow();
          const half = (first?.text ?? "").slice(0, 200) + text;
          expect(() => read(kind, [{ path: first?.path ?? "", text: half }])).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});

function exchange(
  bytes: Uint8Array,
  edits: readonly { readonly range: { start: number; end: number }; readonly bytes: Uint8Array }[],
): Uint8Array {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { range, bytes: fresh } of sorted) {
    parts.push(bytes.slice(at, range.start), fresh);
    at = range.end;
  }
  parts.push(bytes.slice(at));
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("Spec Kit", () => {
  test("phases are barriers, stories wait for the shared work and for what they cite", () => {
    expect(idsOf("spec-kit")).toEqual([
      "001-shelf/P1",
      "001-shelf/P2",
      "001-shelf/US1",
      "001-shelf/US2",
      "001-shelf/PN",
    ]);
    const deps = read("spec-kit").workStreams.map(({ dependsOn }) => dependsOn.length);
    expect(deps).toEqual([0, 1, 2, 3, 4]);
    expect(stream("spec-kit", "001-shelf/US2").dependsOn).toContain("001-shelf/US1");
  });

  test("a phase carries its tasks, files and priority, whatever language it is in", () => {
    const story = stream("spec-kit", "001-shelf/US1");
    expect(story.tasks.map(({ text }) => text.slice(0, 4))).toEqual(["T005", "T006"]);
    expect(story.files).toEqual(["test/put.test.ts", "src/put.ts"]);
    expect(story.priority).toBe("high");
    expect(stream("spec-kit", "001-shelf/US2").priority).toBe("medium");
    expect(stream("spec-kit", "001-shelf/P2").status).toBe("partial");
  });

  test("tasks without phases stand for themselves, [P] beside its neighbours", () => {
    const text = "- [ ] T001 a\n- [ ] T002 [P] b\n- [ ] T003 [P] c\n- [ ] T004 d\n";
    const roadmap = read("spec-kit", [{ path: "specs/002-x/tasks.md", text }]);
    expect(roadmap.workStreams.map(({ id, dependsOn }) => [id, dependsOn.length])).toEqual([
      ["002-x/T001", 0],
      ["002-x/T002", 1],
      ["002-x/T003", 1],
      ["002-x/T004", 3],
    ]);
  });

  test("two features may number alike, and one feature's folder names both its ids", () => {
    const text = "## Phase 1: a\n- [ ] T001 a\n";
    const roadmap = read("spec-kit", [
      { path: "specs/001-a/tasks.md", text },
      { path: "specs/001-b/tasks.md", text },
    ]);
    expect(roadmap.diagnostics).toEqual([]);
    expect(roadmap.workStreams.every(({ available }) => available)).toBe(true);
  });
});

describe("Kiro", () => {
  test("sub-tasks beside a task are its own, optional ones do not count", () => {
    const two = stream("kiro", "tea-timer/2");
    expect(two.tasks.map(({ text }) => text.slice(0, 3))).toEqual(["2.1", "2.2", "2.3"]);
    expect(two.status).toBe("partial");
    expect(two.dependsOn).toEqual(["tea-timer/1"]);
    expect(two.acceptance.map(({ text }) => text.slice(0, 8))).toEqual(["1.2: WHE", "2.1: WHE"]);
    const done = setStatus(volumeOf("kiro"), "tea-timer/2", "complete");
    expect(done.ok && done.value.text).toContain("- [ ]* 2.3 Test the bell");
  });

  test("a checkpoint looks at what was done, and may end without a change", () => {
    const text = [
      "- [ ] 1. Add a checkpoint table",
      "- [ ] 2. Checkpoint - Ensure all tests pass",
      "- [ ] 3. **Final checkpoint** — ask the user",
    ].join("\n");
    const roadmap = read("kiro", [{ path: ".kiro/specs/a/tasks.md", text }]);
    const facts = toFacts(roadmap, "self");
    expect(facts.map(({ isCheck }) => isCheck)).toEqual([undefined, true, true]);
    expect(diffFacts(facts, toFacts(roadmap, "self")).upserted).toEqual([]);
  });

  test("a dash is begun work", () => {
    expect(stream("kiro", "tea-timer/3").status).toBe("in_progress");
  });
});

describe("Taskmaster", () => {
  test("a task waits for tasks and for parts of tasks", () => {
    expect(stream("taskmaster", "3").dependsOn).toEqual(["2"]);
    expect(stream("taskmaster", "2").priority).toBe("medium");
    expect(stream("taskmaster", "1").priority).toBe("high");
    expect(stream("taskmaster", "2").files).toEqual(["src/walls.ts"]);
  });

  test("done is done with its parts; any other word is the task's own", () => {
    const done = setStatus(volumeOf("taskmaster"), "2", "complete");
    expect(done.ok && done.value.edits.length).toBe(2);
    const later = setStatus(volumeOf("taskmaster"), "2", "deferred");
    expect(later.ok && later.value.edits.length).toBe(1);
  });

  test("of another tag the ids carry the tag", () => {
    const state = { path: ".taskmaster/state.json", text: '{"currentTag": "garden"}' };
    const files = [...(SAMPLES["taskmaster"] ?? []), state];
    expect(read("taskmaster", files).workStreams.map(({ id }) => id)).toEqual(["garden/1"]);
  });

  test("invalid JSON is named with its line", () => {
    const text = '{\n "master": {\n "tasks": [,]\n}}';
    const { diagnostics } = read("taskmaster", [{ path: ".taskmaster/tasks/tasks.json", text }]);
    expect(diagnostics[0]).toMatchObject({ code: "unreadable-source", line: 3 });
  });

  test("two tasks with one id start neither", () => {
    const task = '{"id": 1, "title": "a", "status": "pending"}';
    const text = `{"tasks": [${task}, ${task}]}`;
    const roadmap = read("taskmaster", [{ path: ".taskmaster/tasks/tasks.json", text }]);
    expect(roadmap.workStreams.some(({ available }) => available)).toBe(false);
    expect(roadmap.diagnostics[0]?.code).toBe("duplicate-id");
  });
});

describe("Backlog.md", () => {
  test("the project's own last word means done, and is what is written", () => {
    expect(stream("backlog-md", "task-1").status).toBe("complete");
    const edited = setStatus(volumeOf("backlog-md"), "task-2", "complete");
    expect(edited.ok && edited.value.text).toContain("status: Baked # soon");
    const two = stream("backlog-md", "task-2");
    expect(two).toMatchObject({ title: "Bake it: well", priority: "high", assignee: "mira" });
    expect(two.acceptance.map(({ done }) => done)).toEqual([false, true]);
    expect(two.files).toEqual(["src/oven.ts"]);
  });

  test("there is no word for blocked, so none is written", () => {
    expect(setStatus(volumeOf("backlog-md"), "task-2", "blocked").ok).toBe(false);
  });

  test("a task without front matter is named, and the others are read", () => {
    const [, ...others] = SAMPLES["backlog-md"] ?? [];
    const bad = { path: "backlog/tasks/task-9 - x.md", text: "no front matter" };
    const roadmap = read("backlog-md", [bad, ...others]);
    expect(roadmap.diagnostics.map(({ file }) => file)).toContain(bad.path);
    expect(roadmap.workStreams.map(({ id }) => id)).toEqual(["task-2"]);
  });
});

describe("OpenSpec", () => {
  test("groups follow one another, changes follow what they depend on", () => {
    expect(idsOf("openspec")).toEqual(["add-lamp/1", "add-lamp/2", "add-switch"]);
    expect(stream("openspec", "add-lamp/2").dependsOn).toEqual(["add-lamp/1"]);
    expect(stream("openspec", "add-switch").dependsOn).toEqual(["add-lamp/1", "add-lamp/2"]);
  });
});

describe("Beads", () => {
  test("an epic is a chapter: to wait for it is to wait for what is in it", () => {
    expect(idsOf("beads")).toEqual(["bd-e1.1", "bd-e1.2", "bd-s", "bd-old"]);
    expect(stream("beads", "bd-s").dependsOn).toEqual(["bd-e1.1", "bd-e1.2"]);
    expect(stream("beads", "bd-e1.2").dependsOn).toEqual(["bd-e1.1"]);
    expect(stream("beads", "bd-e1.1")).toMatchObject({ priority: "critical", batch: "Boat" });
  });

  test("closing dates what is closed, reopening takes the date out, both in one line", () => {
    const at = { at: "2026-01-02T03:04:05Z" };
    const closed = setStatus(volumeOf("beads"), "bd-e1.1", "complete", at);
    expect(closed.ok && closed.value.text).toContain('"closed_at":"2026-01-02T03:04:05Z"}');
    const again = setStatus(closed.ok ? closed.value.text : "", "bd-e1.1", "not_started");
    expect(again.ok && again.value.text).toBe(volumeOf("beads"));
  });

  test("gardening reopens what was blocked by what is done", () => {
    const done = setStatus(volumeOf("beads"), "bd-e1.1", "complete");
    const plan = garden(parseRoadmap(done.ok ? done.value.text : ""));
    expect(plan.unblocked.map(({ id }) => id)).toEqual(["bd-e1.2"]);
  });

  test("a line that is no JSON is named, and who waits for it waits", () => {
    const [file] = SAMPLES["beads"] ?? [];
    const text = (file?.text ?? "").replace('{"id":"bd-e1.1"', '{"id" "bd-e1.1"');
    const roadmap = read("beads", [{ path: file?.path ?? "", text }]);
    expect(roadmap.diagnostics[0]).toMatchObject({ code: "unreadable-source", line: 2 });
    expect(roadmap.workStreams.find(({ id }) => id === "bd-e1.2")?.available).toBe(false);
  });
});
