import { readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import { sessionReport } from "../../../journal/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { reportMarkdown } from "../../report/markdown.ts";
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
    .action(
      on(async (context, session: string | undefined, options: { md?: boolean }) =>
        options.md === true
          ? markdown(workplaceOf(context), session)
          : latestReport(context, workplaceOf(context), session),
      ),
    );
};

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
  const known = [...state.pastSessions, ...(state.session === null ? [] : [state.session])];
  throw new OrchestratorError("not-found", `there is no session ${JSON.stringify(session)}`, {
    hint: `Known: ${known.map((each) => each.id).join(", ") || "none yet"}`,
  });
}
