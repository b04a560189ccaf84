/**
 * What the demo's agents do, in the scripted adapter's language: the mechanics of a real agent
 * without a model. Each stream writes real code and real tests; some go wrong on purpose.
 */

interface Step {
  readonly [action: string]: unknown;
}

const task = (flag: string) => `export function createTask(title) {
  return { title, ${flag}: false };
}

export function finish(task) {
  return { ...task, ${flag}: true };
}
`;

const taskTest = (flag: string) => `import assert from "node:assert/strict";
import test from "node:test";
import { createTask, finish } from "../src/task.js";

test("a new task is open", () => {
  assert.equal(createTask("Buy milk").${flag}, false);
});

test("a finished task says so", () => {
  assert.equal(finish(createTask("Buy milk")).${flag}, true);
});
`;

const parser = (
  features: readonly ("priority" | "due")[],
) => `import { createTask, finish } from "./task.js";

export function parseTask(line) {
  const match = /^\\[( |x)\\] (.*)$/.exec(line);
  if (match === null) throw new Error(\`not a task: \${line}\`);
  let text = match[2];
  const more = {};
${features.includes("priority") ? "  const priority = /^\\(([A-Z])\\) /.exec(text);\n  if (priority !== null) {\n    more.priority = priority[1];\n    text = text.slice(4);\n  }\n" : ""}${features.includes("due") ? "  const due = / due:(\\d{4}-\\d{2}-\\d{2})$/.exec(text);\n  if (due !== null) {\n    more.due = due[1];\n    text = text.slice(0, due.index);\n  }\n" : ""}  const task = { ...createTask(text), ...more };
  return match[1] === "x" ? finish(task) : task;
}
`;

const testFile = (
  imports: string,
  title: string,
  body: string,
) => `import assert from "node:assert/strict";
import test from "node:test";
${imports}

test("${title}", () => {
${body}
});
`;

const write = (path: string, text: string): Step => ({ write: { path, text } });
const usage = (inputTokens: number, outputTokens: number): Step => ({
  usage: { inputTokens, outputTokens },
});

const formatter = (flag: string) => `import { createTask } from "./task.js";

export function formatTask(task) {
  const mark = task.${flag} ? "x" : " ";
  return \`[\${mark}] \${task.title}\`;
}

export const EMPTY = formatTask(createTask("(nothing to do)"));
`;

const formatTest = testFile(
  'import { formatTask } from "../src/format.js";\nimport { createTask, finish } from "../src/task.js";',
  "a finished task is ticked",
  '  assert.equal(formatTask(finish(createTask("Buy milk"))), "[x] Buy milk");',
);

const summary = (rest: string) => `export function summarise(tasks) {
  const finished = tasks.filter((task) => task.completed).length;
  return \`\${finished} finished, \${${rest}} open\`;
}
`;

const summaryTest = testFile(
  'import { summarise } from "../src/summary.js";',
  "the summary counts finished and open tasks",
  '  assert.equal(summarise([{ completed: true }, { completed: false }]), "1 finished, 1 open");',
);

/** Stream id, `#attempt` where a later attempt does something else → its steps. */
export const AGENT_SCRIPT: Readonly<Record<string, readonly Step[]>> = {
  "1.1": [
    { say: "Writing the task model" },
    { sleep: 1 },
    write("src/task.js", task("done")),
    write("test/task.test.js", taskTest("done")),
    usage(1200, 310),
    { commit: "feat: task model" },
  ],
  "1.2": [
    { say: "Writing the parser" },
    { sleep: 2.5 },
    write("src/parse.js", parser([])),
    write(
      "test/parse.test.js",
      testFile(
        'import { parseTask } from "../src/parse.js";',
        "a line becomes a task",
        '  assert.equal(parseTask("[ ] Buy milk").title, "Buy milk");',
      ),
    ),
    usage(2100, 640),
    { commit: "feat: task line parser" },
  ],
  // Green alone, and red together with 1.4, which renames the flag it reads.
  "1.3": [
    { say: "Writing the formatter" },
    { sleep: 4 },
    write("src/format.js", formatter("done")),
    write("test/format.test.js", formatTest),
    usage(900, 240),
    { commit: "feat: formatter" },
  ],
  "1.3#2": [
    { say: "The flag is called completed now; following it" },
    { sleep: 0.5 },
    write("src/format.js", formatter("completed")),
    usage(1500, 120),
    { commit: "fix: read the completed flag" },
  ],
  "1.4": [
    { say: "Renaming the flag" },
    { sleep: 1 },
    write("src/task.js", task("completed")),
    write("test/task.test.js", taskTest("completed")),
    usage(1100, 200),
    { commit: "refactor: done becomes completed" },
  ],
  // Long enough to be in the middle of its work when the orchestrator is killed.
  "2.1": [
    { say: "Reading the parser" },
    { sleep: 3 },
    { say: "Teaching it priorities" },
    { sleep: 3 },
    write("src/parse.js", parser(["priority"])),
    write(
      "test/priority.test.js",
      testFile(
        'import { parseTask } from "../src/parse.js";',
        "(A) marks an urgent task",
        '  assert.equal(parseTask("[ ] (A) Buy milk").priority, "A");',
      ),
    ),
    usage(2600, 700),
    { commit: "feat: priorities" },
  ],
  "2.2": [
    { say: "Teaching the parser due dates" },
    { sleep: 1.5 },
    write("src/parse.js", parser(["priority", "due"])),
    write(
      "test/due.test.js",
      testFile(
        'import { parseTask } from "../src/parse.js";',
        "a due date is understood",
        '  assert.equal(parseTask("[ ] Buy milk due:2026-01-31").due, "2026-01-31");',
      ),
    ),
    usage(2300, 600),
    { commit: "feat: due dates" },
  ],
  // Claims to be done with a test that fails: the gate sends it back with the output.
  "2.3": [
    { say: "Counting tasks" },
    { sleep: 1 },
    write("src/summary.js", summary("tasks.length")),
    write("test/summary.test.js", summaryTest),
    usage(1000, 260),
    { commit: "feat: summary" },
  ],
  "2.3#2": [
    { say: "The open count was wrong; fixing it" },
    { sleep: 0.5 },
    write("src/summary.js", summary("tasks.length - finished")),
    usage(1400, 90),
    { commit: "fix: count open tasks" },
  ],
  "2.4": [
    { sleep: 0.5 },
    write("src/version.js", 'export function version() {\n  return "1.0.0";\n}\n'),
    write(
      "test/version.test.js",
      testFile(
        'import { version } from "../src/version.js";',
        "the version is known",
        '  assert.equal(version(), "1.0.0");',
      ),
    ),
    usage(300, 80),
    { commit: "feat: version" },
  ],
  // Dies in the middle of its first try.
  "3.1": [{ say: "Designing the store" }, { sleep: 0.5 }, { crash: true }],
  "3.1#2": [
    { say: "Starting over with the store" },
    { sleep: 1 },
    write(
      "src/store.js",
      'import { readFileSync, writeFileSync } from "node:fs";\n\nexport function save(path, tasks) {\n  writeFileSync(path, JSON.stringify(tasks));\n}\n\nexport function load(path) {\n  return JSON.parse(readFileSync(path, "utf8"));\n}\n',
    ),
    write(
      "test/store.test.js",
      testFile(
        'import { mkdtempSync } from "node:fs";\nimport { tmpdir } from "node:os";\nimport { join } from "node:path";\nimport { load, save } from "../src/store.js";',
        "tasks survive a restart",
        '  const path = join(mkdtempSync(join(tmpdir(), "store-")), "tasks.json");\n  save(path, [{ title: "Buy milk" }]);\n  assert.equal(load(path)[0].title, "Buy milk");',
      ),
    ),
    usage(1900, 500),
    { commit: "feat: task store" },
  ],
};
