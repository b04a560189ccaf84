import type {
  AttemptRecord,
  DutyMaterial,
  PastAttempt,
  RecoveryState,
  State,
  StreamState,
} from "../../../model/index.ts";
import { displayKey, LIMITS, unreachable } from "../../../model/index.ts";
import { pastAttempts } from "../../../journal/index.ts";
import { agentPerformance, findPatterns } from "../../../planner/index.ts";

/** What a duty is given to look at, as the journal has it now: figures and our own words for them. */
export function materialText(state: State, given: readonly DutyMaterial[]): string {
  const past = pastAttempts(state);
  return given
    .map((material) => {
      const lines = linesOf(state, past, material);
      return [`${TITLES[material]}:`, ...(lines.length === 0 ? ["- none yet"] : lines)].join("\n");
    })
    .join("\n\n");
}

const TITLES: Readonly<Record<DutyMaterial, string>> = {
  traces: "The newest attempts, the newest first",
  rejections: "Work that was sent back or failed, by reason, the most often first",
  durations: "What agents did at each kind of work",
  patterns: "What stands out",
  duties: "The team's own duties",
  proposals: "What was proposed before, and what became of it",
};

function linesOf(
  state: State,
  past: readonly PastAttempt[],
  material: DutyMaterial,
): readonly string[] {
  switch (material) {
    case "traces":
      return tracesOf(state);
    case "rejections":
      return rejectionsOf(state);
    case "durations":
      return agentPerformance(past).map(
        ({ agent, kind, attempts, landed, seconds, tokens }) =>
          `- ${agent}, ${kind}: ${landed} of ${attempts} landed, ${Math.round(seconds)} s and ${tokens ?? "unknown"} tokens an attempt (medians)`,
      );
    case "patterns":
      return findPatterns(past).map(({ what, advice }) => `- ${what}: ${advice}`);
    case "duties":
      return dutiesOf(state);
    case "proposals":
      return proposalsOf(state);
    default:
      return unreachable(material);
  }
}

type Ended = readonly [StreamState, AttemptRecord];

function endedOf({ streams }: State): readonly Ended[] {
  const all: Ended[] = [];
  for (const stream of streams.values()) {
    for (const record of stream.attempts) {
      if (record.finishedAtMs !== null) all.push([stream, record]);
    }
  }
  return all.sort(([, a], [, b]) => (b.finishedAtMs ?? 0) - (a.finishedAtMs ?? 0));
}

function tracesOf(state: State): readonly string[] {
  return endedOf(state)
    .slice(0, LIMITS.materialLinesMax)
    .map(([{ facts }, { agent, outcome, startedAtMs, finishedAtMs, reason }]) => {
      const seconds = Math.round(
        ((finishedAtMs ?? 0) - (startedAtMs ?? finishedAtMs ?? 0)) / 1_000,
      );
      const why = reason === null ? "" : `: ${brief(reason)}`;
      const title = brief(facts.title);
      return `- ${displayKey(facts.key)} ${title} (${agent.role}, ${seconds} s): ${outcome}${why}`;
    });
}

function rejectionsOf(state: State): readonly string[] {
  const counts = new Map<string, number>();
  for (const [, { outcome, reason, failure }] of endedOf(state)) {
    if (outcome !== "rejected" && outcome !== "failed") continue;
    const why = brief(failure ?? reason ?? outcome);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, LIMITS.materialLinesMax)
    .map(([why, times]) => `- ${times} ×: ${why}`);
}

/** How often each duty came up, and how often it was worth it. */
function dutiesOf({ streams }: State): readonly string[] {
  const tally = new Map<string, { times: number; landed: number; idle: number }>();
  for (const { facts, stage } of streams.values()) {
    if (facts.duty === undefined) continue;
    const name = `${facts.duty.role}: ${facts.duty.duty}`;
    const row = tally.get(name) ?? { times: 0, landed: 0, idle: 0 };
    row.times += 1;
    if (stage.kind === "completed") row.landed += 1;
    if (stage.kind === "settled") row.idle += 1;
    tally.set(name, row);
  }
  return [...tally].map(
    ([name, { times, landed, idle }]) =>
      `- ${name}: ${times} times, ${landed} landed a change, ${idle} changed nothing`,
  );
}

function proposalsOf({ streams }: State): readonly string[] {
  const lines: string[] = [];
  for (const { facts, recovery } of streams.values()) {
    if (facts.duty?.proposes !== true || recovery === undefined) continue;
    lines.push(`- ${displayKey(facts.key)}: ${fateOf(recovery)}`);
  }
  return lines.slice(-LIMITS.materialLinesMax);
}

function fateOf({ split, divided }: RecoveryState): string {
  if (divided) return "approved, and in the roadmap";
  if (split === null) return "rejected, or there was nothing to propose";
  const parts = "proposal" in split.stage ? split.stage.proposal.parts : [];
  return `open: ${parts.map(({ title }) => `“${brief(title)}”`).join(", ")}`;
}

/** One line of what somebody else wrote. */
function brief(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LIMITS.materialCharsMax);
}
