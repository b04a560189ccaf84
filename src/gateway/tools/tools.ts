import { LIMITS } from "../../model/index.ts";
import type { Tool } from "../messages.ts";

interface Field {
  readonly type: "string" | "number" | "array";
  readonly description: string;
  readonly required: boolean;
}

interface ToolShape {
  readonly description: string;
  readonly fields: Readonly<Record<string, Field>>;
}

const text = (description: string, required = true): Field => ({
  type: "string",
  description,
  required,
});

/** All that an agent can do here. None of them approves, lands, completes or begins anything. */
const TOOL_SHAPES: Readonly<Record<Tool, ToolShape>> = {
  progress: {
    description: "Say what you are doing, now and then. Others see it; nothing waits for it.",
    fields: {
      text: text("What you are doing or have done, in a sentence."),
      percent: { type: "number", description: "How much is done, 0 to 100.", required: false },
    },
  },
  question: {
    description:
      "Ask a person. Go on with what does not depend on the answer; it may come as your next message.",
    fields: {
      text: text("The question, with what you would do without an answer."),
      options: { type: "array", description: "Answers to choose from.", required: false },
    },
  },
  done: {
    description: "Say that your work is finished and committed. It is then checked.",
    fields: { summary: text("What was done, for whoever reviews it.") },
  },
  context: {
    description: "Get your work stream, its rules and what is known about it.",
    fields: {},
  },
  remember: {
    description: "Note something that later work on this project should know.",
    fields: {
      text: text("What is worth knowing, without reference to this conversation."),
      kind: text(
        "For example decision, pitfall, convention, fact, failed, preference, reflection.",
        false,
      ),
      about: text("The file, part or agent it is about.", false),
    },
  },
  propose: {
    description:
      "Propose work that is none of yours: a bug or a gap that you came across. A person decides " +
      "whether it is ever done; go on with your own work and leave it as it is.",
    fields: {
      title: text("What is to be done, in a line, as a task."),
      details: text("What is wrong or missing, where, and how it shows; a line for each point."),
      files: { type: "array", description: "Files that it is about.", required: false },
      priority: text(
        "CRITICAL where people run into it, as is meant without a word; else HIGH, MEDIUM or LOW.",
        false,
      ),
    },
  },
  blocker: {
    description: "Say that something outside your work keeps you from going on.",
    fields: {
      reason: text("What is in the way."),
      impact: text("What cannot be done because of it."),
    },
  },
};

export function isTool(name: unknown): name is Tool {
  return typeof name === "string" && Object.hasOwn(TOOL_SHAPES, name);
}

/** As `tools/list` of the Model Context Protocol gives them. */
export function listTools(): unknown[] {
  return Object.entries(TOOL_SHAPES).map(([name, { description, fields }]) => ({
    name,
    description,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries(
        Object.entries(fields).map(([field, { type, description: about }]) => [
          field,
          type === "array"
            ? { type, items: { type: "string" }, description: about }
            : { type, description: about },
        ]),
      ),
      required: Object.keys(fields).filter((field) => fields[field]?.required),
      additionalProperties: false,
    },
  }));
}

const OPTIONS_MAX = 20;

/** The arguments of a call, or what is wrong with them. */
export function readArguments(
  tool: Tool,
  given: unknown,
): { readonly given: Record<string, unknown> } | { readonly wrong: string } {
  const { fields } = TOOL_SHAPES[tool];
  const values = given ?? {};
  if (typeof values !== "object" || Array.isArray(values)) {
    return { wrong: "The arguments are no object." };
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(fields, name))
      return { wrong: `There is no argument ${name.slice(0, 50)}.` };
  }
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = (values as Record<string, unknown>)[name] ?? null;
    if (value === null) {
      if (field.required) return { wrong: `The argument ${name} is missing.` };
      continue;
    }
    const wrong = whatIsWrong(name, field, value);
    if (wrong !== null) return { wrong };
    read[name] = value;
  }
  return { given: read };
}

function whatIsWrong(name: string, { type }: Field, value: unknown): string | null {
  const isText = (one: unknown): boolean =>
    typeof one === "string" && one.length <= LIMITS.agentTextCharsMax;
  switch (type) {
    case "string":
      return isText(value)
        ? null
        : `${name} must be a text of at most ${LIMITS.agentTextCharsMax} characters.`;
    case "number":
      return typeof value === "number" && value >= 0 && value <= 100
        ? null
        : `${name} must be a number from 0 to 100.`;
    case "array":
      return Array.isArray(value) &&
        value.length <= OPTIONS_MAX &&
        value.every(isText) &&
        isText(value.join(""))
        ? null
        : `${name} must be a list of at most ${OPTIONS_MAX} texts.`;
  }
}
