import type { Priority, StreamStatus } from "../../model/index.ts";
import { fieldKey } from "../reading/fields.ts";
import { readPriority } from "../reading/facets.ts";

/** What a heading says of the items below it that say nothing themselves. */
export interface Chapter {
  readonly status: StreamStatus | null;
  readonly priority: Priority | null;
  /** Criteria of the whole, a legend: no work is below it. */
  readonly aside: boolean;
}

export const NO_CHAPTER: Chapter = { status: null, priority: null, aside: false };

/** Only as the whole heading: `Ideas page` is work, `Ideas` is not. */
const KINDS: readonly (readonly [StreamStatus, string])[] = [
  ["not_started", "to[ -]?dos?|backlog|next|next up|up next|now|planned|open|upcoming|ready"],
  [
    "in_progress",
    "in progress|doing|wip|work in progress|ongoing|underway|under way|in review|started|active",
  ],
  ["blocked", "blocked|stuck|waiting|waiting (?:for|on) .*"],
  [
    "complete",
    "done|recently done|completed?|recently completed|finished|shipped|released|closed|archived?|implemented|what's done",
  ],
  [
    "deferred",
    "later|someday|some day|maybe|someday *(?:/|or|-) *maybe|maybe *(?:/|or|-) *later|ideas?|icebox|ice box|wish ?list|parking lot|parked|deferred|postponed|on hold|paused|not now|future|brainstorm(?:ing)?|would be nice|(?:open )?questions?",
  ],
  [
    "cancelled",
    "won['’]?t (?:do|fix|have)|cancel(?:l?ed)|rejected|dropped|abandoned|declined|discarded|out of scope|non-goals?|not planned",
  ],
];

const BEHIND =
  "(?: +(?:tasks?|items?|work|features?|things|stuff|stories|ideas|list|enhancements|improvements|plans|considerations|possibilities))?(?: +(?:in|for|since|as of|this|last) .*)?";
const BEFORE = "(?:(?:future|more|other|random|new|some|feature|tasks?|work|status) +)?";
const PATTERNS = KINDS.map(
  ([status, words]) => [new RegExp(`^${BEFORE}(?:${words})${BEHIND}$`), status] as const,
);

const ASIDE = /^(?:legend|key|notation|symbols|marks|status (?:key|legend|symbols)|how to use .*)$/;
const URGENCY = /^(?:p[0-4]|critical|urgent|high(?:est)?|medium|normal|low(?:est)?)(?: priority)?$/;
const URGENCY_BEHIND = /^priority:? *(?:p?[0-4]|critical|urgent|high|medium|low)$/;
const MOSCOW: readonly (readonly [RegExp, Priority])[] = [
  [/^must[ -]?haves?$/, "high"],
  [/^should[ -]?haves?$/, "medium"],
  [/^(?:could|nice to)[ -]?haves?$|^stretch(?: goals?)?$|^optional$/, "low"],
];

/** `💡 Ideas (not planned)` without its signs, remarks and colon, in lower case. */
function barely(label: string): string {
  return label
    .slice(0, 200)
    .replace(/\([^()]*\)/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/[^\p{L}\p{N}]+$/u, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

/** Reads a heading's words; what it does not say, the one above it does. */
export function readChapter(label: string, above: Chapter): Chapter {
  const words = barely(label);
  const criteria = fieldKey(words) === "acceptance";
  const said = PATTERNS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
  return {
    status: said ?? above.status,
    priority: urgencyOf(words) ?? above.priority,
    aside: above.aside || criteria || ASIDE.test(words),
  };
}

function urgencyOf(words: string): Priority | null {
  if (URGENCY.test(words)) return readPriority(words);
  if (URGENCY_BEHIND.test(words)) return readPriority(words.replace(/^\D*?([0-4])$/, "p$1"));
  return MOSCOW.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
