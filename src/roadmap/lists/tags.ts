import type { Effort, Priority, StreamStatus } from "../../model/index.ts";
import { readDeadline, readEffort, readPriority } from "../reading/facets.ts";
import { markAt } from "../reading/marks.ts";
import { readStatus } from "../reading/status.ts";
import type { DependencyText } from "../types.ts";

/** A status in words behind an item's title: ` (blocked: legal)`. */
export interface Suffix {
  readonly status: StreamStatus;
  readonly reason: string | null;
}

/** What an item's line says besides its title. */
export interface Tags {
  priority: Priority | null;
  effort: Effort | null;
  assignee: string | null;
  deadline: string | null;
  suffix: Suffix | null;
  readonly files: string[];
  readonly dependencies: DependencyText[];
  readonly aliases: string[];
  readonly fields: [string, string][];
}

/** How sure the place is that words are tags: in brackets more is one than behind a dash. */
export type Place = "group" | "dash";

/** What says, wherever it stands, that other work comes first; as part of a pattern. */
export const WAITS =
  "depends on|depends upon|blocked by|blocked on|waits for|waits on|waiting for|waiting on";
/** The same where words are set apart as tags. */
export const WAITS_IN_TAGS = `${WAITS}|depends|deps|dependencies|requires|needs|after`;
const DEPENDS = new RegExp(`^(?:${WAITS_IN_TAGS})(?::? +|:)(?=\\S)`, "i");
/** These are said of many things that are no work here: what they name counts where it is here. */
const LOOSE = /^(?:requires|needs|after) /i;
const FILES = /^(?:files?|scope|paths?): *(?=\S)/i;

const URGENT =
  /^(?:prio(?:rity)?:? *)?(p[0-4]|critical|urgent|highest|high|medium|med|normal|low|lowest)(?: *-? *prio(?:rity)?)?$/i;
const LEVEL = /^(?:p[0-4]|.*prio.*)$/i;
const SIZE = /^(?:(?:effort|size|est(?:imate)?):? *)?(XS|S|M|L|XL|XXL|tiny|small|large)$/;
const TIME =
  /^(?:(?:effort|est(?:imate(?:d)?)?|time|size):? *)?[~≈]? *(\d{1,4}(?:\.\d)?(?: *(?:-|–|to) *\d{1,4}(?:\.\d)?)? *(?:min(?:ute)?s?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:(?:ee)?ks?)?|mo(?:nths?)?|pts?|story points?|points?|sp))$/i;
const HOLDER =
  /^(?:@([\w.-]{1,40})|(?:owner|assignee|assigned(?: to)?|agent|by): *@?(.{1,60})|assigned to +@?(.{1,60}))$/i;
const DUE = /^(?:due|deadline|by)(?: on|:)? *(\d{4}-\d\d-\d\d)$/i;
const ISSUE = /^(?:(?:gh|issue|closes|fixes|see) *:? *)?#(\d{1,7})$/i;

/** Words that are a status and no part of a title. */
const STATUS =
  /^(partial(?:ly)?(?: complete[d]?| done)?|completed?|done|finished|in[ -]progress|wip|doing|blocked|on hold|not started|to ?-?do|deferred|postponed|paused|later|someday|maybe|future|cancell?ed|dropped|rejected|won['’]?t do|superseded|obsolete)(?: *[:,–—-] *(.{1,300}))?$/i;

/** Reads a status behind a title; null for anything else. */
export function readSuffix(words: string): Suffix | null {
  const match = STATUS.exec(words.trim());
  const word = match?.[1]?.toLowerCase().replaceAll("-", " ").replace("’", "'");
  if (word === undefined) return null;
  const status = word === "maybe" ? "deferred" : (readStatus(word, "list")?.status ?? "unknown");
  return { status, reason: match?.[2]?.trim() ?? null };
}

/**
 * Takes words as tags, if every part of them is one: `P1, S, depends on #3`. True when they were; a
 * status only where `tail` says that nothing of the title stands behind it.
 */
export function takeTags(words: string, place: Place, tail: boolean, into: Tags): boolean {
  const found: ((tags: Tags) => void)[] = [];
  for (const segment of words.split(/[;|·]/)) {
    const parts = segment.split(",");
    for (let at = 0; at < parts.length; at++) {
      const rest = parts.slice(at).join(",").trim();
      const take = takeRest(rest) ?? takePart((parts[at] ?? "").trim(), place, tail);
      if (take === null) return takeStatus(words, tail, into);
      found.push(take);
      if (DEPENDS.test(rest) || FILES.test(rest)) break;
    }
  }
  for (const take of found) take(into);
  return true;
}

/** `blocked: legal has to say yes`: what stands behind the word is the reason. */
function takeStatus(words: string, tail: boolean, into: Tags): boolean {
  const suffix = tail ? readSuffix(words) : null;
  if (suffix === null) return false;
  into.suffix = suffix;
  return true;
}

/** What goes on to the end: dependencies, files. */
function takeRest(words: string): ((tags: Tags) => void) | null {
  const depends = DEPENDS.exec(words);
  if (depends !== null) {
    const text = words.slice(depends[0].length).trim();
    const kind = LOOSE.test(words) && !depends[0].includes(":") ? "remark" : "field";
    return (tags) => {
      tags.dependencies.push({ text, kind });
      tags.fields.push(["Depends On", text]);
    };
  }
  const files = FILES.exec(words);
  if (files === null) return null;
  const listed = words.slice(files[0].length);
  return (tags) => {
    tags.files.push(...listed.split(/,| +/).filter((part) => part.trim() !== ""));
    tags.fields.push(["Files", listed]);
  };
}

function takePart(part: string, place: Place, tail: boolean): ((tags: Tags) => void) | null {
  if (part === "") return () => undefined;
  const urgent = URGENT.exec(part)?.[1];
  if (urgent !== undefined && (place === "group" || LEVEL.test(part))) {
    return (tags) => takePriority(urgent, tags);
  }
  const effort = effortOf(part);
  if (effort !== null) {
    return (tags) => {
      tags.effort ??= effort;
      tags.fields.push(["Effort", part]);
    };
  }
  return takeName(part) ?? (tail && readSuffix(part)?.reason === null ? takeWord(part) : null);
}

function takeWord(part: string): (tags: Tags) => void {
  return (tags) => {
    tags.suffix ??= readSuffix(part);
  };
}

function takeName(part: string): ((tags: Tags) => void) | null {
  const holder = HOLDER.exec(part);
  const name = holder?.[1] ?? holder?.[2] ?? holder?.[3];
  if (name !== undefined) {
    return (tags) => {
      tags.assignee ??= name.trim();
      tags.fields.push(["Owner", name.trim()]);
    };
  }
  const due = readDeadline(DUE.exec(part)?.[1] ?? "");
  if (due !== null) {
    return (tags) => {
      tags.deadline ??= due;
      tags.fields.push(["Due", due]);
    };
  }
  const issue = ISSUE.exec(part)?.[1];
  if (issue !== undefined) return (tags) => takeIssue(issue, tags);
  const mark = markAt(part, 0);
  const urgency = mark?.spelling === part ? urgencyOfCircle(mark.sign) : null;
  return urgency === null ? null : (tags) => takePriority(urgency, tags);
}

export function takeIssue(number: string, tags: Tags): void {
  tags.aliases.push(number);
  tags.fields.push(["Issue", `#${number}`]);
}

export function takePriority(word: string, tags: Tags): void {
  const read = readPriority(word.replace(/^med$/i, "medium"));
  tags.priority ??= read;
  tags.fields.push(["Priority", word]);
}

/** Beside a box a coloured circle says how urgent; how far is said by the box. */
export function urgencyOfCircle(sign: string): Priority | null {
  switch (sign) {
    case "🔴":
      return "critical";
    case "🟠":
      return "high";
    case "🟡":
      return "medium";
    case "🟢":
      return "low";
    default:
      return null;
  }
}

function effortOf(part: string): Effort | null {
  const size = SIZE.exec(part)?.[1];
  if (size !== undefined) return readEffort(size);
  const time = TIME.exec(part)?.[1];
  if (time === undefined) return null;
  const amount = time.replace(/pts?|sp$/i, "points").replace(/(?<=\d) *mins?.*/i, " min");
  return readEffort(amount);
}
