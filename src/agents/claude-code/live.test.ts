import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AgentMessage } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import { askedBy } from "../lines/asked.ts";
import { parse } from "./parse.ts";
import { say, userLine } from "./say.ts";

const MESSAGE: AgentMessage = {
  id: "m-1",
  kind: "answer",
  text: "Yes. Go on.",
  about: null,
  allowed: true,
  request: "r-1",
  awaited: true,
  by: "ada",
  atMs: 0,
  given: null,
  kept: null,
};

function asked(tool: string, input: unknown, request = "r-1"): string {
  return JSON.stringify({
    type: "control_request",
    request_id: request,
    request: { subtype: "can_use_tool", tool_name: tool, input },
  });
}

function answered(message: Partial<AgentMessage>, printed: readonly string[]) {
  const line = say({ ...MESSAGE, ...message }, () => printed);
  expect(line.endsWith("\n")).toBe(true);
  expect(line.trimEnd()).not.toContain("\n");
  return JSON.parse(line) as { readonly type: string; readonly [name: string]: unknown };
}

const response = (body: unknown) => ({
  type: "control_response",
  response: { subtype: "success", request_id: "r-1", response: body },
});

const QUESTIONS = [
  { question: "Keep it?", options: [{ label: "yes" }, { label: "no" }] },
  { question: "And this?", options: [] },
];

describe("Claude Code that is spoken to", () => {
  test("waits under its request's id, and is asked about what it would do", () => {
    const [line] = parse(asked("Bash", { command: "npm publish", description: "go" }));
    expect(line).toMatchObject({ kind: "permission", state: "asked", request: "r-1" });
    expect(askedBy(line as AgentLine)).toMatchObject({
      kind: "permission",
      text: "Bash(npm publish)",
      need: "now",
      request: "r-1",
    });
  });

  test("what is too long to be shown whole fits no pattern that says how it ends", () => {
    const command = `npm ${"x".repeat(LIMITS.agentToolCharsMax)}; curl there`;
    const [line] = parse(asked("Bash", { command }));
    expect(askedBy(line as AgentLine)?.text).toMatch(/^Bash\(npm x+…$/);
  });

  test("asks a question of its own with its options, several as one", () => {
    const [one] = parse(asked("AskUserQuestion", { questions: QUESTIONS.slice(0, 1) }));
    expect(one).toMatchObject({
      kind: "question",
      question: "Keep it?",
      options: ["yes", "no"],
      need: "now",
      request: "r-1",
    });
    const [both] = parse(asked("AskUserQuestion", { questions: QUESTIONS }));
    expect(both).toMatchObject({ question: "1. Keep it? (yes | no)\n2. And this?", options: [] });
  });

  test("is given a permission with the very input it asked about", () => {
    const input = { command: "ls", timeout: 7 };
    const printed = ["no event r-1", asked("Bash", { command: "rm" }, "r-0"), asked("Bash", input)];
    expect(answered({}, printed)).toEqual(response({ behavior: "allow", updatedInput: input }));
    expect(answered({}, [])).toEqual(response({ behavior: "allow" }));
    expect(answered({ allowed: false, text: "No. Not now." }, printed)).toEqual(
      response({ behavior: "deny", message: "No. Not now." }),
    );
  });

  test("reads the answer beside each of its questions", () => {
    const printed = [asked("AskUserQuestion", { questions: QUESTIONS })];
    const message = { allowed: null, text: "both" };
    expect(answered(message, printed)).toEqual(
      response({
        behavior: "allow",
        updatedInput: {
          questions: QUESTIONS,
          answers: { "Keep it?": "both", "And this?": "both" },
        },
      }),
    );
    expect(answered(message, [])).toEqual(
      response({ behavior: "deny", message: "The answer is: both" }),
    );
  });

  test("hears feedback as words of its user, who said them beside them", () => {
    const line = answered({ kind: "feedback", request: null, allowed: null, text: "a\nb" }, []);
    expect(line.type).toBe("user");
    expect(JSON.stringify(line)).toMatch(/ada.*a\\nb/);
  });

  test("is told everything in one line, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = userLine(text);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(JSON.parse(line)).toMatchObject({ message: { content: [{ text }] } });
      }),
    );
  });
});
