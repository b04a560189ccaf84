import { translateIdioms } from "./idioms.ts";
import { cognateForm, isFunctionWord, meaningOf } from "./lexicon.ts";
import { LANGUAGES } from "./plain-commands.ts";

/**
 * The words in English as far as they are known, those of the roadmap itself as they stand. In a
 * sentence of another language also the words for what is built, and those that are spelled much
 * like a word of a title.
 */
export function translateWords(
  said: readonly string[],
  known: ReadonlySet<string>,
  isEnglish: (word: string) => boolean,
): readonly string[] {
  const words = translateIdioms(said, unaccented);
  const folded = words.map(fold);
  // A word that only this language could mean counts for more than one it shares with another.
  const counts = LANGUAGES.map(({ sure, beside }) => {
    const own = folded.filter((word, i) => !isKnown(words[i], known) && Object.hasOwn(sure, word));
    const shared = folded.filter(
      (word, i) =>
        !isKnown(words[i], known) && Object.hasOwn(beside, word) && !isEnglish(words[i] ?? ""),
    );
    if (own.length === 0 && shared.length < FOREIGN_MIN) return 0;
    return own.length * SURE_WEIGHT + shared.length;
  });
  const most = Math.max(...counts);
  const language = most === 0 ? undefined : LANGUAGES[counts.indexOf(most)];
  const own = (i: number): boolean => isKnown(words[i], known) || isEnglish(words[i] ?? "");
  const foreign = folded.filter(
    (word, i) => !own(i) && (words[i] !== word || isFunctionWord(word) || meaningOf(word) !== null),
  );
  const spoken = words.filter((word) => /\p{L}/u.test(word));
  // "fortschritt?", one word alone: all of the sentence is of that language.
  const whole = foreign.length === spoken.length && foreign.length > 0;
  if (language === undefined && foreign.length < FOREIGN_MIN && !whole) return words;
  const cognates = new Map(
    [...known]
      .filter((word) => word.length >= COGNATE_MIN)
      .map((word) => [cognateForm(word), word] as const),
  );
  return words.flatMap((word, i) => {
    const plain = folded[i] ?? word;
    if (isKnown(word, known)) return word;
    // "para tudo" stops; "1.2 para hoy" is for today.
    const leads = words.slice(0, i).every((one) => /^[^\p{L}\p{N}]+$/u.test(one));
    if (leads && language !== undefined && Object.hasOwn(language.leading ?? {}, plain)) {
      return language.leading?.[plain] ?? word;
    }
    if (language !== undefined && Object.hasOwn(language.sure, plain)) {
      return language.sure[plain] ?? word;
    }
    if (language !== undefined && Object.hasOwn(language.beside, plain)) {
      return language.beside[plain] ?? word;
    }
    if (isEnglish(word) || !/\p{L}{2}/u.test(word)) return word;
    return translateNoun(plain, known, cognates) ?? word;
  });
}

/** So many words of another language make a sentence of it. */
const FOREIGN_MIN = 2;
const SURE_WEIGHT = 3;
const COGNATE_MIN = 5;

function translateNoun(
  word: string,
  known: ReadonlySet<string>,
  cognates: ReadonlyMap<string, string>,
): readonly string[] | null {
  if (isFunctionWord(word)) return ["the"];
  const parts = word.split("-");
  if (parts.length > 1) {
    return parts.flatMap((part) =>
      known.has(part) ? [part] : (translateNoun(part, known, cognates) ?? [part]),
    );
  }
  // "menuknop", where titles have a menu
  for (let length = word.length - 3; length >= 4; length--) {
    const head = word.slice(0, length);
    const tail = known.has(head) ? meaningOf(word.slice(length)) : null;
    if (tail !== null) return [head, ...tail];
  }
  const cognate = word.length >= COGNATE_MIN ? cognates.get(cognateForm(word)) : undefined;
  return cognate === undefined ? meaningOf(word) : [cognate];
}

/** English itself has "execute": it translates to no other than itself and marks no language; ids to none. */
function isKnown(word: string | undefined, known: ReadonlySet<string>): boolean {
  return word === undefined || word === "execute" || known.has(word) || /\d/.test(word);
}

/** Without an article or a pronoun that ends in an apostrophe. */
function fold(word: string): string {
  return unaccented(word.replace(ELIDED, ""));
}

const ELIDED = /^(?:[ldjcnmst]|qu|dell|sull|all|nell|dall|un|quest)'(?=\p{L}{2})/u;

function unaccented(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").replace(/ł/g, "l");
}
