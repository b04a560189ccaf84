import { pushTo } from "../../model/index.ts";
import { bareId, canonicalId, expandRange } from "../ids.ts";
import { plainText } from "../prose.ts";
import type { Lines } from "../reading/lines.ts";

/** Longer sentences state nothing that a person would find in them. */
const SENTENCE_UNITS_MAX = 1_000;

/**
 * Which of these ids, all of them canonical and none of them work of this text, it says elsewhere to be
 * complete. People move what is done into an archive and leave a line: `All completed work streams
 * (A1, A2) moved to …`, `Infrastructure (A1) and API (A2) all COMPLETED`, `- [x] A3: Frontend`. What is
 * only wanted, doubted, dated ahead or done in part says nothing.
 */
export function archivedIn(
  text: string,
  lines: Lines,
  ids: ReadonlySet<string>,
): ReadonlySet<string> {
  const wanted = byName(ids);
  const said = new Set<string>();
  for (let index = 0; index < lines.length && said.size < ids.size; index++) {
    const body = lines.bodyAt(index);
    const line = text.slice(body, Math.min(lines.endAt(index), body + 4 * SENTENCE_UNITS_MAX));
    if (!HINT.test(line) || OPEN_BOX.test(line)) continue;
    const ticked = TICKED.exec(line)?.[1];
    if (ticked !== undefined) note(ticked, wanted, said);
    for (const sentence of plainText(line).split(/(?<=[.;!?])\s+/)) {
      const end = sentence.length > SENTENCE_UNITS_MAX ? 0 : statedUpTo(sentence);
      if (end > 0) noteAll(sentence.slice(0, end), wanted, said);
    }
  }
  return said;
}

const HINT = /complete|done|finished|archived|\[[xX]\]|✅/i;
const OPEN_BOX = /^\s*\[ ?\]/;
/** `[x] **A3**: …`: what stands right behind the tick. */
const TICKED =
  /^\s*(?:\[[xX✅]\]|✅)\s*\**(?:(?:phase|work ?stream|ws|stage|task|story)\s+)?([A-Za-z0-9][\w.-]*)/i;

/** It happened: said of all, with a word of the past or a date, or that it was moved away. */
const STATED =
  /\b(?:(?:all|both|already|now|was|were|been|is|are)\s+(?:all\s+|now\s+|both\s+)?(?:completed?|done|finished|archived)|completed?[^.]*\bmoved to|archived\b|(?:completed|finished|done)\s+(?:on\s+)?\(?20\d\d-\d\d-\d\d)/i;
const DOUBT =
  /\b(?:not|never|none|isn't|aren't|once|when|until|till|after|if|unless|before|while|should|must|shall|will|would|can|could|may|might|to be|needs?|requires?|required|depends?|waits?|partial(?:ly)?|partly|nearly|almost|mostly|half|in progress|pending|remaining|left|ongoing|blocked|goals?|targets?|plans?|planned|expected|eta|due|by|deadlines?|criteri(?:a|on)|acceptance|definition|success|milestones?|checkpoints?|gates?|ensure|verify|check|mark|assuming|provided)\b|\d\s*%/i;
const OVER = /\b(?:completed?|done|finished|archived|moved)\b/gi;

/** What is said after it: `completed by Friday`. */
const AHEAD = /^\w+,?\s+(?:by|if|once|when|before|until|unless|after)\b|\?\s*$/i;

/** How far a sentence goes that states something complete, up to its last word for that; 0: it does not. */
function statedUpTo(sentence: string): number {
  if (!STATED.test(sentence)) return 0;
  let end = 0;
  for (const match of sentence.matchAll(OVER)) end = match.index;
  return DOUBT.test(sentence.slice(0, end)) || AHEAD.test(sentence.slice(end)) ? 0 : end;
}

const TOKEN = /[A-Za-z0-9](?:[\w.]*\w)?(?:-[\w.]*\w)*/g;
const RANGE = /^\s*(?:[-–—~…]|\.{2,3}|to|through)\s*$/;

function noteAll(words: string, wanted: Wanted, said: Set<string>): void {
  let last: { readonly token: string; readonly end: number } | null = null;
  for (const match of words.matchAll(TOKEN)) {
    const [token] = match;
    const gap: string = last === null ? "" : words.slice(last.end, match.index);
    const between = last !== null && RANGE.test(gap) ? expandRange(last.token, token) : null;
    for (const one of between ?? [token]) note(one, wanted, said);
    if (!RANGE.test(` ${token} `)) last = { token, end: match.index + token.length };
  }
}

function note(token: string, wanted: Wanted, said: Set<string>): void {
  for (const id of wanted.get(canonicalId(token)) ?? []) said.add(id);
}

/** The ids by what they may be called in a sentence: `PHASE-1.2` is 1.2 too. */
type Wanted = ReadonlyMap<string, readonly string[]>;

function byName(ids: ReadonlySet<string>): Wanted {
  const wanted = new Map<string, string[]>();
  for (const id of ids) {
    for (const name of new Set([id, bareId(id)])) pushTo(wanted, name, id);
  }
  return wanted;
}
