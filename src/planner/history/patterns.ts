import { compareText, median, pushTo, type PastAttempt } from "../../model/index.ts";
import type { WorkKind } from "./kinds.ts";
import { kindOfWork } from "./kinds.ts";

/** Something the past shows again and again, and what could be done about it. */
export interface Pattern {
  /** Stable, to be named by: `often-rejected:fix`. */
  readonly id: string;
  readonly what: string;
  readonly advice: string;
  /** What agents at such work should know of it, as a sentence; null where they can do nothing. */
  readonly word: string | null;
  /** Attempts or streams that show it. */
  readonly seen: number;
  /** 0…1: how unlikely it is that chance alone made it. */
  readonly confidence: number;
}

/** Fewer attempts than this show nothing. */
const SEEN_MIN = 4;
const OFTEN = 0.4;
const TOKENS_FACTOR = 2;

/** What stands out, the surest first. */
export function findPatterns(past: readonly PastAttempt[]): readonly Pattern[] {
  const ended = past.filter(({ outcome }) =>
    ["landed", "rejected", "failed", "blocked"].includes(outcome),
  );
  const kinds = new Map<WorkKind, PastAttempt[]>();
  for (const one of ended) pushTo(kinds, kindOfWork(one), one);
  const found = [...kinds].flatMap(([kind, all]) => [
    ...oftenLost(kind, all),
    ...aboveEffort(kind, all),
    ...muchRead(kind, all, ended),
  ]);
  return found.sort((a, b) => b.confidence - a.confidence || compareText(a.id, b.id));
}

function oftenLost(kind: WorkKind, all: readonly PastAttempt[]): readonly Pattern[] {
  return (["rejected", "failed"] as const).flatMap((outcome) => {
    const seen = all.filter((one) => one.outcome === outcome).length;
    if (all.length < SEEN_MIN || seen / all.length < OFTEN) return [];
    const advice =
      outcome === "rejected"
        ? "write acceptance criteria into these work streams, or split them"
        : "see why with: orchestrator logs; a longer timeout or a smaller stream may help";
    return [
      {
        id: `often-${outcome}:${kind}`,
        what: `${seen} of ${all.length} attempts at ${kind} were ${outcome === "failed" ? "failures" : "rejected"}`,
        advice,
        word:
          outcome === "rejected"
            ? `${capital(kind)} was sent back here in ${seen} of ${all.length} attempts: run the gates yourself before you say that you are done.`
            : `${capital(kind)} failed here in ${seen} of ${all.length} attempts: work in small steps, and commit each.`,
        seen,
        confidence: surety(all.length),
      },
    ];
  });
}

/** Work that is stated smaller than it is. */
function aboveEffort(kind: WorkKind, all: readonly PastAttempt[]): readonly Pattern[] {
  const small = all.filter(({ effort }) => effort === "XS" || effort === "S");
  const large = all.filter(({ effort }) => effort === "M" || effort === "L" || effort === "XL");
  if (small.length < SEEN_MIN || large.length < SEEN_MIN) return [];
  const a = median(small.map(({ seconds }) => seconds)) ?? 0;
  const b = median(large.map(({ seconds }) => seconds)) ?? 0;
  if (a < b) return [];
  return [
    {
      id: `effort-misleads:${kind}`,
      what: `${kind} stated as small takes as long as what is stated as large`,
      advice: "state a larger effort: plans start what takes long first",
      word: null,
      seen: small.length,
      confidence: surety(small.length),
    },
  ];
}

function muchRead(
  kind: WorkKind,
  all: readonly PastAttempt[],
  every: readonly PastAttempt[],
): readonly Pattern[] {
  const tokens = (list: readonly PastAttempt[]): readonly number[] =>
    list.flatMap((one) => (one.tokens === null ? [] : [one.tokens]));
  const own = tokens(all);
  const usual = tokens(every);
  if (own.length < SEEN_MIN || usual.length === own.length) return [];
  const factor = (median(own) ?? 0) / Math.max(1, median(usual) ?? 0);
  if (factor < TOKENS_FACTOR) return [];
  return [
    {
      id: `many-tokens:${kind}`,
      what: `${kind} takes ${factor.toFixed(1)} times the tokens that are usual here`,
      advice:
        "name the files in these work streams, or limit an attempt: orchestrator budget set attempt",
      word: `${capital(kind)} took ${factor.toFixed(1)} times the usual tokens here: look for the place first, and read no more than you need.`,
      seen: own.length,
      confidence: surety(own.length),
    },
  ];
}

function capital(kind: WorkKind): string {
  return kind.slice(0, 1).toUpperCase() + kind.slice(1);
}

function surety(seen: number): number {
  return Math.round(100 * (1 - 1 / Math.sqrt(seen))) / 100;
}
