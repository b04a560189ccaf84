import { canonicalId, expandRange } from "../ids.ts";
import { hasTick } from "../reading/marks.ts";
import { plainText } from "../prose.ts";
import { exceptionIn, without } from "./exceptions.ts";
import { CHAPTERS, type Registry, seriesOf } from "./registry.ts";
import type { Confidence, Span, UnknownDependency } from "../types.ts";

/** What the words of a dependency field come to. */
export interface References {
  readonly found: readonly Reference[];
  readonly unknown: readonly UnknownDependency[];
}

export interface Reference {
  /** Places in the roadmap's list. */
  readonly streams: readonly number[];
  readonly group: boolean;
  /** One of the members of a range. */
  readonly ranged: boolean;
  readonly written: string;
  readonly confidence: Confidence;
}

const NONE =
  /^\(?(?:none|nothing|nil|keine?|aucune?|ningun[oa]|nenhuma?|nessun[oa]|нет|无|無|なし|n(?:\/|\. ?)?a\.?|not applicable|no(?:\b(?= *$)| known)?(?: (?:dependenc(?:y|ies)|prerequisites?|blockers?))?|independent|self-contained)(?![\w-])(?! of\b)/i;

const BULLETS = /^[-•\s]+/;
const DASHES = /^[-–—.]+$/;
/** What is no dependency of this work, though it stands among them. */
const OTHERWISE = /^(?:optional|nice to have|blocks|enables|unblocks|required by)\b/i;

/**
 * Reads a dependency text; `prose` texts are searched for ids and never complained about. `place` is
 * that of the work stream it belongs to: `all previous work` are those before it.
 */
export function readReferences(
  raw: string,
  registry: Registry,
  prose: boolean,
  place = 0,
): References {
  const seen = raw.includes("<!--") ? raw.replace(/<!--.*?(?:-->|$)/gs, " ") : raw;
  // What a person has struck out is none any more.
  const text = seen.includes("~~") ? seen.replace(/~~.*?~~/gs, " ") : seen;
  const listed = exceptFor(text);
  const exception = exceptionIn(listed);
  if (exception === null) return readList(listed, registry, prose, place);
  const { start, end, words } = exception;
  const others = readList(words, registry, true, place).found;
  if (others.length === 0) return readList(listed, registry, prose, place);
  const meant = listed.slice(0, start) + listed.slice(end);
  return without(readList(meant, registry, prose, place), others, place);
}

function readList(text: string, registry: Registry, prose: boolean, place: number): References {
  const found: Reference[] = [];
  const unknown: UnknownDependency[] = [];
  const scope: Scope = { keyword: null, fresh: false };
  for (const { start, end } of splitParts(text)) {
    const words = plainText(text.slice(start, end)).replace(BULLETS, "");
    if (words === "" || DASHES.test(words) || NONE.test(words) || OTHERWISE.test(words)) continue;
    readPart(words, registry, scope, { found, unknown, prose, place });
  }
  return { found, unknown };
}

/** One id, whatever signs are in it: formats with lists of ids have no prose in them. */
export function readExact(id: string, registry: Registry): References {
  const resolved = registry.resolve(null, id);
  if (resolved === null) return { found: [], unknown: [{ written: id, idLike: true }] };
  const { streams } = resolved;
  const reference = { streams, group: false, ranged: false, written: id } as const;
  return { found: [{ ...reference, confidence: "stated" }], unknown: [] };
}

/** `None (B1, B3 complete)` is none; `None except REQ-3` is REQ-3. */
function exceptFor(text: string): string {
  const words = plainText(text);
  if (!NONE.test(words)) return text;
  const except = /\b(?:except|apart from|other than)\b(.*)$/i.exec(words);
  return except?.[1] ?? "";
}

/** At commas, semicolons and line ends outside parentheses, and at `and` before a number. */
export function splitParts(text: string): readonly Span[] {
  const parts: Span[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    const joint = ",;\n".includes(char) ? 1 : jointAt(text, at);
    if (joint === 0) continue;
    parts.push({ start, end: at });
    start = at + joint;
    at = start - 1;
  }
  parts.push({ start, end: text.length });
  return parts;
}

const JOINT = / (?:and|&|\+) (?=[^,;]{0,60}\d)/iy;

function jointAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x20) return 0;
  JOINT.lastIndex = at;
  return JOINT.exec(text)?.[0].length ?? 0;
}

interface Scope {
  /** `PHASE` for the bare numbers that follow: `Work Stream 52, 53`. */
  keyword: string | null;
  /** It stands in the part being read. */
  fresh: boolean;
}

interface Sink {
  readonly found: Reference[];
  readonly unknown: UnknownDependency[];
  readonly prose: boolean;
  /** Of the work stream that waits. */
  readonly place: number;
}

const OVER = /\b(?:completed?|done|archived)\b/i;

function readPart(words: string, registry: Registry, scope: Scope, sink: Sink): void {
  const before = sink.found.length;
  const whole = registry.byId.get(canonicalId(words));
  if (whole !== undefined) {
    unglue(canonicalId(words), registry, scope);
    const reference = { streams: whole, group: false, ranged: false, written: words };
    sink.found.push({ ...reference, confidence: "stated" });
    return;
  }
  const outside = words.includes("(")
    ? words.replace(/\([^()]*\)/g, (inner) => " ".repeat(inner.length))
    : words;
  const mine: UnknownDependency[] = [];
  readTokens(outside, registry, scope, { ...sink, unknown: mine });
  const chapters = mine.every(({ idLike }) => !idLike);
  if (sink.found.length === before && chapters) {
    const title = EARLIER.test(outside)
      ? Array.from({ length: sink.place }, (_, place) => place)
      : registry.resolveTitle(plainText(outside));
    if (title !== null && title.length > 0) {
      sink.found.push({
        streams: title,
        group: false,
        ranged: false,
        written: words,
        confidence: "title",
      });
      return;
    }
    // What stands in the parentheses is looked at only when nothing outside them is a name.
    for (const inner of words.match(/\([^()]*\)/g) ?? []) {
      const listed = inner.slice(1, -1);
      for (const { start, end } of splitParts(listed)) {
        readTokens(listed.slice(start, end), registry, scope, { ...sink, unknown: mine });
      }
    }
    // `All Phase 1 features (Work Streams 1-3)`: what a chapter that is not here holds is said.
    if (sink.found.length > before) mine.splice(0, mine.length, ...mine.filter(isIdLike));
  }
  // A tick beside a name that is not here says it was archived; it says nothing of its neighbours.
  const ticked = hasTick(words) || OVER.test(words);
  if (sink.prose || (ticked && sink.found.length === before)) return;
  if (!ticked) sink.unknown.push(...mine);
  if (sink.found.length === before && mine.length === 0) {
    sink.unknown.push({ written: words.slice(0, 200), idLike: false });
  }
}

/** `All previous work streams`, `everything above`: in the order of the roadmap. */
const EARLIER =
  /^\W*(?:(?:all|every(?:thing)?)(?: (?:of )?the)? (?:previous|preceding|prior|earlier)(?: (?:work(?: ?streams?)?|phases?|tasks?|stor(?:y|ies)|steps?|items?|requirements?|priorities))?|(?:all|everything) (?:of the )?above)(?: (?:are |is )?(?:complete|completed|done|finished))?\W*$/i;

function isIdLike({ idLike }: UnknownDependency): boolean {
  return idLike;
}

const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ["phase", "PHASE"],
  ["phases", "PHASE"],
  ["stream", "STREAM"],
  ["streams", "STREAM"],
  ["workstream", "STREAM"],
  ["workstreams", "STREAM"],
  ["ws", "STREAM"],
  ["priority", "PRIORITY"],
  ["priorities", "PRIORITY"],
  ["batch", "BATCH"],
  ["batches", "BATCH"],
  ["stage", "STAGE"],
  ["stages", "STAGE"],
  ["level", "LEVEL"],
  ["task", "TASK"],
  ["tasks", "TASK"],
  ["story", "STORY"],
  ["stories", "STORY"],
  ["feature", "FEATURE"],
  ["features", "FEATURE"],
  ["milestone", "MILESTONE"],
  ["milestones", "MILESTONE"],
  ["epic", "EPIC"],
  ["epics", "EPIC"],
  ["sprint", "SPRINT"],
  ["sprints", "SPRINT"],
  ["wave", "WAVE"],
  ["waves", "WAVE"],
  ["group", "GROUP"],
  ["groups", "GROUP"],
  ["tier", "TIER"],
  ["tiers", "TIER"],
  ["iteration", "ITERATION"],
  ["iterations", "ITERATION"],
  ["week", "WEEK"],
  ["weeks", "WEEK"],
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

function readTokens(text: string, registry: Registry, scope: Scope, sink: Sink): void {
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
    const token = unglue(raw, registry, scope);
    const taken =
      (last !== null && joined && takeRange(last.token, token, registry, scope, sink)) ||
      takeToken(token, trimmed, registry, scope, sink);
    if (taken) last = { token, end: match.index + match[0].length };
    else {
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

const GLUED = /^([A-Za-z]+)-(\d.*)$/;

/** `PRIORITY-28`, `WS-5.1`: a keyword glued to its number, unless that is an id of its own. */
function unglue(token: string, registry: Registry, scope: Scope): string {
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
const RANGE = /^(.*\d)-(\d[\d.]*)$/;

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
  const resolved = registry.resolve(number ? keyword : null, token);
  if (resolved !== null) {
    const written = resolved.group && keyword !== null ? spoken(keyword, token) : token;
    sink.found.push({ ...resolved, ranged: false, written, confidence: "stated" });
    return true;
  }
  const range = RANGE.exec(token);
  if (range?.[1] !== undefined && range[2] !== undefined) {
    if (takeRange(range[1], range[2], registry, scope, sink, true)) return true;
  }
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
    const number = NUMBERED.test(member);
    const resolved = registry.resolve(number ? scope.keyword : null, member);
    const stem = scope.keyword === "PHASE" && !registry.phasesAreChapters;
    if (resolved === null || (resolved.group && stem)) continue;
    any = true;
    sink.found.push({ ...resolved, ranged: true, written: member, confidence: "stated" });
  }
  return any;
}

/** `1.3`–`2.2`, `PRIORITY 1 through 2.6`: ends that do not count in one number, both of them here. */
function takeBetween(
  from: string,
  to: string,
  registry: Registry,
  scope: Scope,
  sink: Sink,
): boolean {
  if (!NUMBERED.test(from) || !NUMBERED.test(to)) return false;
  const low = registry.resolve(scope.keyword, from);
  const high = registry.resolve(scope.keyword, to);
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
