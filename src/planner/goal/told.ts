/**
 * Sentences that hold work and ask for none of it, by what is said around it: reported, meant by
 * the speaker for himself, doubted, wanted later, wanted of something else.
 */
interface Telling {
  readonly pattern: RegExp;
  readonly why: string;
}

/** What a roadmap, a list or a page of notes is called. */
const LISTS =
  "(?:roadmap|backlog|list|board|agenda|calendar|wishlist|todo|to-do|notes|wiki|icebox|changelog)";
const ON_THE_LIST = `(?:the |our |my |your |that )*${LISTS}`;
const DETERMINED =
  "(?:the|our|my|all|any|it|they|he|she|tests?|ci|nothing|anything|nobody|everyone)";

/** Tried on all words and marks of a sentence, as said. */
const TOLD: readonly Telling[] = [
  {
    // "should the tests pass, start 1.2", "were I you, I would start 1.2"
    pattern: new RegExp(
      `(?:^|[,.;!?-]) (?:should ${DETERMINED} |were (?:i|we|you|it) |had (?:i|we) )|^ (?:please |just )*(?:start|do|run|build|begin) (?:[^\\s,;!?]{2,} )+should ${DETERMINED} `,
    ),
    why: "It depends on something; goals start at once.",
  },
  {
    // "is 1.1 done? then start 1.2"
    pattern:
      /^ (?:ok |so |and )*(?:is|are|has|have|was|were) [^?]+ (?:done|finished|complete|completed|merged|landed|green|through|passed|passing|approved)(?: yet| already| now)? [?] (?:, )?(?:if so|if yes|if it is|then|in that case) /,
    why: "It depends on something; goals start at once.",
  },
  {
    pattern:
      /^ (?:\S+ ){0,3}(?:wrote|quote|quoting|claims|claimed|writes) [,:-] |^ according to (?!plan |the plan )/,
    why: "It reports what somebody said: say whether you want it.",
  },
  {
    // "I'll do 1.2"; who says "I'll take 1.2" orders it.
    pattern:
      /(?:^|[,.;!-]|and|so|but|ok) (?:i'll|i will|i can|i'd better|i shall|one could|one might|one can) (?:just |then |also |rather )*(?:do|handle|build|write|start|finish|fix|make|implement|tackle|run)(?! with) (?!.* please )/,
    why: "It says who does it, and asks for nothing.",
  },
  {
    pattern:
      /^ (?:i|we)(?: still| also| only| just)* (?:plan|intend|aim|used|forgot|tried|meant|hesitate)(?:ed)? |^ (?:sorry|apologies|congratulations|congrats) (?:about|for|on) (?:[^\s,;!?]{2,} )+$/,
    why: "It states something and asks for nothing.",
  },
  {
    pattern:
      / (?:yes|yeah|sure) right [,.!]|^ oh (?:great|joy|wonderful|brilliant|fantastic|lovely) |thanks for nothing| as if (?!you|we|by) /,
    why: "It does not sound as if it were meant.",
  },
  {
    pattern:
      /\d\S* or (?:so|thereabouts) | (?:my|your|his|her|their|the|an?) (?:ideas?|opinions?|thoughts?|theory|guess|feelings?|views?|doubts?) (?:about|on) /,
    why: "It speaks about the work, and asks for nothing of it.",
  },
  {
    pattern: new RegExp(
      `^ (?:please |just |also |and )*(?:(?:add|move|append|copy|return) .+ (?:to|onto|into)|(?:put|stick|write|note|keep) .+ (?:to|onto|on|in|into)) ${ON_THE_LIST} |^ (?:please |just )*(?:ship|push|release|promote|roll out) .+ to (?:production|prod|staging|live|the (?:customers?|app store|market)) $`,
    ),
    why: "It asks for something else to be done with the work, not to carry it out.",
  },
];

/** What is pasted as it stood elsewhere: quoted lines, a chat, a log, a commit, a ticked list. */
const PASTED = [
  /^(?:\s*>(?![^\n]* -- )[^\n]*(?:\n|$))+$/,
  /^\s*\p{Lu}\p{L}+: (?:I|we)\b/u,
  /^\s*(?:fix|feat|chore|refactor|perf|revert)(?:\([^)]*\))?!?: /,
  /^\s*\p{Ll}+\([^)]*\)!?: /u,
  /^\s*(?:[Mm]erge|[Rr]evert) (?:pull request|branch|"|commit)|^\s*commit [\da-f]{7,}/,
  /^\s*(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|\[(?:error|warn|info|debug)\w*\])\s/i,
  /^\s*[-*] \[[xX]\] /,
];

/** Whether it is not said here but pasted, as its first line shows. */
export function isPasted(goal: string): boolean {
  return PASTED.some((pattern) => pattern.test(goal));
}

/** Why a sentence only tells of work; null when it may ask for it. `words` as said, with marks. */
export function toldIn(words: readonly string[]): string | null {
  const text = ` ${words.join(" ")} `;
  return TOLD.find(({ pattern }) => pattern.test(text))?.why ?? null;
}

/** What is asked for instead, after "please" and what was rewritten to it. */
const OTHERWISE =
  /^ (?:please |do |to |also |first |just |let me |need |want )*(understand|decide|know|learn|study|consider|remember|mind|note|watch|ask|inform|remind|invite|worry|give (?=.+ to )|write down|take note|take a note|write to|keep an eye|keep (?=.+ in mind )) ?/;

/** What a sentence asks for that is not to carry work out: "understand", "ask"; null for none. */
export function otherwiseIn(spoken: readonly string[]): string | null {
  return OTHERWISE.exec(` ${spoken.join(" ")} `)?.[1]?.trim() ?? null;
}
