import { canonicalId, expandRange } from "../ids.ts";
import { CHAPTERS, type Registry, type Resolution, seriesOf } from "./registry.ts";
import type { Reference } from "./references.ts";
import type { UnknownDependency } from "../types.ts";

/** What has been said in a list, and holds for what follows. */
export interface Scope {
  /** `PHASE` for the bare numbers that follow: `Work Stream 52, 53`. */
  keyword: string | null;
  /** It stands in the part being read. */
  fresh: boolean;
  /** `REQ-` for the same: `REQ-001, 002`. */
  prefix: string | null;
}

export interface Sink {
  readonly found: Reference[];
  readonly unknown: UnknownDependency[];
  readonly prose: boolean;
  /** Of the work stream that waits. */
  readonly place: number;
}

/** What is named by a number behind it, by the words for one and for several. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ...["PHASE", "STREAM", "TASK", "FEATURE", ...CHAPTERS].flatMap((keyword) => {
    const word = keyword.toLowerCase();
    return [word, `${word}s`].map((each) => [each, keyword] as const);
  }),
  ["batches", "BATCH"],
  ["workstream", "STREAM"],
  ["workstreams", "STREAM"],
  ["ws", "STREAM"],
  ["priority", "PRIORITY"],
  ["priorities", "PRIORITY"],
  ["story", "STORY"],
  ["stories", "STORY"],
]);

/** Words that leave a list of ids a plain list. */
const FILLER = new Set(
  "all the and work streams stream complete completed done ready series".split(" "),
);

interface Last {
  readonly token: string;
  readonly end: number;
}

/** Two dots are no part of a name: `REQ-001..004`. */
const TOKENS = /[A-Za-z0-9](?:[\w/]|\.(?!\.))*(?:-(?:\w|\.(?!\.))+)*/g;
const DASHED = /^ *(?:[-–—~…]|\.{2,3}) *$/;
const TAIL = /[./]+$/;

/** The ids in some words, as names of work streams and of chapters: `Phase 1.1–1.3 and WS-5`. */
export function readNames(text: string, registry: Registry, scope: Scope, sink: Sink): void {
  const first = sink.found.length;
  const trimmed = text.trim();
  scope.fresh = false;
  let filler = true;
  let last: Last | null = null;
  let ranged = false;
  // Not matchAll: that makes a pattern of its own for every text.
  TOKENS.lastIndex = 0;
  for (let match = TOKENS.exec(text); match !== null; match = TOKENS.exec(text)) {
    const raw = match[0].replace(TAIL, "");
    const lower = raw.toLowerCase();
    const gap: string = last === null ? "" : text.slice(last.end, match.index);
    const keyword = KEYWORDS.get(lower);
    if (keyword !== undefined) {
      scope.keyword = keyword;
      scope.fresh = true;
      continue;
    }
    if (last !== null && ["to", "through", "thru"].includes(lower)) {
      ranged = true;
      continue;
    }
    const joined: boolean = ranged || DASHED.test(gap);
    ranged = false;
    const beside: boolean = SLASHED.test(gap) || isAlone(trimmed, raw);
    const token = beside ? prefixed(raw, registry, scope) : unglue(raw, registry, scope);
    const taken =
      (last !== null && joined && takeRange(last.token, token, registry, scope, sink)) ||
      takeToken(token, trimmed, registry, scope, sink);
    if (taken) {
      last = { token, end: match.index + match[0].length };
      scope.prefix = prefixOf(token) ?? scope.prefix;
    } else {
      last = null;
      if (!FILLER.has(lower)) filler = false;
    }
  }
  if (filler) return;
  for (let i = first; i < sink.found.length; i++) {
    const reference = sink.found[i];
    if (reference !== undefined) sink.found[i] = { ...reference, confidence: "prose" };
  }
}

const SLASHED = /^ *\/ *$/;
const PREFIX = /^[A-Za-z][A-Za-z0-9]*-(?=\d)/;

export function prefixOf(token: string): string | null {
  return PREFIX.exec(token)?.[0] ?? null;
}

/** `002` behind `REQ-001`, where that names a work stream and the number by itself none. */
function prefixed(raw: string, registry: Registry, scope: Scope): string {
  if (!NUMBERED.test(raw)) return unglue(raw, registry, scope);
  const whole = `${scope.prefix ?? ""}${raw}`;
  if (scope.prefix === null || registry.resolve(scope.keyword, raw) !== null) return raw;
  return registry.resolve(null, whole) === null ? raw : whole;
}

const GLUED = /^([A-Za-z]+)-(\d.*)$/;

/** `PRIORITY-28`, `WS-5.1`: a keyword glued to its number, unless that is an id of its own. */
export function unglue(token: string, registry: Registry, scope: Scope): string {
  const glued = GLUED.exec(token);
  if (glued?.[1] === undefined || glued[2] === undefined) return token;
  const keyword = KEYWORDS.get(glued[1].toLowerCase());
  if (keyword === undefined) return token;
  scope.keyword = keyword;
  scope.fresh = true;
  return registry.byId.has(canonicalId(token)) ? token : glued[2];
}

const COUNTED = /\d/;
const NUMBERED = /^\d+(?:\.\d+)*$/;
const RANGE = /^(.*\d)-([A-Za-z]{0,20}\d[\d.]*)$/;

function takeToken(
  token: string,
  text: string,
  registry: Registry,
  scope: Scope,
  sink: Sink,
): boolean {
  const counted = COUNTED.test(token);
  const number = NUMBERED.test(token);
  const alone = number && isAlone(text, token);
  // A keyword holds for bare numbers behind it (`PRIORITY 5, 6`), not for numbers in other words.
  const keyword = scope.fresh || alone ? scope.keyword : null;
  if (!counted && !(token.includes("-") && token === token.toUpperCase())) return false;
  if (number && keyword === null && !alone && !token.includes(".")) return false;
  const resolved = resolveBy(keyword, token, registry);
  if (resolved !== null) {
    const written = resolved.group && keyword !== null ? spoken(keyword, token) : token;
    sink.found.push({ ...resolved, ranged: false, written, confidence: "stated" });
    return true;
  }
  const range = RANGE.exec(token);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    if (takeRange(range[1], range[2], registry, scope, sink, true)) return true;
  }
  if (takeBySlashes(token, text, registry, scope, sink)) return true;
  const shaped = number
    ? keyword !== null || (alone && registry.series.has("9"))
    : counted && token === token.toUpperCase() && registry.series.has(seriesOf(token));
  if (!shaped) return false;
  const written = number && keyword === "PRIORITY" ? `PRIORITY ${token}` : token;
  const chapter = keyword === "PHASE" && registry.phasesAreChapters;
  const group = number && (chapter || (keyword !== null && CHAPTERS.has(keyword)));
  sink.unknown.push({ written: group ? spoken(keyword, token) : written, idLike: !group });
  return true;
}

/** `7.1/7.2/7.3`: only where each of them is here; a path is no list. */
function takeBySlashes(
  token: string,
  text: string,
  registry: Registry,
  scope: Scope,
  sink: Sink,
): boolean {
  if (!token.includes("/")) return false;
  const keyword = scope.fresh ? scope.keyword : null;
  const each = token.split("/");
  if (!each.every((one) => resolveBy(keyword, one, registry) !== null)) return false;
  for (const one of each) takeToken(one, text, registry, scope, sink);
  return true;
}

/** A keyword is said of bare numbers alone: `PRIORITY 5`, but `REQ-5` whatever was said before. */
function resolveBy(keyword: string | null, token: string, registry: Registry): Resolution | null {
  return registry.resolve(NUMBERED.test(token) ? keyword : null, token);
}

const SIGNS = /[^\w.\s-]/g;

/** Nothing but signs beside it; a long text is never one number, and is not searched for each. */
function isAlone(text: string, token: string): boolean {
  if (text.length > token.length + 20) return false;
  return text.replace(SIGNS, "").trim() === token;
}

/** `BATCH`, `7` → `Batch 7`. */
function spoken(keyword: string, token: string): string {
  return `${keyword.charAt(0)}${keyword.slice(1).toLowerCase()} ${token}`;
}

/** Of a range only the members that are there count; with none there it is no range. */
function takeRange(
  from: string,
  to: string,
  registry: Registry,
  scope: Scope,
  sink: Sink,
  inclusive = false,
): boolean {
  const all = expandRange(from, to);
  if (all === null) return takeBetween(from, to, registry, scope, sink);
  let any = false;
  for (const member of inclusive ? all : all.slice(1)) {
    const resolved = resolveBy(scope.keyword, member, registry);
    const stem = scope.keyword === "PHASE" && !registry.phasesAreChapters;
    if (resolved === null || (resolved.group && stem)) continue;
    any = true;
    sink.found.push({ ...resolved, ranged: true, written: member, confidence: "stated" });
  }
  return any;
}

/** `1.3`–`2.2`, `WP-2.9`–`WP-3.2`, `PRIORITY 1 through 2.6`: ends that do not count in one number, both here. */
function takeBetween(
  from: string,
  to: string,
  registry: Registry,
  scope: Scope,
  sink: Sink,
): boolean {
  const low = resolveBy(scope.keyword, from, registry);
  const last = NUMBERED.test(to) ? `${prefixOf(from) ?? ""}${to}` : to;
  const high = resolveBy(scope.keyword, last, registry);
  if (low === null || high === null || low.group || high.group) return false;
  const streams = registry.between(low.streams, high.streams);
  if (streams === null) return false;
  const written = `${from}-${to}`;
  for (const stream of streams) {
    const reference = { streams: [stream], group: false, ranged: true, written } as const;
    sink.found.push({ ...reference, confidence: "stated" });
  }
  return true;
}
