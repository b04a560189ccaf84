import type { StreamFacts } from "../../../model/index.ts";
import { isMark } from "../hearing/tokens.ts";
import { FILLERS, RUN_VERBS } from "../vocabulary.ts";
import { contentWords, type NameIndex } from "./names.ts";
import { stem } from "./stem.ts";
import { sensesOf } from "./synonyms.ts";

/** Words side by side in a sentence that are of one title, and of no other so many. */
export interface TitlePhrase {
  readonly facts: StreamFacts;
  /** Where it begins and where it ends, the last word included. */
  readonly from: number;
  readonly to: number;
}

/** So many words of a title, and so much of it. */
const HITS_MIN = 2;
const SHARE_MIN = 0.5;

/**
 * The phrases that name work by most of its title, in the order in which they are said. What two
 * titles hold names neither, unless one of them is finished.
 */
export function findTitlePhrases(
  words: readonly string[],
  index: NameIndex,
): readonly TitlePhrase[] {
  const hits = hitsOf(words, index);
  if (hits.size === 0) return [];
  const runs = index.facts.flatMap((facts, row) => {
    const run = longestRun(words, hits, index.titles[row] ?? []);
    return run === null ? [] : [{ facts, ...run }];
  });
  const open = runs.filter(({ facts }) => facts.status !== "complete");
  const clear = open.filter(
    (one) =>
      !runs.some(
        (other) =>
          other.facts !== one.facts &&
          overlaps(one, other) &&
          (other.held > one.held ||
            (other.held === one.held &&
              other.facts.status !== "complete" &&
              other.share >= one.share - 0.2)),
      ),
  );
  return clear
    .filter(({ held, share }) => held >= HITS_MIN && share >= SHARE_MIN)
    .sort((a, b) => a.from - b.from);
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly held: number;
  readonly share: number;
}

function overlaps(a: Run, b: Run): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** Where the forms of a word stand in the index: by its stem, and by what it means. */
interface Forms {
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly bySense: ReadonlyMap<number, readonly number[]>;
}

/** Worked out once for an index: every clause of a sentence is looked up in it. */
const FORMS = new WeakMap<NameIndex, Forms>();

function formsOf(index: NameIndex): Forms {
  const known = FORMS.get(index);
  if (known !== undefined) return known;
  const byStem = new Map<string, number[]>();
  const bySense = new Map<number, number[]>();
  index.words.forEach((_, place) => {
    const own = index.stems[place] ?? "";
    put(byStem, own, place);
    for (const sense of sensesOf(own)) put(bySense, sense, place);
  });
  const forms = { byStem, bySense };
  FORMS.set(index, forms);
  return forms;
}

function put<Form>(places: Map<Form, number[]>, form: Form, place: number): void {
  const some = places.get(form);
  if (some === undefined) places.set(form, [place]);
  else if (!some.includes(place)) some.push(place);
}

/** For each word of the index, where it is said. */
function hitsOf(
  words: readonly string[],
  index: NameIndex,
): ReadonlyMap<number, readonly number[]> {
  const { byStem, bySense } = formsOf(index);
  const hits = new Map<number, number[]>();
  words.forEach((word, at) => {
    if (isMark(word) || FILLERS.has(word) || (RUN_VERBS.has(word) && !index.known.has(word)))
      return;
    for (const part of contentWords([word])) {
      const own = stem(part);
      const places = [
        ...(byStem.get(own) ?? []),
        ...sensesOf(own).flatMap((sense) => bySense.get(sense) ?? []),
      ];
      for (const place of places) {
        const said = hits.get(place);
        if (said === undefined) hits.set(place, [at]);
        else if (!said.includes(at)) said.push(at);
      }
    }
  });
  return hits;
}

/** The part of the sentence that holds most of the title with nothing else between. */
function longestRun(
  words: readonly string[],
  hits: ReadonlyMap<number, readonly number[]>,
  title: readonly number[],
): Run | null {
  let some = 0;
  for (const place of title) if (hits.has(place)) some++;
  if (some === 0) return null;
  const own = new Map<number, number>();
  for (const place of title) for (const at of hits.get(place) ?? []) own.set(at, place);
  if (own.size < HITS_MIN) return null;
  const places = [...own.keys()].sort((a, b) => a - b);
  let best: Run | null = null;
  for (let i = 0; i < places.length; ) {
    let end = i;
    while (end + 1 < places.length && isJoined(words, places[end] ?? 0, places[end + 1] ?? 0))
      end++;
    const held = new Set(places.slice(i, end + 1).map((at) => own.get(at))).size;
    if (held > (best?.held ?? 0)) {
      best = { from: places[i] ?? 0, to: places[end] ?? 0, held, share: held / title.length };
    }
    i = end + 1;
  }
  return best;
}

/** "analytics and observability", "encryption of the data". */
function isJoined(words: readonly string[], from: number, to: number): boolean {
  return words
    .slice(from + 1, to)
    .every((word) => FILLERS.has(word) || BETWEEN.has(word) || word === "&" || word === "-");
}

const BETWEEN = new Set("around about between with via into from by through using".split(" "));
