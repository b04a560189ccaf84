import { isSpace } from "../prose.ts";

const EQUALS = 0x3d;
const DASH = 0x2d;

/** A line that stands alone: where it starts, its words start, and it ends. */
interface Candidate {
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

/** `====` makes a heading of level 1 of the line above it, `----` one of level 2. */
export function underlineLevel(text: string, first: number, end: number): number {
  const unit = text.charCodeAt(first);
  if (unit !== EQUALS && unit !== DASH) return 0;
  let at = first;
  while (at < end && text.charCodeAt(at) === unit) at++;
  const length = at - first;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  if (at < end || length < 3) return 0;
  return unit === EQUALS ? 1 : 2;
}

const NAMED =
  /^[^\p{L}\p{N}|>]{0,12}(?:(?:phase|work[ -]?stream|priority|task|story|batch|stage|milestone|sprint|epic) +\S*\d|[A-Z][A-Z0-9]*-[A-Z0-9-]*\d)/iu;
const NO_TITLE = /^(?:[|>#*_+-]|\d+[.)] )|[.;,:]$/;

/**
 * Most lines of dashes are rules that people put right below a sentence: the first that is a heading
 * has to have the name of work above it.
 */
export function isTitle(
  text: string,
  line: Candidate,
  level: number,
  underlined: boolean,
): boolean {
  if (line.end - line.first > 200 || line.first - line.start > 3) return false;
  const words = text.slice(line.first, line.end).trimEnd();
  if (level === 2 && !underlined && !NAMED.test(words)) return false;
  return !NO_TITLE.test(words);
}
