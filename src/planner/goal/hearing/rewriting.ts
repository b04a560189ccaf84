/** What is put in the place of a phrase; a space where it says nothing. */
export type Rule = readonly [pattern: RegExp, to: string];

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
  for (const [pattern, to] of rules) text = text.replace(pattern, to).replace(/ {2,}/g, " ");
  return text.split(" ").filter((word) => word !== "");
}

function ruleOf(alternatives: readonly string[], to: string): Rule {
  return [new RegExp(` (?:${alternatives.join("|")})(?= )`, "gu"), to];
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
