import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentLine } from "../../agents/index.ts";
import { stepsPath } from "../logs.ts";
import { readSteps, StepNotes } from "./steps.ts";

const ATTEMPT = "self:../1.2/3";
let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "steps-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function tool(id: string, input = "x"): AgentLine {
  return { kind: "tool-started", id, tool: "Bash", input, inputDigest: "", files: [] };
}
const SAID: AgentLine = { kind: "said", text: "hm", partial: false };

function noteAll(lines: readonly AgentLine[], atMs: number, late = false): void {
  const notes = new StepNotes(dir, ATTEMPT);
  for (const line of lines) notes.note(line, atMs, late);
  notes.flush();
}

test("what is read again after a restart keeps the time at which it was seen first", () => {
  noteAll([SAID, SAID, tool("a")], 10);
  noteAll([SAID, SAID, tool("a"), tool("b")], 99, true);
  expect(readSteps(dir, ATTEMPT)).toEqual([
    { kind: "said", atMs: 10 },
    { kind: "tool-started", atMs: 10, id: "a", tool: "Bash", input: "x" },
    { kind: "tool-started", atMs: 99, late: true, id: "b", tool: "Bash", input: "x" },
  ]);
});

test("a line that a kill has torn is noted again", () => {
  noteAll([tool("a")], 10);
  appendFileSync(stepsPath(dir, ATTEMPT), '{"kind":"tool-st');
  noteAll([tool("a"), tool("b")], 20);
  expect(readSteps(dir, ATTEMPT).map((step) => ("id" in step ? step.id : null))).toEqual([
    "a",
    "b",
  ]);
});

test("secrets and long texts of an agent are not kept, and nobody else reads the file", () => {
  const secret = `ghp_${"a1B2".repeat(9)}`;
  noteAll([tool("a", `curl -H ${secret} ${"y".repeat(5_000)}`)], 10);
  const [step] = readSteps(dir, ATTEMPT);
  const input = step?.kind === "tool-started" ? step.input : "";
  expect(input).toContain("curl");
  expect(input.length).toBeLessThan(300);
  expect(JSON.stringify(step)).not.toContain(secret);
  expect(statSync(stepsPath(dir, ATTEMPT)).mode & 0o777).toBe(0o600);
});
