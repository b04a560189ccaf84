import type { Workplace } from "../../../daemon/index.ts";
import { readState } from "../../../daemon/index.ts";
import type { Config, State, StreamFacts, StreamKey } from "../../../model/index.ts";
import { displayKey, streamOf, isSessionOpen } from "../../../model/index.ts";
import type { Explanation } from "../../../planner/index.ts";
import {
  explainDecision,
  explainStream,
  isHeldByRedBase,
  rolesOf,
  routeWork,
} from "../../../planner/index.ts";
import { safeText } from "../../text/safe.ts";
import { keyLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { planFor } from "../running/dry-run.ts";
import type { Desk } from "../roadmap/streams.ts";
import { findKey, openDesk } from "../roadmap/streams.ts";

export const explain: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .action(on((context, id: string) => explainOne(context, id)));
};

/** Why one work stream is where it is, from the journal and the plan. */
export function explainOne(context: Context, id: string): Answer {
  const place = workplaceOf(context);
  const { state } = readState(place);
  const desk = openDesk(context, place);
  const { read, target } = desk;
  const known = [...state.streams.values()].map((stream) => stream.facts);
  const key = findKey([...read.facts, ...known], id, target.id);
  const facts = read.facts.find((each) => each.key === key);
  // The engine's own reasons hold while its session does; after it, what a plan would decide now.
  const followed = state.streams.get(key);
  const decided = (followed?.decision ?? null) !== null && isSessionOpen(state.session);
  const { escalation = null, split = null } = followed?.recovery ?? {};
  const told =
    followed !== undefined &&
    (escalation !== null ||
      split !== null ||
      followed.stage.kind !== "waiting" ||
      decided ||
      isHeldByRedBase(state, key))
      ? explainStream(state, key)
      : withLastEnd(state, explainPlan(context, place, desk, key));
  const role = roleOf(place.config.roles, facts ?? followed?.facts);
  const line = facts === undefined ? null : lineOf(read.roadmap.workStreams, key);
  return {
    schema: "explain",
    data: {
      id: displayKey(key),
      title: facts?.title ?? followed?.facts.title ?? null,
      status: facts?.status ?? null,
      stage: followed?.stage.kind ?? null,
      line,
      ...(role === null ? {} : { role: role.role }),
      ...told,
    },
    text: [
      `${keyLabel(key)}: ${safeText(facts?.title ?? followed?.facts.title ?? "")}`,
      safeText(told.headline),
      ...told.lines.map((each) => `  ${safeText(each)}`),
      ...(role === null ? [] : [`  ${role.text}`]),
      ...(told.endsWhen === null || told.endsWhen === ""
        ? []
        : [`Until: ${safeText(told.endsWhen)}`]),
    ].join("\n"),
  };
}

/** Whose work it is, where roles are set, and what spoke for that. */
function roleOf(
  roles: Config["roles"],
  facts: StreamFacts | undefined,
): { readonly role: string | null; readonly text: string } | null {
  if (roles === null || facts === undefined) return null;
  const { role, shares } = routeWork(facts, rolesOf(roles));
  if (role === null) return { role, text: "It is no role's: every agent may take it." };
  const because = shares.find((share) => share.role === role)?.because ?? [];
  const why = because.map(({ match }) => safeText(match)).join(", ");
  return { role, text: `It goes to ${safeText(role)}${why === "" ? "" : ` (${why})`}.` };
}

/** Nothing runs: what the plan would decide if it started now. */
function explainPlan(context: Context, place: Workplace, desk: Desk, key: StreamKey): Explanation {
  const wish = { selection: { kind: "all" }, concurrency: null } as const;
  const { plan, facts } = planFor(context, place, wish, desk);
  const own = facts.find((each) => each.key === key);
  if (own === undefined) {
    return { headline: "It is no longer in the roadmap.", lines: [], endsWhen: null };
  }
  const decision = plan.decisions.find((each) => each.key === key) ?? null;
  return explainDecision(own, decision, facts);
}

/** A plan knows nothing of money and logins: what the last run ended for may hold it again. */
function withLastEnd({ session }: State, told: Explanation): Explanation {
  if (session === null || session.state !== "failed" || session.reason === null) return told;
  return { ...told, lines: [...told.lines, `The last run ended: ${session.reason}.`] };
}

function lineOf(
  streams: readonly { readonly id: string; readonly line: number }[],
  key: StreamKey,
): number | null {
  return streams.find((each) => each.id === streamOf(key))?.line ?? null;
}
