import type { RoleView, TeamView } from "../../daemon/index.ts";
import { signWords } from "../announce/roles.ts";
import { safeText } from "../text/safe.ts";
import { alignRows } from "../text/width.ts";
import { bytes, count, duration } from "../text/words.ts";

/** `team status` as people read it: one row a role, then what is next and what was done. */
export function teamText(team: TeamView): string {
  const up = team.roles.filter(isUp).length;
  const head = team.running
    ? `Team: process ${team.pid ?? "?"}, up ${span(team.uptimeMs)}, ${up} of ${count(team.roles.length, "role")} up, ${team.queueDepth} in the queue`
    : `Team: stopped (${count(team.roles.length, "role")})`;
  const rows = team.roles.map((role) => [
    `  ${safeText(role.id)}`,
    role.state,
    role.pid === null ? "" : `pid ${role.pid}`,
    role.uptimeMs === null ? "" : `up ${duration(role.uptimeMs)}`,
    role.cpuPercent === null ? "" : `CPU ${role.cpuPercent}%`,
    role.memoryBytes === null ? "" : `RAM ${bytes(role.memoryBytes)}`,
    `restarts ${role.restarts}${role.restartsTotal > role.restarts ? ` (${role.restartsTotal} in all)` : ""}`,
    role.heartbeatAgeMs === null ? "" : `heartbeat ${duration(role.heartbeatAgeMs)} ago`,
    noteOf(role),
  ]);
  const done = team.completions.map(
    ({ id, title, role }) => `  ${safeText(id)} ${safeText(title)} (${safeText(role)})`,
  );
  return [head, ...alignRows(rows), ...section("Done in the last hour:", done)].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function isUp({ state }: RoleView): boolean {
  return state === "ACTIVE" || state === "WAITING" || state === "IDLE";
}

function noteOf(role: RoleView): string {
  const notes = [
    role.workingOn === null ? "" : `on ${safeText(role.workingOn.id)}`,
    role.cause === null ? "" : safeText(role.cause),
    role.signs.length === 0 ? "" : signWords(role.signs),
    role.nextTask === null ? "" : `next ${safeText(role.nextTask.id)}`,
    role.queueDepth > 1 ? `${role.queueDepth} waiting` : "",
    role.nextTurnMs === null ? "" : `by itself at ${clock(role.nextTurnMs)}`,
  ];
  return notes.filter((note) => note !== "").join("; ");
}

function clock(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)} UTC`;
}

function span(ms: number | null): string {
  return ms === null ? "?" : duration(ms);
}

/** The same as a page of Markdown, for a file or a message. */
export function teamMarkdown(team: TeamView): string {
  const sections = team.roles.map((role) =>
    [
      `**${cell(role.title)}:**`,
      "",
      `- Status: ${role.state}${role.workingOn === null ? "" : ` (working on ${cell(role.workingOn.id)})`}`,
      `- Process: ${role.pid ?? "none"}, CPU ${role.cpuPercent ?? "–"} %, RAM ${role.memoryBytes === null ? "–" : bytes(role.memoryBytes)}`,
      `- Restarts: ${role.restarts}, heartbeat: ${span(role.heartbeatAgeMs)} ago`,
      `- Next task: ${role.nextTask === null ? "none" : `${cell(role.nextTask.id)} ${cell(role.nextTask.title)}`}`,
      `- Queue depth: ${role.queueDepth}`,
      `- Next turn: ${role.nextTurnMs === null ? "none" : clock(role.nextTurnMs)}`,
    ].join("\n"),
  );
  const done = team.completions.map(
    ({ id, title, role }, at) => `${at + 1}. ${cell(id)} (${cell(role)}) – ${cell(title)}`,
  );
  return [
    "## Team status",
    `**State:** ${team.running ? `running, process ${team.pid ?? "?"}, up ${span(team.uptimeMs)}` : "stopped"}`,
    `**Queue:** ${team.queueDepth}`,
    "### Roles",
    ...sections,
    "### Recent completions (last hour)",
    done.length === 0 ? "- none" : done.join("\n"),
  ].join("\n\n");
}

/** Text of others on one line of Markdown: nothing in it makes a heading, a link or a cell. */
function cell(text: string): string {
  return safeText(text)
    .replace(/[\\`*_{}[\]<>#|]/g, "\\$&")
    .replaceAll("\n", " ");
}
