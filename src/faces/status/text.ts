import type { StatusView } from "../../journal/index.ts";
import type { Style } from "../cli/terminal/style.ts";
import { accountLabel, troubleText } from "../announce/account.ts";
import { safeText } from "../text/safe.ts";
import { duration, percent, streamLabel } from "../text/words.ts";
import { alignRows, columnsOf, fit } from "../text/width.ts";
import type { SessionForecast } from "./forecast.ts";

/** How many of each kind a screen shows before it says how many more there are. */
const SHOWN_MAX = 8;
const ID_COLUMNS = 24;

export interface StatusScreen {
  readonly view: StatusView;
  readonly leader: { readonly pid: number; readonly purpose: string } | null;
  readonly columns: number;
  readonly style: Style;
  /** When the session will be over, where that can be told. */
  readonly forecast?: SessionForecast | null;
}

/** One screen: what needs the person first, then what works, is ready, waits and is done. */
export function statusText(screen: StatusScreen): string {
  const { view, style } = screen;
  return [
    sessionLine(screen),
    ...endReason(screen),
    ...section(screen, "Needs you", "yellow", view.needsYou, (each, room) => [
      label(each.id),
      fit(safeText(each.title), titleWidth(screen)),
      fit(safeText(each.reason), room),
      each.command,
    ]),
    ...section(
      screen,
      `Working ${view.inProgress.length}/${view.concurrency}`,
      "green",
      view.inProgress,
      (each) => [
        label(each.id),
        fit(safeText(each.title), titleWidth(screen)),
        safeText(each.agent ?? ""),
        `${each.stage}${each.uncertain ? " (not seen lately)" : conflictText(each)}`,
        duration(each.elapsedMs),
      ],
    ),
    ...section(screen, "Ready", "cyan", startable(view), (each) => [
      label(each.id),
      fit(safeText(each.title), titleWidth(screen) + 30),
    ]),
    ...section(screen, "Waiting", "dim", view.waiting, (each, room) => [
      label(each.id),
      fit(safeText(each.title), titleWidth(screen)),
      fit(safeText(each.reason), room),
    ]),
    ...section(screen, "Blocked", "red", onlyBlocked(view), (each, room) => [
      label(each.id),
      fit(safeText(each.title), titleWidth(screen)),
      fit(safeText(each.reason), room),
    ]),
    ...section(screen, "Skipped", "dim", view.skipped, (each, room) => [
      label(each.id),
      fit(safeText(each.title), titleWidth(screen)),
      fit(safeText(each.reason), room),
    ]),
    style.paint("bold", `Done ${view.done}/${view.total}`),
    ...forecastLine(screen),
    ...(view.budget === null || view.budget.level === "normal"
      ? []
      : [`Budget: ${view.budget.level} (${safeText(view.budget.why)})`]),
    ...view.accounts.map((one) => `${accountLabel(one.agents)} ${troubleText(one)}`),
    ...(view.confinement === null ? [] : [`Agents are held by ${safeText(view.confinement.why)}`]),
  ].join("\n");
}

function conflictText({ conflictsWith }: StatusView["inProgress"][number]): string {
  const [first, ...others] = conflictsWith;
  if (first === undefined) return "";
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return ` (will conflict with ${safeText(first ?? "the branch")}${more})`;
}

function forecastLine({ forecast }: StatusScreen): string[] {
  if (forecast === undefined || forecast === null) return [];
  const { finish, successProbability } = forecast;
  const time = (seconds: number): string => duration(seconds * 1_000);
  const range = `between ${time(finish.p10)} and ${time(finish.p90)}`;
  const all = `everything lands with ${percent(successProbability)}`;
  return [`About ${time(finish.p50)} to go (${range}); ${all}`];
}

/** What waits for more than its dependencies is told with the reason below. */
function startable(view: StatusView): StatusView["available"] {
  const waiting = new Set(view.waiting.map((each) => each.id));
  return view.available.filter((each) => !waiting.has(each.id));
}

/** What is asked of the person above is not said twice. */
function onlyBlocked(view: StatusView): StatusView["blocked"] {
  const asked = new Set(view.needsYou.map((each) => each.id));
  return view.blocked.filter((each) => !asked.has(each.id));
}

function sessionLine({ view, leader }: StatusScreen): string {
  const { session } = view;
  const running = leader === null ? "" : ` · ${safeText(leader.purpose)}, process ${leader.pid}`;
  if (session === null) return `No session yet${running}`;
  const goal = session.goal === null ? "" : `: ${safeText(session.goal)}`;
  const dead =
    leader === null && session.state === "executing"
      ? " (no orchestrator is running; go on: orchestrator resume)"
      : "";
  return `Session ${session.id} ${session.state}${goal} · ${duration(session.elapsedMs)}${running}${dead}`;
}

/** What a session ended for, where it did not end well. */
function endReason({ view: { session }, columns }: StatusScreen): string[] {
  if (session?.state !== "failed" || session.reason === "") return [];
  return [`  ${fit(safeText(session.reason), Math.max(24, columns - 2))}`];
}

/** An id may be as long as it likes; its column may not. */
function label(id: string): string {
  return fit(streamLabel(id), ID_COLUMNS);
}

/** What the widest id shown and the title leave of a line; a few words at least. */
function reasonWidth(screen: StatusScreen, shown: readonly { readonly id: string }[]): number {
  const widths = shown.map(({ id }) => columnsOf(label(id)));
  const used = Math.max(0, ...widths) + titleWidth(screen) + 6;
  return Math.max(24, screen.columns - used);
}

function titleWidth({ columns }: StatusScreen): number {
  return Math.max(16, Math.floor(columns / 4));
}

function section<T extends { readonly id: string }>(
  screen: StatusScreen,
  name: string,
  colour: "yellow" | "green" | "cyan" | "dim" | "red",
  entries: readonly T[],
  row: (entry: T, reasonRoom: number) => readonly string[],
): string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, SHOWN_MAX);
  const left = entries.length - shown.length;
  const heading = name.includes("/") ? name : `${name} (${entries.length})`;
  const room = reasonWidth(screen, shown);
  return [
    screen.style.paint(colour, heading),
    ...alignRows(shown.map((entry) => ["", ...row(entry, room)])),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}
