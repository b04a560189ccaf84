import { type Needs, needsOf } from "./needs.ts";

/** A regular expression, and what a text must hold for it to fit. */
export interface Phrase {
  readonly source: string;
  readonly needs: Needs;
}

export type Tag<T> = (text: TemplateStringsArray, ...values: readonly string[]) => T;

/** One expression written on several lines; what stands deeper than the first goes on with it. */
export const joined: Tag<string> = (text, ...values) => linesIn(text, values).join("");

/** Expressions, one a line; a deeper line goes on with the one before it. */
export const phrases: Tag<readonly Phrase[]> = (text, ...values) =>
  linesIn(text, values).map((source) => ({ source, needs: needsOf(source) }));

/** Of a thousand phrases a text may hold a few: only these need to be tried. */
export function phrasesFor(text: string, all: readonly Phrase[]): readonly Phrase[] {
  return all.filter(({ needs }) => needs === null || needs.some((part) => text.includes(part)));
}

/** Does any of them fit somewhere? */
export function fits(text: string, all: readonly Phrase[]): boolean {
  return phrasesFor(text, all).some(({ source }) => patternOf(source).test(text));
}

const PATTERNS = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = PATTERNS.get(source);
  if (known !== undefined) return known;
  const pattern = new RegExp(source, "u");
  PATTERNS.set(source, pattern);
  return pattern;
}

function linesIn(text: TemplateStringsArray, values: readonly string[]): readonly string[] {
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
