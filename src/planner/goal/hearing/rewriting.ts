import { type Phrase, phrases, phrasesFor, type Tag } from "./phrase.ts";

/** Phrases, and what is put in their place; a space where they say nothing. */
export interface Rule {
  readonly phrases: readonly Phrase[];
  readonly to: string;
  /** Made as they are needed, by the phrases that a sentence may hold. */
  readonly patterns: Map<string, RegExp>;
}

/** Phrases that say nothing here, one a line; a deeper line goes on with the one before it. */
export const drop: Tag<Rule> = (text, ...values) => ruleOf(phrases(text, ...values), " ");

/** The same for phrases that mean what `to` says; `$1` is what their first brackets hold. */
export const means =
  (to: string): Tag<Rule> =>
  (text, ...values) =>
    ruleOf(phrases(text, ...values), ` ${to} `);

/** Each rule once, in this order, wherever it fits whole words. */
export function rewrite(words: readonly string[], rules: readonly Rule[]): readonly string[] {
  let text = ` ${words.join(" ")} `;
  for (const rule of rules) {
    const pattern = patternFor(rule, text);
    if (pattern !== null) text = text.replace(pattern, rule.to).replace(/ {2,}/g, " ");
  }
  return text.split(" ").filter((word) => word !== "");
}

function patternFor(rule: Rule, text: string): RegExp | null {
  const may = phrasesFor(text, rule.phrases);
  if (may.length === 0) return null;
  const sources = may.map(({ source }) => source).join("|");
  const known = rule.patterns.get(sources);
  if (known !== undefined) return known;
  const pattern = new RegExp(` (?:${sources})(?= )`, "gu");
  rule.patterns.set(sources, pattern);
  return pattern;
}

function ruleOf(some: readonly Phrase[], to: string): Rule {
  return { phrases: some, to, patterns: new Map() };
}
