import type { Adapter } from "../adapter.ts";
import { classifyStream } from "../outcome/classify.ts";
import { isSessionId } from "../start/session-id.ts";
import { command } from "./command.ts";
import { parse } from "./parse.ts";

const JUDGED = { title: "Gemini CLI", login: "gemini (and choose a way to log in)" } as const;

export const geminiAdapter: Adapter = {
  name: "gemini",
  capabilities: { resumes: true, steers: false, mcp: true },
  command: (context) => command(context, null),
  resume: (context, session) => (isSessionId(session) ? command(context, session) : null),
  parse,
  classify: (exit, seen, atMs) => classifyStream(JUDGED, exit, seen, atMs),
};
