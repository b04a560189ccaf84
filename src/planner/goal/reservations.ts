import { plainText } from "../words.ts";
import type { Heard } from "./hearing/hearing.ts";
import { isMark } from "./hearing/tokens.ts";
import type { IdIndex } from "./naming/ids.ts";
import { otherwiseIn, toldIn } from "./told.ts";
import { isCommonWord, RUN_VERBS } from "./vocabulary.ts";

const CONDITIONS = new Set(
  `if unless until once when whenever provided assuming upon pending awaiting barring contingent
  conditional dependent`.split(/\s+/),
);
/** Nobody has said yes yet. */
const CONSENT =
  / (?:(?:with|without|upon|for|on|get|needs?|wants?|lacks|at) (?:\S+ ){0,2}(?:approvals?|permission|consent|blessing|sign-?off|green light|go-?ahead|say so|ok|signal)|(?:ask|consult|check with|confirm with|clear (?:it )?with|talk to|speak to) (?:me|us|him|her|them|\p{L}+)(?: first)?(?: ,| and| then| before)+) /u;
const LATER =
  / (?:next |on |this |coming )*(monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow) | next (week|month|sprint|year|time) |(?<! (?:fits?|fitting|doable|finishable|take|takes|done|finished)) in (?:\S+ ){1,2}(hours?|minutes?|days?|weeks?) | at (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|noon|midnight|the (?:very )?end)(?: am| pm| o'clock)? $/;
/** "after that" goes on with the next thing. */
const AFTER =
  / after (?:(?:the|our|my|your|a|this|next) (?:\S+ )?(demo|release|launch|meeting|review|holidays?|weekend|break|standup|stand-up|deploy|deployment|call|sprint|audit|migration|freeze|go-live|deadline|others?|rest)|(lunch|dinner|work|hours|midnight|christmas|easter|breakfast)) /;
/** A season, a month, a date, an hour; what is wanted "by" then may start now. */
const DATED =
  / (?:(?:in|on|at|from|starting|over|during) (?:the |this |next |early |late |mid )*|this )(weekend|holidays|vacation|evening|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december|new year|q[1-4]|20[2-9]\d(?:-\d\d?){0,2}|\d\d?(?:th|st|nd|rd)|\d\d?(?:[:.]\d\d)? ?(?:am|pm)|\d+ ?(?:h|hrs?|mins?|days?)) /;
const HABIT =
  / (every (?:day|week|month|hour|monday|friday)|in a (?:while|bit|minute|moment)|in the (?:morning|afternoon|future|long run)) /;
const SOMEDAY =
  / (following (?:the|our|my|a|legal)|some(?:day|time)|some day|eventually|one day|(?:when|whenever|once) (?:we|i|they) \S+(?: \S+)? time) /;
/** "by next week" is a deadline. */
const NEXT_WEEK =
  /(?<! (?:by|before|until|for|till|the)) next (?:week|month|sprint|year|time|quarter) /;
const DRY =
  /(?:^| )(?:(?:no|without|not)(?: actually)? (?:running|starting|executing|launching|it)(?: (?:it|them|anything|yet))?|(?:as a )?dry[- ]run(?: only)?|what if|pretend|simulate|in (?:simulation|theory|my dreams)|on paper|without doing|(?:only |just )?plan (?=\S*\d)|only plan)/;
const STATES =
  /^i (?:really |do )?(?:like|love|think|believe|wonder|saw|read|did|made|doubt|know|complete|(?!need)\p{L}+ed)\b|^my (?:task|job) is |^(?:great|good|nice|amazing|excellent|well) (?:job|work|luck) |^(?:taken|done|mine|thanks|blocked) , /u;
/** "1.2 is running", "somebody does 1.2 already", "1.2 complete". */
const ASIDE = / (?:while|that|which|who|where) [^,.;!?]+/g;
const UNDER_WAY =
  /\d (?:complete|completed|finished|done|off) ?$|\b(?:is|are|was|were)(?:n't)? (?:not |now |still |already |also |just |currently )*(?:running|working|going|starting|started|complete|completed|finished|done)\b|\b(?:works|worked) (?:again|now|fine|well|great|already|as before|for me)(?= |$)|(?<!(?:you|we|i)) will (?:start|begin|happen) |^ (?:the )?agents? (?:(?:on|of|for|at|doing) )?\S*\d\S* $|[^\d\s]\d+(?:'s)? (?:agents?|tests?) $/;
/** "1.2 is great": whatever was a wish has become "do" before. */
const JUDGED =
  /^ (?:the |phase |stream |task |item )*[^\s]*\d\S* (?:is|are|was|were|looks?|sounds?|seems?|feels?) (?!.* (?:please|do|run|start|go|next|first|now|asap|immediately|today|it) )(?:[^\s,;!?.]+ )+$/;
const NOBODY =
  / (nobody|none|never(?! mind)|doubt|(?:do|with) nothing|no (?:one|agent|agents|team|person)|nothing (?:about|with|on|for)) /;
const SAYS_NO =
  / (said no ?(?:body|one)|i(?:'d| would) (?:say|rather) not?|rather not|(?:hell|heck) no|no way|no to) /;
/** What is written about work is none of it. */
const PAPERS =
  /^ (?:please |do )*(?:(?:write|make|create|draft|prepare|build|add|do|give|send|get|open|need|book|call|sing)(?: me| us)? (?:(?:an?|the|some|new|short|quick|good|blog|wiki) )*|an? )(specs?|specification|drafts?|summary|lists?|proposal|estimates?|estimation|plans?|outline|poem|song|joke|story|tickets?|issues?|tasks?|emails?|mails?|letters?|message|memo|tweet|talk|meeting|thread|questions?|comments?|wish|description|announcement|post|branch|demo|presentation|slides?|retrospective|postmortem|reminder|note|notes|deadline) (?:for|of|about|on) /;
/** "make a video about the widget": whatever it is called. */
const OTHER_THING =
  /^ (?:please |do )*(?:(?:write|make|create|draft|prepare|build|add|record|publish|do|give|send|get|need)(?: me| us)? (?:an?|one|two|three|some|another)|an?) (?:\S+ )?(\p{L}+) about |^ (?:please |do )*(?:add|attach|append) (?:an?|some|more|another|new) (?:\S+ )?(\p{L}+) (?:to|onto|on) /u;
/** "add tests to 1.2": what it consists of is to be changed. */
const PARTS =
  /^ (?:please |do )*(?:add|attach|append|write|remove) (?:(?:an?|the|some|more|another|new) )*(tests?|tasks?|subtasks?|comments?|dependency|dependencies|notes?|labels?|tags?|criteria|criterion|people) (?:to|from|in|on) /;
/** "make 1.2 P0", "set it to high": how it is written down is to be changed. */
const SETS =
  / (?:make|set|mark|bump|raise|lower|put|turn|change|move) (?:\S+ ){1,6}?(?:(?:to|as|into) )?(?:p\d|(?:high|low|medium|critical|top|urgent)(?: prio(?:rity)?)?) $/;
/** What is written beside work is not all that is known of it here: nobody marked the rest. */
const MARKED =
  / (?:marked|flagged|labell?ed|tagged) (?:as )?(?:not[- ]started|todo|to do|planned) /;
const RESTS =
  / (?:let|leave) (?!me |us )(?:\S+ ){1,6}?(?:be|(?<!the )rest|sleep|alone) $| give (?:\S+ ){1,6}?a (?:rest|break|pass|miss) $/;

/** Why what was named is not to be started now, as a sentence; null when nothing holds it back. */
export function reservationIn({ sentence, ids }: Heard): string | null {
  const { spoken, words } = sentence;
  const condition = spoken.find(
    (word, i) => CONDITIONS.has(word) && !isInTitle(spoken, i, ids) && !isDescribing(spoken, i),
  );
  if (condition !== undefined)
    return `It depends on something ("${condition}"); goals start at once.`;
  const text = ` ${spoken.join(" ")} `;
  const said = ` ${words.join(" ")} `;
  for (const pattern of [LATER, AFTER, DATED, HABIT, SOMEDAY]) {
    const later = pattern.exec(pattern === SOMEDAY || pattern === AFTER ? said : text);
    const word = later?.slice(1).find((one) => one !== undefined) ?? "";
    if (later !== null && !isTitled(word, spoken, ids)) {
      return `It is for later (${plainText(later[0].trim())}); goals start at once.`;
    }
  }
  const soon = NEXT_WEEK.exec(said);
  if (soon !== null) return `It is for later (${soon[0].trim()}); goals start at once.`;
  const consent = CONSENT.exec(said);
  if (consent !== null && !isTitled(consent[0].trim().split(" ").at(-1) ?? "", spoken, ids)) {
    return `It waits for somebody's word (${plainText(consent[0].trim())}); goals start at once.`;
  }
  const told = toldIn(words);
  if (told !== null) return told;
  const otherwise = otherwiseIn(spoken);
  if (otherwise !== null && !isTitled(otherwise, spoken, ids)) {
    return `It asks to ${plainText(otherwise)} something, not to carry work out.`;
  }
  const dry = DRY.exec(text.trim());
  if (dry !== null) return `It asks to start nothing: "${plainText(dry[0].trim())}".`;
  const nobody = NOBODY.exec(text) ?? SAYS_NO.exec(said);
  if (nobody !== null && !isTitled(nobody[1]?.split(" ")[0] ?? "", spoken, ids)) {
    return `It is not clear what is not to be done ("${nobody[1]}").`;
  }
  if (STATES.test(text.trim()) || UNDER_WAY.test(text.replace(ASIDE, " ")) || JUDGED.test(text)) {
    return "It states something and asks for nothing.";
  }
  const [lead = "", next = ""] = spoken.filter((word) => !isMark(word));
  if (RUN_VERBS.has(lead) && lead.endsWith("ing") && !isInTitle([lead, next], 0, ids)) {
    return "It states something and asks for nothing.";
  }
  const looks = (lead === "open" || lead === "plan") && !isInTitle([lead, next], 0, ids);
  if (looks && (/\d|^(?:the|our|my)$/.test(next) || ids.titleWords.has(next))) {
    return `It asks to ${lead} work, not to carry it out.`;
  }
  const other = PAPERS.exec(text) ?? PARTS.exec(text);
  if (other !== null && !isTitled(other[1] ?? "", spoken, ids)) {
    return `It asks for a ${other[1]} about work, not to carry it out.`;
  }
  const thing =
    OTHER_THING.exec(text)
      ?.slice(1)
      .find((one) => one !== undefined) ?? null;
  if (thing !== null && !isCommonWord(thing) && !ids.titleWords.has(thing)) {
    return `It asks for a ${plainText(thing)}, not to carry the work out.`;
  }
  if (MARKED.test(text)) return "It asks for what is marked so: name the work.";
  if (SETS.test(text) || RESTS.test(text)) {
    return "It asks for a change of the work, not to carry it out.";
  }
  return null;
}

/** "know when", "see if": no condition, but what is known. */
const KNOWN =
  /^(?:know|knows|known|notices?|noticing|sees?|tells?|detects?|spots?|decides?|shows?|finds?|figures?|recogni[sz]es?|realizes?)$/;
const DESCRIBES = /^(?:something|anything|a|an|the (?:thing|bit|part|piece|one|agent|bot|tool))$/;
const RELATIVE = new Set(["that", "which", "who", "to", "where"]);

/** "something that notices when two agents collide" says what it is good for. */
function isDescribing(words: readonly string[], i: number): boolean {
  const before = words[i - 1] ?? "";
  const noticed = KNOWN.test(before) || (before === "out" && KNOWN.test(words[i - 2] ?? ""));
  const start = words.slice(0, i).findLastIndex(isMark) + 1;
  const clause = words.slice(start, i);
  const head = clause.findIndex(
    (word, k) => DESCRIBES.test(word) || DESCRIBES.test(`${word} ${clause[k + 1] ?? ""}`),
  );
  const early = head !== -1 && clause.slice(0, head).every((word) => isCommonWord(word));
  const described = early && clause.slice(head).some((word) => RELATIVE.has(word));
  return (noticed && clause.length > 2) || (described && !clause.some((word) => /\d/.test(word)));
}

function isTitled(word: string, words: readonly string[], ids: IdIndex): boolean {
  const at = words.indexOf(word.split(" ")[0] ?? "");
  return at !== -1 && isInTitle(words, at, ids);
}

function isInTitle(words: readonly string[], i: number, { titlePairs }: IdIndex): boolean {
  const [before = "", word = "", after = ""] = [words[i - 1], words[i], words[i + 1]];
  return titlePairs.has(`${before} ${word}`) || titlePairs.has(`${word} ${after}`);
}
