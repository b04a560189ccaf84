import type { Adapter } from "../adapter.ts";
import { classifyStream } from "../outcome/classify.ts";
import { isSessionId } from "../start/session-id.ts";
import { command } from "./command.ts";
import { parse } from "./parse.ts";
import { say } from "./say.ts";

const JUDGED = { title: "Claude Code", login: "claude auth login" } as const;

export const claudeCodeAdapter: Adapter = {
  name: "claude-code",
  capabilities: {
    resumes: true,
    steers: true,
    mcp: true,
  },
  command: (context) => command(context, null),
  resume: (context, session) => (isSessionId(session) ? command(context, session) : null),
  parse,
  say,
  classify: (exit, seen, atMs) => classifyStream(JUDGED, exit, seen, atMs),
};
