import { readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import { sessionReport, sessionsOf, standupView } from "../../../journal/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import { standupText } from "../../report/standup.ts";
import { reportText } from "../../report/text.ts";
import { commandLine } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";

export const report: Face = (command, on) => {
  command
    .argument("[session]", "a session's id; without any, the newest")
    .option("--md", "as Markdown")
    .option("--standup", "the last 24 hours, for the daily stand-up")
    .action(
      on((context, session: string | undefined, options: ReportOptions) => {
        const place = workplaceOf(context);
        if (options.standup === true) return standup(place, session);
        return options.md === true
          ? markdown(place, session)
          : latestReport(context, place, session);
      }),
    );
};

interface ReportOptions {
  readonly md?: boolean;
  readonly standup?: boolean;
}

/** Every session counts: what a team did since yesterday knows no sessions. */
function standup(place: Workplace, session: string | undefined): Answer {
  if (session !== undefined) {
    throw new OrchestratorError("usage", "a stand-up is about a day, not about a session", {
      hint: "Leave one of the two out.",
    });
  }
  const { state, seq, atMs } = readState(place);
  const data = standupView(state, { nowMs: atMs });
  const next = data.waiting.length === 0 ? ["orchestrator metrics"] : ["orchestrator inbox"];
  return { schema: "standup", seq, data, text: standupText(data), next };
}

export function latestReport(context: Context, place: Workplace, session?: string): Answer {
  const data = findReport(place, session);
  return {
    schema: "report",
    data,
    text: reportText(data, context.terminal.columns),
    next: data.next.slice(0, 3).map((id) => commandLine("orchestrator run", id)),
  };
}

function markdown(place: Workplace, session?: string): Answer {
  const data = findReport(place, session);
  const { state } = readState(place);
  const titles = new Map(
    [...state.streams.values()].map(({ facts }) => [displayKey(facts.key), facts.title]),
  );
  const text = reportMarkdown(data, titles);
  return { schema: "report", data: { ...data, markdown: text }, text };
}

function findReport(place: Workplace, session: string | undefined) {
  const { state } = readState(place);
  const data = sessionReport(state, session);
  if (session === undefined || data.session !== null) return data;
  throw new OrchestratorError("not-found", `there is no session ${JSON.stringify(session)}`, {
    hint: `Known: ${
      sessionsOf(state)
        .map((each) => each.id)
        .join(", ") || "none yet"
    }`,
  });
}
