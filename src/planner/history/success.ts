import type { PastAttempt } from "../../model/index.ts";
import { kindOfWork } from "./kinds.ts";

/** How often attempts land, drawn from kind and agent towards what is usual. */
export interface Success {
  readonly usual: number;
  /** How many attempts the usual rests on, what is assumed before any included. */
  readonly weight: number;
  readonly of: (kind: string, agent: string | null) => number;
}

/** Before anything is known: four attempts of which three landed. */
const BEFORE = { landed: 3, attempts: 4 };
/** How many attempts of its own a part needs to count as much as what it is a part of. */
const PULL = 10;

interface Tally {
  landed: number;
  attempts: number;
}

export function learnSuccess(past: readonly PastAttempt[]): Success {
  const kinds = new Map<string, Tally>();
  const agents = new Map<string, Tally>();
  const pairs = new Map<string, Tally>();
  const all: Tally = { ...BEFORE };
  for (const one of past) {
    const kind = kindOfWork(one);
    const landed = one.outcome === "landed" ? 1 : 0;
    const tallies = [
      all,
      at(kinds, kind),
      at(agents, one.agent),
      at(pairs, `${kind} ${one.agent}`),
    ];
    for (const tally of tallies) {
      tally.landed += landed;
      tally.attempts++;
    }
  }
  const usual = all.landed / all.attempts;
  const draw = (tally: Tally | undefined, towards: number): number =>
    ((tally?.landed ?? 0) + PULL * towards) / ((tally?.attempts ?? 0) + PULL);
  return {
    usual,
    weight: all.attempts,
    of: (kind, agent) => {
      const byKind = draw(kinds.get(kind), usual);
      if (agent === null) return byKind;
      // How an agent differs from all is taken along to the kind.
      const shift = draw(agents.get(agent), usual) / usual;
      const expected = Math.min(0.995, byKind * shift);
      return draw(pairs.get(`${kind} ${agent}`), expected);
    },
  };
}

function at(map: Map<string, Tally>, name: string): Tally {
  const known = map.get(name);
  if (known !== undefined) return known;
  const tally = { landed: 0, attempts: 0 };
  map.set(name, tally);
  return tally;
}
