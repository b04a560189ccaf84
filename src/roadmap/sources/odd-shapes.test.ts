import { describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { setStatus } from "../editing/edits.ts";
import { parseRoadmap } from "../parse.ts";
import { lastDueAt } from "./beads-times.ts";
import { read, SAMPLES, stream, volumeOf } from "./samples.fixture.ts";
import { unpackVolume } from "./volume.ts";

describe("older and odder shapes", () => {
  test.each([
    [0, "critical"],
    [4, "low"],
    [5, "medium"],
    [null, "medium"],
  ])("the priority %j of Beads is %s", (priority, expected) => {
    const text = JSON.stringify({ id: "bd-1", title: "a", priority });
    const read = stream("beads", "bd-1", [{ path: ".beads/issues.jsonl", text }]);
    expect(read.priority).toBe(expected);
  });

  test("a long title is never cut in the middle of a character", () => {
    const title = `${"a".repeat(LIMITS.titleCharsMax - 1)}😀`;
    const tasks = JSON.stringify({ tasks: [{ id: 1, title }] });
    const { workStreams } = read("taskmaster", [
      { path: ".taskmaster/tasks/tasks.json", text: tasks },
    ]);
    const json = parseRoadmap(JSON.stringify([{ title }])).workStreams;
    const cut = title.slice(0, -2);
    expect([workStreams[0]?.title, json[0]?.title]).toEqual([cut, cut]);
  });

  test("what Taskmaster's tasks wait for is read however it is written, and nothing of it is passed over", () => {
    const waits: readonly unknown[] = [
      "1, 2",
      1,
      { id: 2 },
      [[1], null, ""],
      ["Task 1", "#2", "task-1", "02"],
      [true],
      { a: 1 },
      ["1.2", "later"],
      null,
    ];
    const tasks = [
      { id: 1, title: "a", subtasks: [{ id: 2, title: "s" }] },
      { id: 2, title: "b" },
      ...waits.map((dependencies, at) => ({ id: at + 3, title: "c", dependencies })),
    ];
    // Written out by hand: a number ends in no nought where a program writes it.
    const odd = ',{"id":30,"title":"d","dependencies":[1.20]}]}';
    const text = JSON.stringify({ tasks }).replace(/\]\}$/, odd);
    const { workStreams } = read("taskmaster", [{ path: ".taskmaster/tasks/tasks.json", text }]);
    expect(workStreams.slice(2).map(({ dependsOn }) => dependsOn)).toEqual([
      ["1", "2"],
      ["1"],
      ["2"],
      ["1"],
      ["1", "2"],
      ["true"],
      ['{"a":1}'],
      ["1", "later"],
      [],
      ["1.20"],
    ]);
  });

  test.each(["", '"status": null, ', '"status": 7, '])(
    "a task of Taskmaster's whose status is {%s} gets one when it is done",
    (written) => {
      const task = `{\r\n    ${written}"id": 1, "title": "a" }`;
      const text = `{ "tasks": [${task}] }`;
      const files = [{ path: ".taskmaster/tasks/tasks.json", text }];
      const edited = setStatus(volumeOf("taskmaster", files), "1", "complete");
      const after = unpackVolume(edited.ok ? edited.value.text : "")?.files[0]?.text ?? "";
      const wanted = written === "" ? '"status": "done",\r\n    ' : '"status": "done", ';
      expect(after).toBe(text.replace(`${written}"id"`, `${wanted}"id"`));
      expect(JSON.parse(after)).toMatchObject({ tasks: [{ id: 1, title: "a", status: "done" }] });
    },
  );

  test("what Beads has put off is no work until then, nor is what is in it, nor what is pinned", () => {
    const issue = (id: string, more: object = {}, parent: string | null = null) =>
      JSON.stringify({
        id,
        title: id,
        status: "open",
        ...more,
        dependencies: parent === null ? [] : [{ depends_on_id: parent, type: "parent-child" }],
      });
    const lines = [
      issue("b-1", { defer_until: "2026-03-01T00:00:00Z" }),
      issue("b-2", { defer_until: "2026-02-01T12:00:00+02:00" }),
      issue("b-3", { issue_type: "epic", defer_until: "2026-04-01T00:00:00Z" }),
      issue("b-4", {}, "b-3"),
      issue("b-5", { defer_until: "some day" }),
      issue("b-6", { pinned: true }),
      issue("b-7", { status: "closed", defer_until: "2030-01-01T00:00:00Z" }),
    ];
    const text = volumeOf("beads", [{ path: ".beads/issues.jsonl", text: lines.join("\n") }]);
    const readyAt = (at: string) => {
      const asOf = lastDueAt("beads", text, Date.parse(at)) ?? "";
      const { workStreams } = parseRoadmap(text, { at: asOf });
      return workStreams.filter(({ available }) => available).map(({ id }) => id);
    };
    expect(readyAt("2026-01-01T00:00:00Z")).toEqual([]);
    expect(readyAt("2026-02-01T10:00:00Z")).toEqual(["b-2"]);
    expect(readyAt("2026-05-01T00:00:00Z")).toEqual(["b-1", "b-2", "b-4"]);
    // Nothing differs before the next one comes due.
    const at = (time: string) => lastDueAt("beads", text, Date.parse(time));
    expect(at("2026-02-01T10:00:00Z")).toBe(at("2026-02-28T10:00:00Z"));
    expect(lastDueAt("beads", volumeOf("beads"), 0)).toBeUndefined();
    const done = setStatus(text, "b-7", "not_started");
    expect(done.ok && done.value.text).toContain('"status":"open","defer_until":"2030');
    const now = { at: "2026-01-01T00:00:00Z" };
    const begun = setStatus(text, "b-1", "not_started", now);
    expect(begun.ok && begun.value.text).toContain(
      '{"id":"b-1","title":"b-1","status":"open","dependencies":[]}',
    );
  });

  test("what Beads' issues wait for may be bare ids, and what is none holds them back", () => {
    const issue = (id: string, dependencies: unknown) => JSON.stringify({ id, dependencies });
    const text = [
      issue("b-1", null),
      issue("b-2", ["b-1"]),
      issue("b-3", [{ id: "b-1", dependency_type: "blocks" }]),
      issue("b-4", [{ id: "b-1", dependency_type: "related" }]),
      issue("b-5", { "b-1": "blocks" }),
    ].join("\n");
    const { workStreams } = read("beads", [{ path: ".beads/issues.jsonl", text }]);
    expect(workStreams.map(({ blockedBy }) => blockedBy)).toEqual([
      [],
      ["b-1"],
      ["b-1"],
      [],
      ['{"b-1":"blocks"}'],
    ]);
  });

  test("a box without its blank is an open one, and is ticked", () => {
    const text = "## Phase 1: A\n- [x] T001 a\n- [] T002 b\n- [\u2714\ufe0f] T003 c\n";
    const files = [{ path: "specs/001-a/tasks.md", text }];
    expect(stream("spec-kit", "001-a/P1", files)).toMatchObject({ status: "partial" });
    const edited = setStatus(volumeOf("spec-kit", files), "001-a/P1", "complete");
    expect(edited.ok && edited.value.text).toContain("- [x] T001 a\n- [x] T002 b\n- [\u2714");
  });

  test("a sub-task that comes after its parent holds its parent up no more", () => {
    const task = (id: string, more: string) => ({
      path: `backlog/tasks/${id} - t.md`,
      text: `---\r\nid: ${id}\r\ntitle: ${id}\r\nstatus: To Do\r\n${more}---\r\n`,
    });
    const files = [
      task("task-1", ""),
      task("task-1.1", "parent_task_id: task-1\r\ndependencies:\r\n  - task-1\r\n"),
      task("task-1.2", "parent_task_id: TASK-1\r\n"),
    ];
    expect(read("backlog-md", files).diagnostics).toEqual([]);
    expect(stream("backlog-md", "task-1", files).dependsOn).toEqual(["task-1.2"]);
    expect(stream("backlog-md", "task-1.1", files).blockedBy).toEqual(["task-1"]);
  });

  test("Beads' list under its first name is read, and not beside the present one", () => {
    const issue = (path: string, title: string) => ({
      path,
      text: `{"id":"bd-1","title":"${title}","status":"open","priority":1}\r\n`,
    });
    const old = issue(".beads/beads.jsonl", "old");
    expect(stream("beads", "bd-1", [old]).title).toBe("old");
    const both = [old, issue(".beads/issues.jsonl", "new")];
    expect(read("beads", both).workStreams.map(({ title }) => title)).toEqual(["new"]);
    expect(read("beads", both).diagnostics).toEqual([]);
  });

  const task = (path: string, ...text: readonly string[]) => ({
    path: `backlog/tasks/${path}.md`,
    text: `${text.join("\n")}\n`,
  });

  test("front matter may fold a long title and spread a list over lines", () => {
    const files = [
      task("task-1 - a", "---", "id: task-1", "title: a", "status: Done", "---"),
      task(
        "task-2 - b",
        "---",
        "id: task-2",
        "title: >-",
        "  A title that was too long",
        "  for one line: so it was folded",
        "status: To Do",
        "dependencies:",
        "  [",
        "    task-1,",
        "    task-9",
        "  ]",
        "assignee: ['@mira',",
        "  '@bo']",
        "---",
      ),
      task("task-3 - c", "---", "id: task-3", "title: 'It goes", "  on'", "status: To Do", "---"),
    ];
    expect(stream("backlog-md", "task-2", files)).toMatchObject({
      title: "A title that was too long for one line: so it was folded",
      dependsOn: ["task-1", "task-9"],
      assignee: "mira, bo",
    });
    expect(stream("backlog-md", "task-3", files).title).toBe("It goes on");
    const done = setStatus(volumeOf("backlog-md", files), "task-2", "complete");
    expect(done.ok && done.value.text).toContain("so it was folded\nstatus: Done\n");
  });

  test("where the last word of a project says that nothing was done, another one means done", () => {
    const files = [
      { path: "backlog/config.yml", text: 'statuses: ["To Do", Done, "Cancelled"]\n' },
      task("task-1 - a", "---", "id: task-1", "title: a", "status: Cancelled", "---"),
      task("task-2 - b", "---", "id: task-2", "title: b", "status: To Do", "---"),
    ];
    expect(stream("backlog-md", "task-1", files).status).toBe("cancelled");
    const edited = setStatus(volumeOf("backlog-md", files), "task-2", "complete");
    expect(edited.ok && edited.value.text).toContain("title: b\nstatus: Done\n");
  });

  test("Backlog.md's settings in the root count before those in its folder, dates and what is done are read", () => {
    const text = [
      "---",
      "id: task-1",
      "title: a",
      "status: To Do",
      "due_date: '2026-03-01 10:00'",
      "---",
      "<!-- AC:BEGIN -->",
      "- [ ] #1 It works",
      "<!-- AC:END -->",
      "<!-- DOD:BEGIN -->",
      "- [x] #1 It is told",
      "<!-- DOD:END -->",
    ].join("\n");
    const files = [
      { path: "backlog/tasks/task-1 - a.md", text },
      { path: "backlog/config.yml", text: "statuses: [To Do, Done]\n" },
      { path: "backlog.config.yml", text: "statuses:\n  - To Do\n  - Shipped\n" },
    ];
    const found = stream("backlog-md", "task-1", files);
    expect(found.acceptance.map(({ done }) => done)).toEqual([false, true]);
    expect(found.deadline).toBe("2026-03-01");
    const edited = setStatus(volumeOf("backlog-md", files), "task-1", "complete");
    expect(edited.ok && edited.value.text).toContain("status: Shipped\n");
  });

  test("a page beside Backlog.md's tasks is a warning, not an error", () => {
    const page = { path: "backlog/tasks/README.md", text: "# How we write tasks\n" };
    const { diagnostics } = read("backlog-md", [page, ...(SAMPLES["backlog-md"] ?? [])]);
    expect(diagnostics.map(({ severity, file }) => `${severity} ${file}`)).toEqual([
      `warning ${page.path}`,
    ]);
  });

  test("what an open sub-task of Taskmaster's waits for, its task waits for", () => {
    const sub = (id: number, status: string, ...dependencies: readonly (number | string)[]) => ({
      id,
      title: "s",
      status,
      dependencies,
    });
    const tasks = [
      { id: 1, title: "a", subtasks: [sub(1, "done", "3.1"), sub(2, "pending", 1, "2.1", 4)] },
      { id: 2, title: "b", subtasks: [sub(1, "pending", "2.2", "1.1")] },
      { id: 3, title: "c", subtasks: [sub(1, "pending")] },
      { id: 4, title: "d" },
    ];
    const files = [{ path: ".taskmaster/tasks/tasks.json", text: JSON.stringify({ tasks }) }];
    expect(stream("taskmaster", "1", files).dependsOn).toEqual(["2", "4"]);
    expect(stream("taskmaster", "2", files).dependsOn).toEqual(["1"]);
  });

  test("Kiro's tasks may be bold, and begin with the word", () => {
    const text = [
      "- [ ] **1. The ground**",
      "  - [ ] **1.1 Dig**",
      "    - **Validates: Requirements 1.2**",
      "- [ ] Task 2: The walls",
      "- [ ] 3) The roof",
    ].join("\n");
    const files = [
      { path: ".kiro/specs/hut/tasks.md", text },
      {
        path: ".kiro/specs/hut/requirements.md",
        text: "### Requirement 1\n1. WHEN a\n2. WHEN b\n",
      },
    ];
    const roadmap = read("kiro", files);
    expect(roadmap.diagnostics).toEqual([]);
    expect(roadmap.workStreams.map(({ id, title }) => `${id} ${title}`)).toEqual([
      "hut/1 The ground",
      "hut/2 The walls",
      "hut/3 The roof",
    ]);
    expect(roadmap.workStreams[0]?.acceptance[0]?.text).toBe("1.2: WHEN b");
  });

  test("a task of Spec Kit's that cites one that is not there is named, and waits", () => {
    const text =
      "## Phase 1: A\n- [ ] T001 Lay it\n## Phase 2: B\n- [ ] T002 x (depends on T009)\n";
    const roadmap = read("spec-kit", [{ path: "specs/001-a/tasks.md", text }]);
    expect(roadmap.diagnostics.map(({ code }) => code)).toEqual(["unknown-dependency"]);
    expect(roadmap.workStreams[1]?.dependsOn).toContain("001-a/T009");
  });

  test("what Beads keeps beside the work is no work, and holds back what waits for it", () => {
    const line = (id: string, more: object) => JSON.stringify({ id, title: id, ...more });
    const on = (id: string, target: string) => ({
      dependencies: [{ issue_id: id, depends_on_id: target, type: "blocks" }],
    });
    const files = [
      {
        path: ".beads/issues.jsonl",
        text: [
          line("b-1", { status: "tombstone", deleted_at: "2026-01-01T00:00:00Z" }),
          line("b-2", { status: "open", ...on("b-2", "b-1") }),
          line("b-3", { status: "open", issue_type: "message", ephemeral: true }),
          line("b-4", { status: "open", issue_type: "gate" }),
          line("b-5", { status: "open", ...on("b-5", "b-4") }),
          line("b-6", { status: "closed", issue_type: "gate" }),
          line("b-7", { status: "open", ...on("b-7", "b-6") }),
          line("b-8", { status: "open", is_template: true, issue_type: "epic" }),
        ].join("\n"),
      },
    ];
    const roadmap = read("beads", files);
    expect(roadmap.diagnostics).toEqual([]);
    const told = roadmap.workStreams.map(
      ({ id, available }) => `${id}${available ? " ready" : ""}`,
    );
    expect(told).toEqual(["b-2 ready", "b-4", "b-5", "b-6", "b-7 ready"]);
    expect(roadmap.workStreams.find(({ id }) => id === "b-4")?.status).toBe("blocked");
  });

  test("what is in a template of Beads' is a pattern of work, however deep, and no work", () => {
    const issue = (id: string, parent: string | null, more: object = {}) => ({
      id,
      title: id,
      status: "open",
      issue_type: "task",
      dependencies:
        parent === null ? null : [{ issue_id: id, depends_on_id: parent, type: "parent-child" }],
      ...more,
    });
    const text = [
      issue("bd-t", null, { issue_type: "epic", is_template: true }),
      issue("bd-t.1", "bd-t"),
      issue("bd-t.1.1", "bd-t.1"),
      // A circle of parents ends, and is no template's.
      issue("bd-a", "bd-b", { estimated_minutes: 90 }),
      issue("bd-b", "bd-a", { estimated_minutes: 900 }),
      issue("bd-w", null, {
        dependencies: [{ issue_id: "bd-w", depends_on_id: "bd-t.1", type: "blocks" }],
      }),
    ].map((one) => `${JSON.stringify(one)}\r\n`);
    const { workStreams } = read("beads", [{ path: ".beads/issues.jsonl", text: text.join("") }]);
    expect(workStreams.map(({ id, status, effort }) => [id, status, effort])).toEqual([
      ["bd-t.1", "blocked", null],
      ["bd-a", "not_started", "M"],
      ["bd-b", "not_started", "XL"],
      ["bd-w", "not_started", null],
    ]);
    const waiting = workStreams.find(({ id }) => id === "bd-w");
    expect(waiting).toMatchObject({ available: false, dependsOn: ["bd-t.1"] });
  });

  test("drafts of Backlog.md are no work, and the board's signs no part of a status", () => {
    const task = (id: string, status: string) => ({
      path: `backlog/tasks/${id} - A.md`,
      text: `---\nid: ${id}\ntitle: A\nstatus: ${status}\n---\n`,
    });
    const files = [task("task-1", "Draft"), task("task-2", "○ To Do"), task("task-3", "✔ Done")];
    expect(read("backlog-md", files).workStreams.map(({ status }) => status)).toEqual([
      "deferred",
      "not_started",
      "complete",
    ]);
    const edited = setStatus(volumeOf("backlog-md", files), "task-2", "complete");
    expect(edited.ok && edited.value.text).toContain("id: task-2\ntitle: A\nstatus: Done\n");
  });

  test("an issue that repeats another one is given up here, not done", () => {
    const issue = { number: 1, title: "A", state: "closed", stateReason: "duplicate", labels: [] };
    const text = JSON.stringify({ issues: [issue, { ...issue, number: 2, stateReason: null }] });
    const { workStreams } = read("github", [{ path: "github", text }]);
    expect(workStreams.map(({ status }) => status)).toEqual(["cancelled", "complete"]);
  });

  test("labels of issues are read without what adorns them", () => {
    const issue = (number: number, labels: readonly string[]) => ({ number, title: "x", labels });
    const issues = [
      issue(1, ["🚧 blocked", "priority::high"]),
      issue(2, [":fire: urgent", "size/L 🐘"]),
      issue(3, ["unblocked", "highlight"]),
    ];
    const files = [{ path: "source.json", text: JSON.stringify({ issues }) }];
    const streams = read("github", files).workStreams;
    expect(streams.map(({ status, priority, effort }) => [status, priority, effort])).toEqual([
      ["blocked", "high", null],
      ["not_started", "critical", "L"],
      ["not_started", "medium", null],
    ]);
  });
});
