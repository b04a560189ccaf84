import { type Effort, EFFORTS, type Priority, type StreamFacts } from "../../../model/index.ts";
import { SO_MARKED } from "../hearing/marked.ts";
import { expectedSeconds } from "../../estimate.ts";

/** What work is called by what it is: how urgent, how large, whether anybody has it. */
export interface Kind {
  /** Two of the same sort widen a choice, two of different sorts narrow it. */
  readonly sort: "priority" | "size" | "free";
  readonly words: ReadonlySet<string>;
  readonly said: string;
  readonly fits: (facts: StreamFacts) => boolean;
  /** The first of these comes first; 0 for no preference. */
  readonly compare: (a: StreamFacts, b: StreamFacts) => number;
}

const RANK: Readonly<Record<Priority, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
const PRIORITIES: readonly Priority[] = ["critical", "high", "medium", "low"];

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

/** Titles say it too: `Rotate keys (CRIT-001)`, `Loop 🔴 P0`. */
const TITLED: Readonly<Record<Priority, RegExp>> = {
  critical: /\b(?:crit(?:ical)?|p0)\b/i,
  high: /\b(?:high(?=-\d| priority)|p1)\b/i,
  medium: /\b(?:med(?:ium)?(?=-\d| priority)|p2)\b/i,
  low: /\b(?:low(?=-\d| priority)|p3)\b/i,
};

function isTitled(facts: StreamFacts, levels: readonly Priority[]): boolean {
  return levels.some((level) => TITLED[level].test(facts.title));
}

/** How urgent work is by its priority or its title: 0 for critical. */
export function rankOf(facts: StreamFacts): number {
  const titled = PRIORITIES.find((level) => isTitled(facts, [level]));
  return Math.min(RANK[facts.priority], titled === undefined ? 3 : RANK[titled]);
}

function priority(words: string, ...levels: readonly Priority[]): Kind {
  const least = levels.includes("low");
  return {
    sort: "priority",
    words: setOf(words),
    said: `of priority ${levels.join(" or ")}`,
    fits: (facts) => levels.includes(facts.priority) || isTitled(facts, levels),
    compare: (a, b) =>
      (least ? RANK[b.priority] - RANK[a.priority] : RANK[a.priority] - RANK[b.priority]) ||
      Number(isTitled(b, levels)) - Number(isTitled(a, levels)),
  };
}

const SPELLED: Partial<Readonly<Record<Effort, string>>> = {
  XS: " extra-small x-small",
  M: " mediums medium-sized mid-sized",
  XL: " extra-large x-large",
};

/** "the S ones" are exactly these. */
function sized(effort: Effort): Kind {
  const letter = effort.toLowerCase();
  return {
    sort: "size",
    words: setOf(`${letter} ${letter}-sized size-${letter}${SPELLED[effort] ?? ""}`),
    said: `of effort ${effort}`,
    fits: (facts) => facts.effort === effort,
    compare: () => 0,
  };
}

const LESS = setOf("smaller less shorter below under quicker easier");
const MORE = setOf("bigger larger more longer above over heavier");

/** "something smaller than an M"; null when no size is compared with. */
function comparedIn(words: readonly string[]): Kind | null {
  const at = words.findIndex((word, i) => {
    const size = EFFORTS.some((effort) => effort.toLowerCase() === word);
    return size && words.slice(Math.max(0, i - 3), i).some((one) => LESS.has(one) || MORE.has(one));
  });
  const bound = EFFORTS.findIndex((effort) => effort.toLowerCase() === words[at]);
  if (at === -1 || !words.slice(0, at).includes("than")) return null;
  const less = words.slice(Math.max(0, at - 3), at).some((one) => LESS.has(one));
  const efforts: readonly Effort[] = less ? EFFORTS.slice(0, bound) : EFFORTS.slice(bound + 1);
  return {
    sort: "size",
    words: setOf(words[at] ?? ""),
    said: `of effort ${less ? "less" : "more"} than ${EFFORTS[bound] ?? ""}`,
    fits: ({ effort }) => effort !== null && efforts.includes(effort),
    compare: (a, b) => (less ? 1 : -1) * (seconds(a) - seconds(b)),
  };
}

/** How long work is expected to take. */
export const seconds = (facts: StreamFacts): number => expectedSeconds(facts, undefined);

const SMALL: Kind = {
  sort: "size",
  words: setOf(
    "small smalls smallest tiny little quick quickest easy easiest simple simplest tiniest lightest briefest short shorter shortest shorter smaller easier quicker wins win low-hanging fruit fruits cheap cheapest",
  ),
  said: "of effort S or less",
  fits: ({ effort }) => effort === "XS" || effort === "S",
  compare: (a, b) => seconds(a) - seconds(b),
};

const NORMAL = priority("p2 p2s medium normal", "medium");

const NAMES_PRIORITY = setOf("priority prio p2");
const MEDIUM = sized("M");

const KINDS: readonly Kind[] = [
  ...EFFORTS.map(sized),
  priority("critical criticals p0 p0s blocker-level", "critical"),
  priority("urgent important priority high highest top pressing prio", "critical", "high"),
  priority("p1 p1s", "high"),
  NORMAL,
  priority("low lowest least p3 p3s unimportant trivial", "low"),
  SMALL,
  {
    sort: "size",
    words: setOf(
      "big bigs bigger biggest huge large larger largest hard harder hardest long longer longest heavy heaviest toughest",
    ),
    said: "of effort L or more",
    fits: ({ effort }) => effort === "L" || effort === "XL",
    compare: (a, b) => seconds(b) - seconds(a),
  },
  // Only what has the mark is chosen from, where a mark is spoken of.
  {
    sort: "free",
    words: setOf(SO_MARKED),
    said: "marked so in the roadmap",
    fits: () => true,
    compare: () => 0,
  },
  // Only what can start is ever chosen from: this narrows nothing more.
  {
    sort: "free",
    words: setOf(
      "free startable unclaimed untaken unassigned unowned untouched unstarted new fresh",
    ),
    said: "that nobody has",
    fits: () => true,
    compare: () => 0,
  },
];

/** "P0 and P1". */
function eitherOf(levels: readonly Kind[]): Kind {
  return {
    sort: "priority",
    words: new Set(levels.flatMap(({ words }) => [...words])),
    said: levels.map(({ said }) => said).join(" and "),
    fits: (facts) => levels.some(({ fits }) => fits(facts)),
    compare: (a, b) => RANK[a.priority] - RANK[b.priority],
  };
}

/** "low priority" is low, "least important" too: the stronger word decides. */
const WEAK = setOf("priority important urgent prio pressing");

/** What the words say of the work, one kind of each sort at most: "small P2 ones" are both. */
export function kindsOf(words: readonly string[]): readonly Kind[] {
  const least = words.includes("least") || words.includes("low");
  // "whatever takes the least time"
  const briefly = words.some((word) => ["time", "effort", "work"].includes(word));
  if (words.includes("least") && briefly) return [SMALL];
  const found = (["priority", "size", "free"] as const).flatMap((sort) => {
    const compared = sort === "size" ? comparedIn(words) : null;
    if (compared !== null) return [compared];
    const own = KINDS.filter((kind) => kind.sort === sort);
    const low = own.find((kind) => kind.words.has("least"));
    if (least && low !== undefined) return [low];
    const levels = own.filter((kind) =>
      words.some((word) => /^p\d/.test(word) && kind.words.has(word)),
    );
    if (levels.length > 1) return [eitherOf(levels)];
    const strong = own.find((kind) =>
      words.some((word) => kind.words.has(word) && !WEAK.has(word)),
    );
    const any = strong ?? own.find((kind) => words.some((word) => kind.words.has(word)));
    return any === undefined ? [] : [any];
  });
  return found;
}

/**
 * What the words may say: "medium" alone is a priority or a size, whichever of both the roadmap
 * writes; either where it writes both.
 */
export function kindsMeant(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly (readonly Kind[])[] {
  const kinds = kindsOf(words);
  const told = !words.includes("medium") || words.some((word) => NAMES_PRIORITY.has(word));
  if (told || !kinds.includes(NORMAL)) return [kinds];
  const size = kinds.map((kind) => (kind === NORMAL ? MEDIUM : kind));
  const leveled = new Set(facts.map(rankOf)).size > 1;
  if (!facts.some(({ effort }) => effort !== null)) return [kinds];
  return leveled ? [kinds, size] : [size];
}

export function isKindWord(word: string): boolean {
  return KINDS.some((kind) => kind.words.has(word));
}
