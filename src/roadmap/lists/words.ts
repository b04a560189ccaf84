import { findMark } from "../reading/marks.ts";
import { plainSpaces, shift, trimmedEnd } from "../prose.ts";
import type { Span } from "../types.ts";
import { titleOf } from "./item-title.ts";
import { leadOf, readName, type Name } from "./names.ts";
import {
  readSuffix,
  type Tags,
  takeIssue,
  takePriority,
  takeTags,
  urgencyOfCircle,
} from "./tags.ts";

/** The words behind a box, taken apart. Spans and places are those of the whole text. */
export interface ItemWords extends Tags {
  readonly name: Name | null;
  readonly title: string;
  /** Where the title begins: behind the box, signs and the id. */
  readonly titleAt: number;
  readonly description: string;
  readonly struck: boolean;
  /** Of a status behind the title, with the space before it. */
  readonly suffixSpan: Span | null;
  /** Of what it depends on, inside its parenthesis. */
  readonly dependencySpans: readonly Span[];
  /** Where words behind the title go: before a comment or a block's id. */
  readonly end: number;
}

/** Beyond this the rest of a line is description. */
const UNITS_MAX = 2000;

/** A line being read: `mask` is `words` with everything blank that is no longer to be looked at. */
interface Draft {
  readonly words: string;
  mask: string;
  readonly cuts: Span[];
  readonly tags: Tags;
  suffix: Span | null;
  readonly dependencies: Span[];
}

/** Reads the words of an item from `from` to the end of its line. */
export function readWords(text: string, from: number, lineEnd: number): ItemWords {
  const to = contentEnd(text, from, Math.min(lineEnd, from + UNITS_MAX));
  const words = plainSpaces(text.slice(from, to));
  const draft: Draft = {
    words,
    mask: words.replace(HIDDEN, (hidden) => "·".repeat(hidden.length)),
    cuts: [],
    tags: {
      priority: null,
      effort: null,
      assignee: null,
      deadline: null,
      suffix: null,
      files: [],
      dependencies: [],
      aliases: [],
      fields: [],
    },
    suffix: null,
    dependencies: [],
  };
  const marked = takeSigns(draft);
  takeTokens(draft);
  takeGroups(draft);
  takeSegments(draft);
  takeTail(draft);
  readMentions(draft);
  const rest = withoutCuts(draft);
  const lead = leadOf(rest, draft.tags);
  const name = marked ?? readName(rest, lead);
  const titleAt = Math.max(lead, name === null || name.span.end === 0 ? lead : name.titleAt);
  const struck = STRUCK.test(rest.trim());
  const bare = struck ? rest.replaceAll("~~", "  ") : rest.replace(STRUCK_PART, spaces);
  const { title, description } = titleOf(bare.slice(titleAt), name?.bold ?? false);
  return {
    ...draft.tags,
    name: name === null ? null : { ...name, span: shift(name.span, from) },
    title: title === "" ? (name?.id ?? "") : title,
    titleAt: from + titleAt,
    description,
    struck,
    suffixSpan: draft.suffix === null ? null : shift(draft.suffix, from),
    dependencySpans: draft.dependencies.map((span) => shift(span, from)),
    end: to,
  };
}

/** Code, comments and addresses of links hold no tags. */
const HIDDEN = /`[^`]{1,400}`|<!--.{0,400}?-->|\]\([^()\s]{0,400}\)/g;
const BEHIND = /(?:<!--(?:(?!-->).){0,400}-->|(?<=\s)\^[\w-]{1,60}|(?<=\S)\\)$/;

function contentEnd(text: string, from: number, lineEnd: number): number {
  let end = trimmedEnd(text, from, lineEnd);
  for (;;) {
    const near = Math.max(from, end - 420);
    const behind = BEHIND.exec(text.slice(near, end));
    if (behind === null) return end;
    end = trimmedEnd(text, from, near + behind.index);
  }
}

function cut(draft: Draft, start: number, end: number): void {
  draft.cuts.push({ start, end });
  draft.mask = blank(draft.mask, start, end);
}

function spaces(words: string): string {
  return " ".repeat(words.length);
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
}

function withoutCuts({ words, cuts }: Draft): string {
  let rest = words.replace(/<!--.{0,400}?-->/g, spaces);
  for (const { start, end } of cuts) rest = blank(rest, start, end);
  return rest;
}

/** Dates and names with the signs that task plugins of editors write: `📅 2025-03-01`, `⛔ abc`. */
const SIGNED =
  /(?:📅|🗓️?|✅|➕|🛫|⏳|❌) ?\d{4}-\d\d-\d\d|(?:🆔|⛔) ?[\w-]{1,60}(?:, ?[\w-]{1,60})*|🔺|⏫|🔼|🔽|⏬/gu;
const LEVELS: Readonly<Record<string, string>> = {
  "🔺": "critical",
  "⏫": "high",
  "🔼": "medium",
  "🔽": "low",
  "⏬": "low",
};

/** Takes such signs; what is behind `🆔` is the item's id. */
function takeSigns(draft: Draft): Name | null {
  let name: Name | null = null;
  if (!/[\u2000-\uffff]/.test(draft.mask)) return null;
  for (const match of draft.mask.matchAll(SIGNED)) {
    const [signed] = match;
    const value = signed.replace(/^\S+? ?(?=[\w])/u, "");
    const level = LEVELS[signed];
    if (level !== undefined) takePriority(level, draft.tags);
    else if (signed.startsWith("🆔")) {
      const span = { start: match.index, end: match.index + signed.length };
      name = { id: value, span, titleAt: 0, counted: false, bold: false, namespace: "" };
    } else if (signed.startsWith("⛔")) {
      draft.tags.dependencies.push({ text: value, kind: "field" });
      draft.dependencies.push(tailOf(match.index, signed, value));
    } else if (/^(?:📅|🗓)/u.test(signed)) draft.tags.deadline ??= value;
    cut(draft, match.index, match.index + signed.length);
  }
  return name;
}

function tailOf(at: number, whole: string, tail: string): Span {
  return { start: at + whole.length - tail.length, end: at + whole.length };
}

const TOKEN =
  /(?<=^| )(?:!(critical|urgent|high|medium|med|low|p?[0-4])|(!{1,3})|((?:due|prio|priority|est|effort|depends|deps|after|needs|owner|assignee):[^\s:,;]{1,60}))(?= |$)/gi;

/** `!high`, `!!`, `due:2025-03-01`, `est:2h`. */
function takeTokens(draft: Draft): void {
  for (const match of draft.mask.matchAll(TOKEN)) {
    const [whole, level, bangs, pair] = match;
    if (level !== undefined) takePriority(level.replace(/^\d$/, "p$&"), draft.tags);
    else if (bangs !== undefined) takePriority(bangs === "!!!" ? "critical" : "high", draft.tags);
    else if (!takeTags(pair ?? "", "group", false, draft.tags)) continue;
    cut(draft, match.index, match.index + whole.length);
  }
}

const GROUP = /(?<=^| )[([]([^()[\]]{1,300})[)\]](?=$|[ .,;:!])/g;

/** `(P1, S, depends on #3)`, wherever they stand; a status only behind the title. */
function takeGroups(draft: Draft): void {
  for (const match of [...draft.mask.matchAll(GROUP)].reverse()) {
    const { index } = match;
    const [whole, inner = ""] = match;
    const end = index + whole.length;
    const tail = draft.mask.slice(end).trim() === "" && draft.mask.slice(0, index).trim() !== "";
    takeAs(draft, { start: index, end }, { start: index + 1, end: index + 1 + inner.length }, tail);
  }
}

/** Takes what stands between two places as tags, and what is around them with it. */
function takeAs(draft: Draft, whole: Span, inner: Span, tail: boolean): boolean {
  const { tags, words } = draft;
  const before = { suffix: tags.suffix, depends: tags.dependencies.length };
  const said = words.slice(inner.start, inner.end);
  const place = words[whole.start] === "(" || words[whole.start] === "[" ? "group" : "dash";
  if (!takeTags(said, place, tail, tags)) return false;
  const start = trimmedEnd(words, 0, whole.start);
  if (tags.suffix !== before.suffix && draft.suffix === null) {
    const alone = readSuffix(said) !== null;
    if (alone) draft.suffix = { start, end: whole.end };
  }
  const found = tags.dependencies.at(before.depends);
  if (found !== undefined) {
    const at = words.indexOf(found.text, inner.start);
    if (at !== -1) draft.dependencies.push({ start: at, end: at + found.text.length });
  }
  cut(draft, start, whole.end);
  return true;
}

const JOINT = /(?: +[-–—|·]+ +|[;,.] +)(?=[a-z])/gi;
const KEYED =
  /^(?:(?:depends|deps|dependencies|depends on|blocked by|requires|needs|after|files?|effort|est(?:imate)?|size|prio(?:rity)?|owner|assignee|assigned to|due|deadline) *:|depends (?:up)?on |blocked (?:by|on) |wait(?:s|ing) (?:for|on) )/i;

/** `… — depends on: 1.2`, `…, priority: high; files: src/a.ts`. */
function takeSegments(draft: Draft): void {
  for (const match of draft.mask.matchAll(JOINT)) {
    const at = match.index + match[0].length;
    const end = trimmedEnd(draft.mask, at);
    if (!KEYED.test(draft.mask.slice(at, at + 30))) continue;
    if (takeAs(draft, { start: match.index, end }, { start: at, end }, true)) return;
  }
}

const ISSUE =
  /(?<=\S \S.*)(?<!\b(?:fix|fixes|close|closes|see|issue|bug|pr|in|of|for|from|ticket|and|needs|after|on|requires|by|with)) +#(\d{1,7})$/i;
const HASHTAG = / +#(\p{L}[\p{L}\p{N}_/-]{0,60})$/u;
const DASHED = / +[-–—|·]+ +([^-–—|·]{1,80})$/;

/** What stands behind the title, from the end: `#12`, `#backend`, `— P1`, `🚧`, `@ann`. */
function takeTail(draft: Draft): void {
  for (let rounds = 0; rounds < 20; rounds++) {
    const end = trimmedEnd(draft.mask);
    const near = Math.max(0, end - 200);
    const tail = draft.mask.slice(near, end);
    const issue = ISSUE.exec(tail);
    const tag = HASHTAG.exec(tail);
    const dashed = DASHED.exec(tail);
    if (issue?.[1] !== undefined) {
      takeIssue(issue[1], draft.tags);
      cut(draft, near + issue.index, end);
    } else if (tag !== null) {
      draft.tags.fields.push(["Tags", tag[1] ?? ""]);
      cut(draft, near + tag.index, end);
    } else if (dashed?.[1] !== undefined && near + dashed.index > 0) {
      const start = end - dashed[1].length;
      const whole = { start: near + dashed.index, end };
      if (!takeAs(draft, whole, { start, end }, true)) break;
    } else if (!takeLastSign(draft, near, end)) break;
  }
  const holder = /(?<=\S +)@([A-Za-z][\w.-]{0,39})$/.exec(draft.mask.trimEnd());
  // It stays in the title: `Upgrade @angular` is about no person.
  if (holder?.[1] !== undefined) draft.tags.assignee ??= holder[1];
}

/** `Title 🚧`, `Title ✅ DONE`, `Title 🔴`. */
function takeLastSign(draft: Draft, near: number, end: number): boolean {
  const { mask, tags } = draft;
  for (let found = findMark(mask, near); found !== null; ) {
    const { mark, at } = found;
    const behind = at + mark.spelling.length;
    const words = mask
      .slice(behind, end)
      .replace(/^\ufe0f/, "")
      .trim();
    const suffix = words === "" ? null : readSuffix(words);
    if (at > 0 && mask[at - 1] === " " && (words === "" || suffix !== null)) {
      const urgency = urgencyOfCircle(mark.sign);
      const start = trimmedEnd(mask, 0, at);
      if (urgency !== null && suffix === null) tags.priority ??= urgency;
      else if (tags.suffix === null && start > 0) {
        tags.suffix = suffix ?? { status: mark.status, reason: null };
        draft.suffix = { start, end };
      } else return false;
      cut(draft, start, end);
      return true;
    }
    found = findMark(mask, behind);
  }
  return false;
}

const MENTION =
  /(?<=\S )(?:depends on|blocked by|waits for|waiting for|waiting on|needs|requires|after) ([^()]{1,200})$/i;

/** `Deploy after 1.2`: it counts where it names work that is here, and it stays in the title. */
function readMentions(draft: Draft): void {
  const words = MENTION.exec(draft.mask.trimEnd())?.[1];
  if (words !== undefined) draft.tags.dependencies.push({ text: words, kind: "remark" });
}

const STRUCK = /^[^\p{L}\p{N}~]{0,12}~~(?:(?!~~).)+~~[^\p{L}\p{N}]*$/u;
const STRUCK_PART = /~~(?:(?!~~).)+~~/g;
