/**
 * The plain commands of seven languages, word by word: enough for "alles außer 3.1",
 * no grammar. Words that are also English count only beside one that is not.
 */
type Lexicon = Readonly<Record<string, string>>;

/** `english: word word …`, one a line; accents are folded away. */
export function lexicon(lines: string): Lexicon {
  const found: Record<string, string> = {};
  for (const line of lines.trim().split("\n")) {
    const [english, words] = line.split(":");
    for (const word of (words ?? "").trim().split(/\s+/)) found[word] = (english ?? "").trim();
  }
  return found;
}

export interface Language {
  readonly sure: Lexicon;
  /** Also words of English, or too short to tell by. */
  readonly beside: Lexicon;
  /** At the beginning of a sentence only. */
  readonly leading?: Lexicon;
}
