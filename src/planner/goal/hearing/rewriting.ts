import { type Needs, needsOf } from "./needs.ts";

/** Phrases, and what is put in their place; a space where they say nothing. */
export interface Rule {
  readonly phrases: readonly { readonly source: string; readonly needs: Needs }[];
  readonly to: string;
  /** Made as they are needed, by the phrases that a sentence may hold. */
  readonly patterns: Map<string, RegExp>;
}

type Tag<T> = (text: TemplateStringsArray, ...values: readonly string[]) => T;

/** One expression written on several lines; what stands deeper than the first goes on with it. */
export const joined: Tag<string> = (text, ...values) => alternativesIn(text, values).join("");

/** Phrases that say nothing here, one a line; a deeper line goes on with the one before it. */
export const drop: Tag<Rule> = (text, ...values) => ruleOf(alternativesIn(text, values), " ");

/** The same for phrases that mean what `to` says; `$1` is what their first brackets hold. */
export const means =
  (to: string): Tag<Rule> =>
  (text, ...values) =>
    ruleOf(alternativesIn(text, values), ` ${to} `);

/** Each rule once, in this order, wherever it fits whole words. */
export function rewrite(words: readonly string[], rules: readonly Rule[]): readonly string[] {
  let text = ` ${words.join(" ")} `;
  for (const rule of rules) {
    const pattern = patternFor(rule, text);
    if (pattern !== null) text = text.replace(pattern, rule.to).replace(/ {2,}/g, " ");
  }
  return text.split(" ").filter((word) => word !== "");
}

/** Of a thousand phrases a sentence may hold a few: only these are tried. */
function patternFor({ phrases, patterns }: Rule, text: string): RegExp | null {
  const may = phrases.filter(
    ({ needs }) => needs === null || needs.some((part) => text.includes(part)),
  );
  if (may.length === 0) return null;
  const sources = may.map(({ source }) => source).join("|");
  const known = patterns.get(sources);
  if (known !== undefined) return known;
  const pattern = new RegExp(` (?:${sources})(?= )`, "gu");
  patterns.set(sources, pattern);
  return pattern;
}

function ruleOf(alternatives: readonly string[], to: string): Rule {
  const phrases = alternatives.map((source) => ({ source, needs: needsOf(source) }));
  return { phrases, to, patterns: new Map() };
}

function alternativesIn(text: TemplateStringsArray, values: readonly string[]): readonly string[] {
  const lines = String.raw(text, ...values)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  const found: string[] = [];
  for (const line of lines) {
    const deeper = line.startsWith(" ".repeat(indent + 2));
    if (deeper) found.push(`${found.pop() ?? ""}${line.slice(indent + 2)}`);
    else found.push(line.slice(indent));
  }
  return found;
}
