import { describeMoney } from "../../model/index.ts";
import type { ReportedStream, RunData } from "../../journal/index.ts";
import { safeText } from "../text/safe.ts";
import { durationInWords, percent, streamLabel } from "../text/words.ts";

/** The report of a session as the seeds write it, in Markdown. */
export function reportMarkdown(report: RunData, titles: ReadonlyMap<string, string>): string {
  const { metrics } = report;
  return [
    "## Orchestration Report",
    "",
    `**Session**: ${report.session ?? "none"}`,
    `**Goal**: ${cell(report.goal ?? "everything that was asked for")}`,
    `**Completed**: ${report.finishedAt ?? "not finished"}`,
    "",
    "### Work Completed",
    "",
    "| Work Stream | Agent | Status | Quality |",
    "|-------------|-------|--------|---------|",
    ...report.workStreams.map(tableRow),
    ...(report.workStreams.length === 0 ? ["| – | – | – | – |"] : []),
    "",
    "### Metrics",
    "",
    ...metricLines(metrics),
    "",
    "### Next Available",
    "",
    ...nextLines(report, titles),
  ].join("\n");
}

function tableRow(stream: ReportedStream): string {
  const name = `${streamLabel(stream.id)} - ${stream.title}`;
  return `| ${cell(name)} | ${cell(stream.agent ?? "–")} | ${cell(statusWord(stream))} | ${cell(qualityWord(stream))} |`;
}

/** What a table cell may not hold: its own separator, and what Markdown would act on. */
function cell(text: string): string {
  return safeText(text).replace(/[\\|<>`[\]]/g, "\\$&");
}

/** The stage in the seeds' words. */
export function statusWord(stream: ReportedStream): string {
  switch (stream.state) {
    case "completed":
      return stream.diverted ? "Complete, waits for your checkout" : "Complete";
    case "settled":
      return "Settled by a person";
    case "needs-person":
      return "Waits for a person";
    case "parked":
      return "Waits for an answer";
    case "unverified":
      return "Finished, not landed";
    case "blocked":
      return "Blocked";
    case "skipped":
      return "Skipped";
    case "stopped":
      return "Stopped";
    case "waiting":
      return "Not started";
    case "preparing":
    case "running":
    case "collecting":
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "landing":
      return "In progress";
  }
}

/** What its gates said: evidence, never the agent's word. */
export function qualityWord(stream: ReportedStream): string {
  if (stream.forced) return "Unverified, forced";
  const red = stream.gates.filter(
    (gate) => gate.verdict === "failed" || gate.verdict === "timeout",
  );
  const flaky = stream.gates.some((gate) => gate.verdict === "flaky");
  if (red.length > 0) return `${red.map((gate) => gate.name).join(", ")} failed`;
  if (stream.state === "completed" && stream.gates.length > 0)
    return flaky ? "Verified (flaky)" : "Verified";
  if (stream.state === "completed") return "No gates";
  return stream.reason ?? "–";
}

function metricLines(metrics: RunData["metrics"]): string[] {
  return [
    `- Duration: ${durationInWords(metrics.durationMs)}`,
    ...(metrics.testsAdded === null ? [] : [`- Tests Added: ${metrics.testsAdded}`]),
    ...(metrics.coverage === null ? [] : [`- Coverage: ${metrics.coverage}%`]),
    `- Agents Used: ${metrics.agentsUsed}`,
    `- Attempts: ${metrics.attempts} (${metrics.rejections} rejected, ${metrics.failures} failed)`,
    ...(metrics.parallelEfficiency === null
      ? []
      : [`- Parallel Efficiency: ${percent(metrics.parallelEfficiency)}`]),
    ...(metrics.inputTokens === null
      ? []
      : [`- Tokens: ${metrics.inputTokens} in, ${metrics.outputTokens ?? 0} out`]),
    ...(metrics.costMicroUsd === null || metrics.costMicroUsd === 0 ? [] : [costLine(metrics)]),
  ];
}

function costLine({ costMicroUsd, withoutLandingMicroUsd }: RunData["metrics"]): string {
  const lost = withoutLandingMicroUsd ?? 0;
  const more = lost === 0 ? "" : ` (${describeMoney(lost)} of it without landing)`;
  return `- Cost: ${describeMoney(costMicroUsd ?? 0)}${more}`;
}

const NEXT_SHOWN_MAX = 10;

function nextLines(report: RunData, titles: ReadonlyMap<string, string>): string[] {
  if (report.next.length === 0) return ["Nothing is ready."];
  const shown = report.next.slice(0, NEXT_SHOWN_MAX);
  const left = report.next.length - shown.length;
  return [
    ...shown.map(
      (id) => `- ${cell(`${streamLabel(id)}: ${titles.get(id) ?? ""}`.replace(/: $/, ""))}`,
    ),
    ...(left > 0 ? [`- and ${left} more`] : []),
  ];
}
