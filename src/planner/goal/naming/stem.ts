/** What is left of a word without its ending: of `encryption` and `encrypt` the same. */
export function stem(word: string): string {
  const short = word.replace(
    /(?:itions?|ations?|at(?:e|es|ed|ing|or)|ions?|ments?|ings?|ers?|ors?|ies|ed|es|s|e|y)$/,
    "",
  );
  if (short.length >= 5) return short.replace(/y$/, "");
  return short.length >= 4 ? short : word.replace(/(?<=\p{L}{3})s$/u, "");
}
