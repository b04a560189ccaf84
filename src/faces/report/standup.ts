import type { Standup } from "../../journal/index.ts";
import { safeText } from "../text/safe.ts";
import { count, list, percent, streamLabel } from "../text/words.ts";

/** A day of the team, for a terminal or a chat. */
export function standupText({ agents, blocked, waiting, figures }: Standup): string {
  const of = (streams: readonly { readonly id: string; readonly title: string }[]) =>
    list(streams.map(({ id, title }) => `${streamLabel(id)} ${safeText(title)}`));
  const day = (landed: number, points: number) => `${landed} (${count(points, "point")})`;
  return [
    "Stand-up: the last 24 hours",
    ...(agents.length === 0 ? ["  Nobody landed anything, and nobody is at work."] : []),
    ...agents.flatMap(({ agent, done, now }) => [
      safeText(agent),
      ...(done.length === 0 ? [] : [`  done  ${of(done)}`]),
      ...(now.length === 0 ? [] : [`  now   ${of(now)}`]),
    ]),
    ...blocked.map(({ id, reason }) => `Blocked  ${streamLabel(id)}: ${firstLine(reason)}`),
    ...waiting.map(({ id, entry, text }) => {
      return `Waits for you  ${entry}, ${streamLabel(id)}: ${firstLine(text)}`;
    }),
    [
      `Landed ${day(figures.landed, figures.points)}, the day before ${day(figures.landedBefore, figures.pointsBefore)}`,
      ...(figures.firstTimeAcceptance === null
        ? []
        : [`${percent(figures.firstTimeAcceptance)} at the first attempt`]),
      `${count(figures.attempts, "attempt")} (${figures.rejected} rejected, ${figures.failed} failed)`,
    ].join(" · "),
  ].join("\n");
}

function firstLine(text: string): string {
  return safeText(text.split("\n", 1)[0] ?? "");
}
