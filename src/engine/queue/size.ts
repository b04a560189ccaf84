import type { Event, State } from "../../model/index.ts";
import { displayKey, keyOf } from "../../model/index.ts";
import { policyOf } from "../policy.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/** How many agents may work side by side, money aside: never more than a person allows (I6). */
export function teamSize(state: State): number {
  const { concurrency, size } = state;
  if (!adapts(state)) return concurrency;
  return Math.max(1, Math.min(concurrency, size?.agents ?? firstSize(state)));
}

/** Why it is fewer than a person allows; null where it is not. */
export function whyFewer(state: State): string | null {
  const { concurrency, size } = state;
  if (!adapts(state) || teamSize(state) >= concurrency) return null;
  const so = size?.why ?? "it begins with half";
  return `of ${concurrency} that may be: ${so}`;
}

/** A standing team has one agent for each of its roles, however things go. */
function adapts(state: State): boolean {
  const isTeam = state.session?.request.team !== undefined;
  return !isTeam && policyOf(state).admission?.adapts === true;
}

/** Half of what is allowed: nothing is known yet of how well so many get on with one another. */
function firstSize({ concurrency }: State): number {
  return Math.ceil(concurrency / 2);
}

interface Change {
  readonly agents: number;
  readonly why: string;
}

/**
 * More by one with each landing while more could start, fewer when they get in each other's way or
 * the machine's, half as many when their provider limits them: what slows everybody is left
 * sooner than it was come to. Nobody who works is stopped for it.
 */
export function adaptSize(turn: Turn): void {
  const { state } = turn;
  if (!adapts(state) || state.session?.state !== "executing") return;
  const now = teamSize(state);
  let change: Change | null = null;
  for (const event of turn.events) {
    const next = changeFor(turn, event, now);
    if (next !== null && (change === null || next.agents < change.agents)) change = next;
  }
  if (change !== null && change.agents !== now) emit(turn, { type: "size-set", ...change });
}

function changeFor(turn: Turn, event: Event, now: number): Change | null {
  switch (event.type) {
    case "machine-short":
      return { agents: Math.max(1, now - 1), why: event.why };
    case "failed":
      if (event.reason !== "limited") return null;
      return { agents: Math.max(1, Math.floor(now / 2)), why: "a usage limit was reached" };
    case "rejected": {
      const { kind } = event.rejection.reason;
      if (kind !== "conflict" && kind !== "semantic-conflict") return null;
      const id = displayKey(keyOf(event.attempt));
      return { agents: Math.max(1, now - 1), why: `${id} conflicts with what landed beside it` };
    }
    case "landed":
      return growth(turn, displayKey(event.key), now);
    default:
      return null;
  }
}

/** Only where the size is what keeps somebody: an idle team proves nothing of a larger one. */
function growth({ state, work }: Turn, id: string, now: number): Change | null {
  const isFull = work.slots.size >= now;
  const hasMore = work.ready.size > 0;
  if (state.machine !== null || now >= state.concurrency || !isFull || !hasMore) return null;
  return { agents: now + 1, why: `${id} landed, and more could start` };
}
