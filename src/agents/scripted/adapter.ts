import { dirname } from "node:path";
import { LIMITS, OrchestratorError, unreachable } from "../../model/index.ts";
import { readTextIfExists } from "../../platform/index.ts";
import type { Adapter } from "../adapter.ts";
import type { AgentFailure, AgentLine } from "../lines/agent-line.ts";
import { classifyExit } from "../outcome/classify.ts";
import { readableMessage } from "../outcome/readable.ts";
import { agentEnvironment } from "../start/environment.ts";
import { output, said, toolStarted } from "../lines/make-line.ts";
import { ownProgram } from "../own-program.ts";
import type { ScriptedLine, ScriptedMessage, ScriptedStart } from "./wire.ts";
import { readScriptedLine } from "./wire.ts";

/** How long a limit without a stated reset is waited for. */
const LIMIT_MS = 60_000;

/** An agent that follows a script: the mechanics of a real one without a model. */
export const scriptedAdapter: Adapter = {
  name: "scripted",
  capabilities: { resumes: false, steers: true, mcp: false },
  command(context) {
    const { script } = context.config;
    if (script === null) {
      throw new OrchestratorError("bad-config", "a scripted agent needs `script`", {
        hint: "agents: { default: { adapter: scripted, script: agents.yaml } }",
      });
    }
    const text = readTextIfExists(script);
    if (text === null) {
      throw new OrchestratorError("bad-config", `there is no script at ${script}`, {
        hint: "Write it, or name another: agents: { default: { adapter: scripted, script: FILE } }",
      });
    }
    // On its way it is one line of JSON.
    if (text.length > LIMITS.outputLineBytesMax / 2) {
      throw new OrchestratorError("bad-config", `the script ${script} is too large`, {
        hint: `It may have ${LIMITS.outputLineBytesMax / 2} characters.`,
      });
    }
    const program = ownProgram("scripted", "scripted-agent.js");
    // Only one that waits for somebody needs an open ear beside it.
    const listens = /\b(?:ask|listen)\b/.test(text);
    const heard = context.messages.map(({ kind, text: words, about }) => {
      return { kind, text: words, about };
    });
    const start: ScriptedStart = { script: text, heard };
    return {
      argv: program.argv,
      env: agentEnvironment(context),
      // The script comes on stdin: the file itself may be where the agent cannot look.
      stdin: `${JSON.stringify(start)}\n`,
      ...(listens ? { listens } : {}),
      readOnly: [dirname(process.execPath), ...program.places],
      files: [],
    };
  },
  resume: () => null,
  say: ({ kind, text }) => `${JSON.stringify({ kind, text } satisfies ScriptedMessage)}\n`,
  parse(line) {
    const meant = readScriptedLine(line);
    return [meant === null ? output(line) : toAgentLine(meant)];
  },
  classify(exit, seen, atMs) {
    const { failure } = seen;
    if (failure?.cause === "limit" && exit.kind === "exited" && exit.code !== 0) {
      const afterMs = failure.reset?.kind === "in" ? failure.reset.afterMs : LIMIT_MS;
      return { kind: "limited", untilMs: atMs + afterMs, message: failure.message };
    }
    if (seen.gaveUp !== null && exit.kind === "exited") {
      return { kind: "gave-up", message: readableMessage(seen.gaveUp) };
    }
    return classifyExit(exit, seen.tail === "" ? (seen.said ?? "") : seen.tail);
  },
};

function toAgentLine(meant: ScriptedLine): AgentLine {
  switch (meant.type) {
    case "say":
      return said(meant.text);
    case "step":
      return toolStarted("", meant.step, meant.detail);
    case "usage":
      return { kind: "usage", usage: meant.usage, scope: "step" };
    case "question":
      return {
        kind: "question",
        question: meant.question,
        options: meant.options,
        need: meant.waits ? "now" : "none",
        request: null,
      };
    case "progress":
      return { kind: "progress", text: "", percent: meant.percent };
    case "send":
      return { kind: "message", to: meant.to, text: meant.text };
    case "rate-limit":
      return { kind: "failed", failure: limitOf(meant.seconds), final: true };
    case "gave-up":
      return { kind: "gave-up", message: "it asked, and nobody answered" };
    case "error":
      return output(meant.message);
    default:
      return unreachable(meant);
  }
}

function limitOf(seconds: number | undefined): AgentFailure {
  const afterMs = seconds === undefined ? LIMIT_MS : seconds * 1_000;
  const message = "the script says that a usage limit was reached";
  return { cause: "limit", message, reset: { kind: "in", afterMs } };
}
