import { isMark } from "./tokens.ts";
import { RUN_VERBS } from "../vocabulary.ts";

/** When something else happens. */
const TIME =
  /(?:^| )(?:(?:next|this|the coming) (?:week|month|weekend|sprint|quarter|year|summer|winter|spring|autumn|friday|monday)|tomorrow|tonight|(?:on |next )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|(?:a|an|one|two|three|four|five|\d+) (?:days?|weeks?|months?))|at the weekend|soon)(?= |$)/;
/** What is asked for is wanted by then: "before", "by then", "now". */
const DEADLINE =
  / (?:before(?:hand| (?:that|then|it))?|by then|until then|in time(?: for (?:that|it))?|now|today)$/;
/** What is asked for holds for then, or is none of the work. */
const THEN =
  /(?:^| )(?:(?<!(?:by|before|until) )then|while|during|after|afterwards|when|whenever|wait|later|again|back|not|no|never|nothing|don't|hear|tell|ask|remind|plan|if|unless|once|\?|who|what|how|why|which)(?= |$)/;
const CONDITION =
  /(?:^| )(?:if|when|once|unless|until|provided|after|please|let's|you|you're)(?= |$)/;
const SUBJECT = /^(?:and|but|well|so)$/;

/**
 * Without a clause that says why something is wanted by telling what happens another day: "we are
 * away next month, so do 1.2 before". `refers`: whether words name any work.
 */
export function withoutReason(
  words: readonly string[],
  refers: (words: readonly string[]) => boolean,
): readonly string[] {
  const at = words.findIndex((word, i) => i > 0 && isMark(word) && word !== "?" && word !== "-");
  if (at === -1) return words;
  const reason = words.slice(0, at);
  const joint = words.slice(at, at + 2).includes("so") ? 2 : 1;
  const wish = words
    .slice(at + joint)
    .filter((word, i, all) => i < all.length - 1 || !isMark(word));
  const told = reason.join(" ");
  const wanted = wish.join(" ");
  const lead = reason.find((word) => !SUBJECT.test(word)) ?? "";
  const tells =
    reason.length > 2 && !RUN_VERBS.has(lead) && !reason.some((word) => /\d/.test(word));
  if (!tells || !TIME.test(told) || CONDITION.test(told)) return words;
  if (THEN.test(wanted) || TIME.test(wanted) || (joint === 1 && !DEADLINE.test(wanted)))
    return words;
  const asked = wanted.replace(DEADLINE, "").split(" ");
  return !refers(reason) && refers(asked) ? asked : words;
}
