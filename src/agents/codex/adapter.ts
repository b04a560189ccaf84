import type { Adapter } from "../adapter.ts";
import { classifyStream } from "../outcome/classify.ts";
import { isSessionId } from "../start/session-id.ts";
import { command } from "./command.ts";
import { parse } from "./parse.ts";

const JUDGED = { title: "Codex", login: "codex login" } as const;

export const codexAdapter: Adapter = {
  name: "codex",
  capabilities: { resumes: true, steers: false, mcp: true },
  command: (context) => command(context, null),
  resume: (context, session) => (isSessionId(session) ? command(context, session) : null),
  parse,
  classify: (exit, seen, atMs) => classifyStream(JUDGED, exit, seen, atMs),
};
