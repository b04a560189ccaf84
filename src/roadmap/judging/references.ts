import { canonicalId } from "../ids.ts";
import { hasTick } from "../reading/marks.ts";
import { plainText } from "../prose.ts";
import { exceptionIn, without } from "./exceptions.ts";
import { type Scope, type Sink, prefixOf, readNames, unglue } from "./names.ts";
import type { Registry } from "./registry.ts";
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
  const scope: Scope = { keyword: null, fresh: false, prefix: null };
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

const OVER = /\b(?:completed?|done|archived)\b/i;

function readPart(words: string, registry: Registry, scope: Scope, sink: Sink): void {
  const before = sink.found.length;
  const whole = registry.byId.get(canonicalId(words));
  if (whole !== undefined) {
    unglue(canonicalId(words), registry, scope);
    scope.prefix = prefixOf(words) ?? scope.prefix;
    const reference = { streams: whole, group: false, ranged: false, written: words };
    sink.found.push({ ...reference, confidence: "stated" });
    return;
  }
  const outside = words.includes("(")
    ? words.replace(/\([^()]*\)/g, (inner) => " ".repeat(inner.length))
    : words;
  const mine: UnknownDependency[] = [];
  readNames(outside, registry, scope, { ...sink, unknown: mine });
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
        readNames(listed.slice(start, end), registry, scope, { ...sink, unknown: mine });
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
