import { parseRoadmap } from "../parse.ts";
import type { ParsedStream, Roadmap } from "../types.ts";
import type { SourceFile } from "./reader.ts";
import { packVolume } from "./volume.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

/** What people's repositories look like, written for these tests. */
export const SAMPLES: Readonly<Record<string, readonly SourceFile[]>> = {
  "spec-kit": [
    {
      path: "specs/001-shelf/tasks.md",
      text: lines(
        "# Tasks: Shelf",
        "",
        "<!-- - [ ] T999 not a task -->",
        "## Phase 1: Setup (Shared Infrastructure)",
        "",
        "- [x] T001 Create the package in src/index.ts",
        "- [X] T002 [P] Configure the linter",
        "",
        "## Phase 2: Foundational (Blocking Prerequisites)",
        "",
        "- [x] T003 Add the store in src/store.ts",
        "- [ ] T004 Add errors in `src/errors.ts`",
        "",
        "**Checkpoint**: the ground is laid",
        "",
        "## Phase 3: User Story 1 - Put a book (Priority: P1) 🎯 MVP",
        "",
        "```",
        "- [ ] T998 [US1] not a task either",
        "```",
        "- [ ] T005 [P] [US1] Test in test/put.test.ts",
        "- [ ] T006 [US1] Put in src/put.ts (depends on T005)",
        "",
        "## Phase 4：用户故事 2 - 取书（Priority: P2）",
        "",
        "- [ ] T007 [US2] Take in src/take.ts (depends on T006)",
        "",
        "## Phase N: Polish & Cross-Cutting Concerns",
        "",
        "- [ ] T008 [P] Documentation in docs/",
        "",
        "## Dependencies & Execution Order",
        "",
        "- **Setup (Phase 1)**: no dependencies",
      ),
    },
  ],
  kiro: [
    {
      path: ".kiro/specs/tea-timer/tasks.md",
      text: lines(
        "# Implementation Plan",
        "",
        "- [x] 1. Set up the project",
        "  - Create `src/main.ts`",
        "  - _Requirements: 1.1_",
        "",
        "- [ ] 2. Count down",
        "- [x] 2.1 Write the counter in src/counter.ts",
        "  - _Requirements: 1.2, 2.1_",
        "- [ ] 2.2 Ring at the end",
        "- [ ]* 2.3 Test the bell",
        "- [-] 3. Show the time",
        "  - [ ] 3.1 Draw it",
      ),
    },
    {
      path: ".kiro/specs/tea-timer/requirements.md",
      text: lines(
        "# Requirements",
        "### Requirement 1: Time",
        "#### Acceptance Criteria",
        "1. WHEN it starts THEN the time SHALL be shown",
        "2. WHEN a second passes THEN it SHALL go down",
        "### Requirement 2",
        "1. WHEN it is over THEN it SHALL ring",
      ),
    },
  ],
  taskmaster: [
    {
      path: ".taskmaster/tasks/tasks.json",
      text: lines(
        "{",
        '  "master": {',
        '    "tasks": [',
        '      {"id": 1, "title": "Ground", "status": "done", "dependencies": [], "priority": "high"},',
        "      {",
        '        "id": "2", "title": "Wälle ☃", "description": "In `src/walls.ts`",',
        '        "status": "pending", "dependencies": [1], "priority": "medium",',
        '        "testStrategy": "Lean on them", "subtasks": [',
        '          {"id": 1, "title": "North", "status": "done", "dependencies": []},',
        '          {"id": 2, "title": "South", "status": "pending", "dependencies": [1]}',
        "        ]",
        "      },",
        '      {"id": 3, "title": "Roof", "status": "pending", "dependencies": ["2.2"], "priority": "low"}',
        "    ]",
        "  },",
        '  "garden": { "tasks": [{"id": 1, "title": "Dig", "status": "pending", "dependencies": []}] }',
        "}",
      ),
    },
  ],
  "backlog-md": [
    {
      path: "backlog/tasks/task-1 - Mix-the-dough.md",
      text: lines(
        "---",
        "id: task-1",
        "title: Mix the dough",
        "status: Baked",
        "assignee: []",
        "dependencies: []",
        "---",
        "## Description",
      ),
    },
    {
      path: "backlog/tasks/task-2 - Bake-it.md",
      text: lines(
        "---",
        "id: task-2",
        "title: 'Bake it: well'",
        "status: To Do # soon",
        "assignee:",
        "  - '@mira'",
        "labels: [oven]",
        "dependencies:",
        "  - task-1",
        "priority: high",
        "modified_files: [src/oven.ts]",
        "---",
        "## Acceptance Criteria",
        "<!-- AC:BEGIN -->",
        "- [ ] #1 It is brown",
        "- [x] #2 It is bread",
        "<!-- AC:END -->",
      ),
    },
    {
      path: "backlog/config.yml",
      text: lines("project_name: bread", 'statuses: ["To Do", "In Progress", "Baked"]'),
    },
  ],
  openspec: [
    {
      path: "openspec/changes/add-lamp/tasks.md",
      text: lines(
        "## 1. Wiring",
        "- [x] 1.1 Lay the wire in src/wire.ts",
        "- [ ] 1.2 Test the wire",
        "",
        "## 2. Light",
        "- [ ] 2.1 Screw in the bulb",
      ),
    },
    {
      path: "openspec/changes/add-switch/tasks.md",
      text: lines("- [ ] Mount the switch", "- [ ] Label it"),
    },
    {
      path: "openspec/changes/add-switch/.openspec.yaml",
      text: lines("schema: spec-driven", "dependsOn: [add-lamp]"),
    },
  ],
  beads: [
    {
      path: ".beads/issues.jsonl",
      text: lines(
        '{"id":"bd-e1","title":"Boat","status":"open","priority":1,"issue_type":"epic"}',
        '{"id":"bd-e1.1","title":"Hull","description":"In src/hull.ts","status":"open","priority":0,"issue_type":"task","created_at":"2025-11-01T10:00:00Z","updated_at":"2025-11-02T10:00:00Z","dependencies":[{"issue_id":"bd-e1.1","depends_on_id":"bd-e1","type":"parent-child"}]}',
        '{"id":"bd-e1.2","title":"Mast","status":"blocked","priority":2,"issue_type":"task","created_at":"2025-11-01T10:00:00Z","dependencies":[{"issue_id":"bd-e1.2","depends_on_id":"bd-e1","type":"parent-child"},{"issue_id":"bd-e1.2","depends_on_id":"bd-e1.1","type":"blocks"},{"issue_id":"bd-e1.2","depends_on_id":"bd-z","type":"related"}]}',
        '{"id":"bd-s","title":"Sail away","status":"open","priority":3,"issue_type":"task","created_at":"2025-11-01T10:00:00Z","dependencies":[{"issue_id":"bd-s","depends_on_id":"bd-e1","type":"blocks"}]}',
        '{"id":"bd-old","title":"Dream","status":"closed","priority":2,"issue_type":"task","created_at":"2025-10-01T10:00:00Z","closed_at":"2025-10-05T10:00:00Z"}',
      ),
    },
  ],
};

/** A work stream of each sample that can be carried out at once. */
export const READY: Readonly<Record<string, string>> = {
  "spec-kit": "001-shelf/P2",
  kiro: "tea-timer/2",
  taskmaster: "2",
  "backlog-md": "task-2",
  openspec: "add-lamp/1",
  beads: "bd-e1.1",
};

/** The sample of that kind, or these files, as one text. */
export function volumeOf(kind: string, files = SAMPLES[kind] ?? []): string {
  return packVolume(kind, files);
}

export function read(kind: string, files?: readonly SourceFile[]): Roadmap {
  return parseRoadmap(volumeOf(kind, files));
}

export function stream(kind: string, id: string, files?: readonly SourceFile[]): ParsedStream {
  const found = read(kind, files).workStreams.find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} was not read`);
  return found;
}
