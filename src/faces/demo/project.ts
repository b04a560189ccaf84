/** The demo's repository: a small task-list library with a real test suite and a roadmap. */

export const ROADMAP_PATH = "plans/roadmap.md";

/** What a person adds in the middle of the run: a note and one more work stream. */
export const HUMAN_NOTE = "> Note from the product owner: keep the summary to one line.";
export const HUMAN_STREAM = `
### Phase 2.4: Version file
- **Status:** ⚪ Not Started
- **Priority:** Low
- **Depends On:** Phase 1.1
- **Effort:** XS
- **Files:** src/version.js, test/version.test.js
- **Done When:** \`version()\` says 1.0.0
`;

const ROADMAP = `# Roadmap

## Batch 1: Foundation

### Phase 1.1: Task model ⭐ BOOTSTRAP
- **Status:** ⚪ Not Started
- **Effort:** S
- **Files:** src/task.js, test/task.test.js
- **Tasks:**
  - [ ] createTask(title) with a done flag
  - [ ] Tests
- **Done When:** a task can be created and finished

### Phase 1.2: Task line parser
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1
- **Effort:** M
- **Files:** src/parse.js, test/parse.test.js
- **Done When:** \`[x] Buy milk\` becomes a finished task

### Phase 1.3: Formatter
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1
- **Effort:** S
- **Files:** src/format.js, test/format.test.js
- **Done When:** a task prints as one line

### Phase 1.4: Rename the done flag to completed
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.1
- **Effort:** S
- **Files:** src/task.js, test/task.test.js
- **Done When:** tasks say \`completed\`

## Batch 2: Features

### Phase 2.1: Priorities
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.2, Phase 1.4
- **Effort:** M
- **Files:** src/parse.js, test/parse.test.js, test/priority.test.js
- **Done When:** \`(A)\` marks an urgent task

### Phase 2.2: Due dates
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.2, Phase 1.4
- **Effort:** M
- **Files:** src/parse.js, test/parse.test.js, test/due.test.js
- **Done When:** \`due:2026-01-31\` is understood

### Phase 2.3: Summary
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.3, Phase 1.4
- **Effort:** S
- **Files:** src/summary.js, test/summary.test.js
- **Done When:** the summary counts finished and open tasks

### Phase 3.1: Task store
- **Status:** 🔴 Blocked
- **Depends On:** Phase 1.2
- **Effort:** M
- **Files:** src/store.js, test/store.test.js
- **Done When:** tasks survive a restart
`;

const CONFIG = `# Everything the demo needs; see docs/configuration.md.
roadmap: ${ROADMAP_PATH}
concurrency: 3
agents:
  default: { adapter: scripted, script: demo-agents.yaml }
gates:
  - { name: tests, run: node --test }
timeouts: { total: 5m, idle: 2m }
retry: { base: 1s }
`;

/** Path → content of the repository's first commit, the agents' script excepted. */
export const PROJECT_FILES: Readonly<Record<string, string>> = {
  "package.json": `${JSON.stringify(
    {
      name: "task-list",
      version: "1.0.0",
      type: "module",
      private: true,
      scripts: { test: "node --test" },
    },
    null,
    2,
  )}\n`,
  "README.md": "# task-list\n\nA tiny task list. `npm test` runs its tests.\n",
  "orchestrator.yaml": CONFIG,
  [ROADMAP_PATH]: ROADMAP,
  "test/smoke.test.js":
    'import test from "node:test";\n\ntest("the suite runs", () => undefined);\n',
};
