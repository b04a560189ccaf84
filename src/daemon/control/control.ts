import { OrchestratorError } from "../../model/index.ts";
import type { LineChannel } from "../../platform/index.ts";
import { connectLines, listenLines } from "../../platform/index.ts";
import type { ControlRequest } from "./request.ts";
import { readRequest } from "./request.ts";
import { messageOf } from "../message-of.ts";

export interface ControlAnswer {
  readonly accepted: boolean;
  readonly message: string;
}

const ANSWER_MS_MAX = 20_000;

/** Answers requests of this user's other processes (the socket's directory is 0700). */
export function serveControl(
  path: string,
  answer: (request: ControlRequest) => Promise<ControlAnswer>,
): Promise<{ close(): Promise<void> }> {
  return listenLines(path, (channel: LineChannel) => {
    channel.onMessage((message) => {
      void respond(channel, message, answer);
    });
  });
}

async function respond(
  channel: LineChannel,
  message: unknown,
  answer: (request: ControlRequest) => Promise<ControlAnswer>,
): Promise<void> {
  let said: ControlAnswer;
  try {
    said = await answer(readRequest(message));
  } catch (error) {
    said = { accepted: false, message: messageOf(error) };
  }
  channel.send(said);
}

/** Asks the live leader; throws when none answers. */
export async function askLeader(
  path: string,
  request: ControlRequest,
  answerMsMax = ANSWER_MS_MAX,
): Promise<ControlAnswer> {
  const channel = await connectLines(path, answerMsMax);
  try {
    return await new Promise<ControlAnswer>((resolve, reject) => {
      const timer = setTimeout(() => reject(noAnswer()), answerMsMax);
      channel.onMessage((message) => {
        clearTimeout(timer);
        if (isAnswer(message)) resolve(message);
        else reject(noAnswer());
      });
      channel.onClose(() => {
        clearTimeout(timer);
        reject(noAnswer());
      });
      channel.send(request);
    });
  } finally {
    channel.close();
  }
}

function noAnswer(): OrchestratorError {
  return new OrchestratorError("timeout", "the running orchestrator did not answer", {
    hint: "Look at it with orchestrator status; stop it with orchestrator stop --now.",
  });
}

function isAnswer(message: unknown): message is ControlAnswer {
  return (
    typeof message === "object" &&
    message !== null &&
    "accepted" in message &&
    typeof message.accepted === "boolean" &&
    "message" in message &&
    typeof message.message === "string"
  );
}
