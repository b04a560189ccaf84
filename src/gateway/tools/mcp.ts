import type { IncomingMessage, ServerResponse } from "node:http";
import { LIMITS } from "../../model/index.ts";
import { productVersion } from "../../platform/index.ts";
import type { Attempt } from "../attempt.ts";
import type { ToolCall } from "../messages.ts";
import { isTool, listTools, readArguments } from "./tools.ts";
import { readSome } from "../egress/upstream.ts";

/** Versions of the Model Context Protocol whose parts that are used here are the same. */
const VERSIONS = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
const LATEST = "2025-11-25";

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const UNKNOWN_METHOD = -32_601;
const INVALID_PARAMS = -32_602;

const PARKED =
  "The question is with a person. Nobody has answered yet: go on with what does not depend on it, " +
  "or end your turn; the answer will be your next message.";

const INSTRUCTIONS =
  "Your team's tools: ask a person a question, say what blocks you or how far you are, get your " +
  "work stream and its rules again, propose work that is none of yours, and note what later work " +
  "should know.";

type Fields = Readonly<Record<string, unknown>>;
type Id = string | number;

/** Tells the leader of a call, and waits a little for its answer when it is a question. */
export type OnToolCall = (call: ToolCall, isQuestion: boolean) => Promise<string | null>;

/**
 * The team's own tools, over the streamable HTTP of the Model Context Protocol: every message is a
 * POST with its answer, without sessions and without a stream from us. The token at the door says
 * who speaks; nothing in a message can name another attempt.
 */
export async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  attempt: Attempt,
  onToolCall: OnToolCall,
): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(405, { allow: "POST" });
    response.end();
    return;
  }
  const body = await readSome(request, LIMITS.messageBytesMax + 1);
  if (body.length > LIMITS.messageBytesMax) {
    response.writeHead(413, { connection: "close" });
    response.end();
    return;
  }
  const answer = await answerMessage(body.toString("utf8"), attempt, onToolCall);
  if (answer === null) {
    response.writeHead(202);
    response.end();
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(answer));
}

async function answerMessage(
  text: string,
  attempt: Attempt,
  onToolCall: OnToolCall,
): Promise<unknown> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return failure(null, PARSE_ERROR, "This is no JSON.");
  }
  const fields = fieldsOf(message);
  if (fields === null || fields["jsonrpc"] !== "2.0") {
    return failure(null, INVALID_REQUEST, "This is no JSON-RPC 2.0 message.");
  }
  const { id, method } = fields;
  // Notifications, and answers to what was never asked, want no answer.
  if (typeof method !== "string" || id === undefined || id === null) return null;
  if (typeof id !== "string" && typeof id !== "number") {
    return failure(null, INVALID_REQUEST, "The id is neither a text nor a number.");
  }
  const params = fieldsOf(fields["params"]) ?? {};
  switch (method) {
    case "initialize":
      return success(id, {
        protocolVersion: VERSIONS.find((one) => one === params["protocolVersion"]) ?? LATEST,
        capabilities: { tools: {} },
        serverInfo: { name: "team", version: productVersion() },
        // Programs that show tools only when they are searched for show this.
        instructions: INSTRUCTIONS,
      });
    case "ping":
      return success(id, {});
    case "tools/list":
      return success(id, { tools: listTools() });
    case "tools/call":
      return await call(id, params, attempt, onToolCall);
    default:
      return failure(id, UNKNOWN_METHOD, `There is no method ${method.slice(0, 100)}.`);
  }
}

async function call(
  id: Id,
  params: Fields,
  attempt: Attempt,
  onToolCall: OnToolCall,
): Promise<unknown> {
  const { name } = params;
  if (!isTool(name)) {
    return failure(id, INVALID_PARAMS, `There is no tool ${String(name).slice(0, 100)}.`);
  }
  const read = readArguments(name, params["arguments"]);
  if ("wrong" in read) return success(id, said(read.wrong, true));
  if (name === "context") return success(id, said(attempt.spec.tools?.context ?? ""));
  if (attempt.mailbox.isFull) return success(id, said("You have said too much already.", true));
  if (name === "propose" && attempt.mailbox.proposals >= LIMITS.proposalsPerAttemptMax) {
    return success(
      id,
      said("You have proposed enough; name the rest at the end of your work.", true),
    );
  }
  let kept: ToolCall;
  try {
    kept = await attempt.mailbox.put(name, read.given);
  } catch {
    return success(id, said("It could not be written down; try again later.", true));
  }
  const answer = await onToolCall(kept, name === "question");
  switch (name) {
    case "question":
      return success(id, said(answer ?? PARKED));
    case "propose":
      return success(id, said("Noted. A person decides about it; go on with your own work."));
    case "done":
      return success(id, said("Noted. The work is checked once you have ended."));
    default:
      return success(id, said("Noted."));
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function said(text: string, isError = false): unknown {
  return { content: [{ type: "text", text }], isError };
}

function success(id: Id, result: unknown): unknown {
  return { jsonrpc: "2.0", id, result };
}

function failure(id: Id | null, code: number, message: string): unknown {
  return { jsonrpc: "2.0", id, error: { code, message } };
}
