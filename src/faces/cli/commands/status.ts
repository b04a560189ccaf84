import { readAsked, readFacts, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { StatusView } from "../../../journal/index.ts";
import { statusView } from "../../../journal/index.ts";
import { EXIT, OrchestratorError, isoTime } from "../../../model/index.ts";
import type { SessionForecast } from "../../status/forecast.ts";
import { forecastSession } from "../../status/forecast.ts";
import { overlayRoadmap } from "../../status/overlay.ts";
import { commandLine } from "../../text/words.ts";
import { statusText } from "../../status/text.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";

export const status: Face = (command, on) => {
  command.option("--exit-code", "exit 8 while something runs or waits for a person").action(
    on((context, options: { exitCode?: boolean }) => {
      const answer = bareStatus(context);
      return options.exitCode === true ? withPending(answer) : answer;
    }),
  );
};

export function bareStatus(context: Context): Answer {
  return showStatus(context, workplaceOf(context));
}

export interface StatusData extends StatusView {
  readonly root: string;
  readonly target: string;
  readonly roadmap: string;
  /** Journal position of this view: two views with the same number agree. */
  readonly seq: number;
  readonly leader: {
    readonly pid: number;
    readonly purpose: string;
    readonly since: string;
    readonly user: string;
    readonly host: string;
  } | null;
  /** When the session in hand will be over, where that can be told. */
  readonly forecast: SessionForecast | null;
}

export function showStatus(context: Context, place: Workplace): Answer {
  const target = targetIn(context, place);
  const { state, seq, atMs, leader: holder, confinement } = readState(place);
  const warnings = [...place.config.warnings];
  let shown = state;
  try {
    shown = overlayRoadmap(state, readFacts(target, state), target.id);
    // Before any session the state knows no limit; the configured one would hold.
    if (state.session === null) shown = { ...shown, concurrency: place.config.concurrency };
  } catch (error) {
    // What runs must stay visible although the roadmap is being moved about (a failed look).
    if (!(error instanceof OrchestratorError) || state.streams.size === 0) throw error;
    warnings.push(error.message);
  }
  const isCutOff = holder === null && readAsked(place, state) !== null;
  if (isCutOff) warnings.push("a run was asked for, and cut off before anything was begun");
  const view = statusView(shown, { nowMs: atMs, confinement });
  const forecast = forecastSession(shown, place.config, atMs);
  const leader =
    holder === null
      ? null
      : {
          pid: holder.identity.pid,
          purpose: holder.purpose,
          since: isoTime(holder.sinceMs),
          user: holder.user,
          host: holder.host,
        };
  const data: StatusData = {
    root: place.root,
    target: target.id,
    roadmap: target.roadmap,
    seq,
    leader,
    ...view,
    forecast,
  };
  return {
    schema: "status",
    data,
    text: statusText({
      view,
      leader,
      columns: context.terminal.columns,
      style: context.style,
      forecast,
    }),
    warnings,
    next: nextCommands(view, leader !== null, isCutOff),
  };
}

function nextCommands(view: StatusView, led: boolean, isCutOff: boolean): string[] {
  const asked = view.needsYou.slice(0, 1).map((each) => each.command);
  if (led) return [...asked, "orchestrator logs --follow", "orchestrator stop"];
  const [first] = view.available;
  const isOpen = view.session?.state === "executing" || view.session?.state === "paused";
  const unfinished = isOpen || isCutOff;
  return [
    ...asked,
    ...(unfinished ? ["orchestrator resume"] : []),
    ...(first === undefined
      ? []
      : [commandLine("orchestrator run", first.id), "orchestrator batch"]),
  ];
}

function withPending(answer: Answer): Answer {
  const { inProgress, needsYou } = answer.data as StatusData;
  if (inProgress.length === 0 && needsYou.length === 0) return answer;
  const message = needsYou.length > 0 ? "something waits for a person" : "agents are at work";
  return { ...answer, exit: EXIT.pending, failure: { code: "pending", message } };
}
