import type { Effort, Priority } from "../../model/index.ts";
import { plainText } from "../prose.ts";

/** `P0`, `CATASTROPHIC (P0)`, `12 (CRITICAL - …)`, `MEDIUM-HIGH`; null when it says no such thing. */
export function readPriority(raw: string): Priority | null {
  const text = plainText(raw.slice(0, 400)).toLowerCase();
  const level = /^[^a-z]*p([0-4])\b/.exec(text) ?? /[(\s]p([0-4])[)\s]/.exec(` ${text} `);
  if (level?.[1] !== undefined)
    return (["critical", "high", "medium", "low", "low"] as const)[Number(level[1])] ?? null;
  const lead = text.split(/ [-–—] /)[0] ?? "";
  if (/\b(?:critical|catastrophic|blocker|urgent|highest)\b/.test(lead)) return "critical";
  if (/\bhigh\b/.test(lead)) return "high";
  if (/\b(?:medium|normal|moderate)\b/.test(lead)) return "medium";
  return /\blow(?:est)?\b/.test(lead) ? "low" : null;
}

/** A remark behind a status: `- HIGH PRIORITY (…)`, `- CRITICAL (…)`. */
const REMARK =
  /^(?:🔴 *)?(?:highest|critical|medium-high|high|medium|low)(?: priority\b| *(?:\(|$|[-–—]))/i;

export function priorityInRemark(rest: string): Priority | null {
  const words = plainText(rest.slice(0, 400));
  for (const part of words.split(/ [-–—] |\) /)) {
    const remark = REMARK.exec(part.trim());
    if (remark !== null) return readPriority(remark[0].replace(/[(–—-]$/, ""));
  }
  return null;
}

const SIZES: Readonly<Record<string, Effort>> = {
  XS: "XS",
  S: "S",
  M: "M",
  L: "L",
  XL: "XL",
  XXL: "XL",
  SPLIT: "XL",
  TRIVIAL: "XS",
  TINY: "XS",
  LOW: "S",
  SMALL: "S",
  SIMPLE: "S",
  MEDIUM: "M",
  MODERATE: "M",
  HIGH: "L",
  LARGE: "L",
  COMPLEX: "L",
};

/** A size word wins; else the upper end of a duration or of story points decides. */
export function readEffort(raw: string): Effort | null {
  const text = plainText(raw.slice(0, 400));
  const word = /^([A-Za-z]+)\b/.exec(text)?.[1]?.toUpperCase() ?? "";
  const size = SIZES[word];
  if (size !== undefined) return size;
  const span =
    /(\d+(?:\.\d+)?)(?: *(?:-|–|to) *(\d+(?:\.\d+)?))? *(story points?|points?|min|h|d|w|mo)/i.exec(
      text,
    );
  if (span === null) return null;
  const amount = Number(span[2] ?? span[1]);
  const unit = (span[3] ?? "").toLowerCase();
  if (unit.includes("point")) return sizeOf(amount, [1, 3, 5, 8]);
  const hours = { min: 1 / 60, h: 1, d: 8, w: 40, mo: 160 }[unit] ?? 1;
  return sizeOf(amount * hours, [4, 16, 40, 120]);
}

function sizeOf(amount: number, limits: readonly [number, number, number, number]): Effort {
  const sizes = ["XS", "S", "M", "L"] as const;
  return sizes.find((_, i) => amount <= (limits[i] ?? 0)) ?? "XL";
}

const NOBODY =
  /^(?:[-–—]*|none|nobody|no one|n\/?a|tbd|tba|unassigned|unclaimed|available|open|free|not assigned|anyone)\b[\s.]*(?:\(.*\))?$/i;

/** The holder as written; null for `-`, `Available` and their like. */
export function readAssignee(raw: string): string | null {
  const text = plainText(raw);
  return text === "" || /^[-–—]+$/.test(text) || NOBODY.test(text) ? null : text;
}

/** The first ISO date or date-time; anything else is no deadline. */
export function readDeadline(raw: string): string | null {
  return (
    /\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?/.exec(
      raw.slice(0, 400),
    )?.[0] ?? null
  );
}

const QUOTED = /`([^`]{1,400})`/;
const FIRST_WORD = /^[*_\s]*([^\s,;()]{1,400})/;
/** `src\search\rank.ts`; a drive is no part of a repository. */
const WINDOWS = /^[\w.-]+(?:\\[\w.-]+)+$/;
const HERE = /^\.\//;
const BEHIND = /[*_]*[,:;]?$/;
const LINKED = /^\[[^\]]{0,400}\]\(([^()\s]{1,400})\)/;
const PATH_SIGNS = /^[\p{L}\p{M}\p{N}_@.~*/[\]{}()+$&=%-]+$/u;
/** In code marks a path may have spaces, once it is seen to be one: `Assets/My Scenes/a.unity`. */
const SPACED = /^[^ ]*\/[^ ]*(?: [^ ]+)*$/;
const PATH_JOINT = /[/.]/;
const ANY_LETTER = /\p{L}/u;
const NUMBERED = /^\d+(?:\.\d+)*$/;

/** The path a bullet or a word of a list names; null when it names none. */
export function readPath(raw: string): string | null {
  const quoted = QUOTED.exec(raw.slice(0, 1000))?.[1];
  const linked = quoted === undefined ? LINKED.exec(raw)?.[1] : undefined;
  const named = quoted ?? linked ?? FIRST_WORD.exec(raw)?.[1] ?? "";
  const word = WINDOWS.test(named) ? named.replaceAll("\\", "/") : named;
  const path = word
    .replace(HERE, "")
    .replace(BEHIND, (tail) => (tail.includes("*") && word.endsWith("/**") ? tail : ""));
  const plain = quoted !== undefined && SPACED.test(path) ? path.replaceAll(" ", "_") : path;
  const looksLike = PATH_SIGNS.test(plain) && PATH_JOINT.test(path) && ANY_LETTER.test(path);
  return looksLike && !NUMBERED.test(path) ? path : null;
}

/** Paths that a task names: in back-ticks, or bare with a slash and an ending. */
export function filesIn(words: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const text of words) {
    for (const [, quoted, bare] of text.matchAll(
      /`([^`\s]{1,300})`|(?:^|[\s(])((?:[\w@.-]+\/)+[\w@*-][\w@.*-]*\.\w{1,12})(?=$|[\s),;:.])/g,
    )) {
      const path = readPath(quoted ?? bare ?? "");
      if (path !== null && (path.includes("/") || /\.\w{1,12}$/.test(path))) found.add(path);
    }
  }
  return [...found];
}
