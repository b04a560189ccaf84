import type { RunData } from "../../journal/index.ts";
import { describeMoney } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { count, duration, list, streamLabel } from "../text/words.ts";
import { alignRows, fit } from "../text/width.ts";
import { qualityWord, statusWord } from "./markdown.ts";

/** The report of a session for a terminal. */
export function reportText(report: RunData, columns: number): string {
  if (report.session === null) return "No session yet.";
  const { metrics } = report;
  const rows = report.workStreams.map((stream) => [
    `  ${fit(streamLabel(stream.id), 24)}`,
    fit(safeText(stream.title), Math.max(20, columns - 66)),
    safeText(stream.agent ?? "–"),
    statusWord(stream),
    fit(safeText(qualityWord(stream)), 48),
  ]);
  const retried = metrics.rejections + metrics.failures;
  return [
    `Orchestration report, session ${report.session}${report.goal === null ? "" : `: ${safeText(report.goal)}`}`,
    ...(rows.length === 0 ? ["  Nothing to do."] : alignRows(rows)),
    ...report.workStreams.flatMap(({ id, recovery = [] }) =>
      recovery.map((step) => `  ${fit(streamLabel(id), 24)} ${safeText(step)}`),
    ),
    [
      `${report.completed.length} completed`,
      ...(report.failed.length === 0 ? [] : [`${report.failed.length} failed`]),
      ...(report.blocked.length === 0 ? [] : [`${report.blocked.length} blocked`]),
      duration(metrics.durationMs),
      count(metrics.agentsUsed, "agent"),
      ...(metrics.costMicroUsd === null || metrics.costMicroUsd === 0
        ? []
        : [describeMoney(metrics.costMicroUsd)]),
      `${count(metrics.attempts, "attempt")}${retried === 0 ? "" : ` (${metrics.rejections} rejected, ${metrics.failures} failed)`}`,
    ].join(" · "),
    ...(report.next.length === 0 ? [] : [`Next available: ${list(report.next.map(streamLabel))}`]),
  ].join("\n");
}
