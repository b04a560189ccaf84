import type { MemoryTier, Source, Trust } from "./types.ts";

/** What a source adds to an entry's strength; who said a thing twice said it once. */
const WEIGHTS: Readonly<Record<Trust, number>> = {
  person: 3,
  landed: 2,
  agent: 1,
  imported: 1,
};

interface TierRule {
  readonly tier: MemoryTier;
  /** From this strength on an entry is in it; null: only a person puts it there. */
  readonly strengthMin: number | null;
  /** Not said again for so many days, it falls to `fallsTo`. Null: it stays. */
  readonly keptDays: number | null;
  readonly fallsTo: MemoryTier | null;
}

/** What rises and what decays, the firmest tier first. */
const TIER_RULES: readonly TierRule[] = [
  { tier: "core", strengthMin: null, keptDays: null, fallsTo: null },
  { tier: "long", strengthMin: 4, keptDays: 365, fallsTo: "medium" },
  { tier: "medium", strengthMin: 2, keptDays: 90, fallsTo: "compost" },
  { tier: "recent", strengthMin: 0, keptDays: 30, fallsTo: "compost" },
  { tier: "compost", strengthMin: null, keptDays: null, fallsTo: null },
];

/** On an entry that says what did not work: it is shown as that, and as nothing else. */
export const FAILED_TAG = "failed";

const DAY_MS = 24 * 60 * 60_000;

export function strengthOf(sources: readonly Source[]): number {
  const heaviest = new Map<string, number>();
  for (const source of sources) {
    const voice = source.attempt ?? `${source.by}:${source.who}`;
    heaviest.set(voice, Math.max(heaviest.get(voice) ?? 0, WEIGHTS[trustIn(source)]));
  }
  return [...heaviest.values()].reduce((sum, weight) => sum + weight, 0);
}

export function trustIn({ by, landed }: Pick<Source, "by" | "landed">): Trust {
  if (by === "agent") return landed ? "landed" : "agent";
  return by === "person" ? "person" : "imported";
}

/** Follows from what was said and the time alone: nothing has to be moved by anybody. */
export function tierOf(entry: {
  readonly pinned: MemoryTier | null;
  readonly tags: readonly string[];
  readonly strength: number;
  readonly saidAtMs: number;
  readonly nowMs: number;
}): MemoryTier {
  if (entry.pinned !== null) return entry.pinned;
  if (entry.tags.includes(FAILED_TAG)) return "compost";
  const { strength } = entry;
  let rule = TIER_RULES.find((one) => one.strengthMin !== null && strength >= one.strengthMin);
  let leftMs = entry.nowMs - entry.saidAtMs;
  while (rule !== undefined && rule.keptDays !== null && leftMs > rule.keptDays * DAY_MS) {
    leftMs -= rule.keptDays * DAY_MS;
    const { fallsTo } = rule;
    rule = TIER_RULES.find((one) => one.tier === fallsTo);
  }
  return rule?.tier ?? "compost";
}
