import { joined } from "./phrase.ts";
import { drop, means, type Rule } from "./rewriting.ts";

const NOBODY = String.raw`(?:nobody|no one|noone|no-one|no agent|none)`;
/** "what" alone begins a question. */
const WHICH = String.raw`(?:that|which|whatever|(?<=(?:out|skip|skipping|except|without|only|everything ,|\d ,|\d) )what)`;
const SOME = String.raw`(?<=(?:ones|tasks|items|streams|workstreams|packages|stories|tickets|requests|phases|work) )`;
const BE = String.raw`(?:'s|'re| is| are| was| were| has been| have been)?`;
const STILL = String.raw`(?: still| currently| already| now| actually| really| right now| today)*`;
const TAKEN = joined`
  (?:touched|taken|took|claimed|picked up|picked|started|begun|assigned|worked on|
  looked at|on it|working on it|works on|working on|(?:wants|wanted)(?! it)|grabbed|owns|has|done|did)
`;
/** What keeps work from being started. */
const HELD = joined`
  (?:waiting|blocked|pending|stuck|held up|not ready|deferred|on hold|in progress|taken|
  not free|claimed|assigned|not startable|already running)
`;

/**
 * What work is said to be like by a clause of its own, made one word: "that nobody has taken yet"
 * is `unclaimed`, "whatever can go" is `startable`, "what is waiting" is `unstartable`.
 */
export const STATES: readonly Rule[] = [
  // "the request ending in 604116", "the one called REQ-104"
  drop`
    (?:(?:that|which|whose (?:id|number|name)|with (?:the |an? )?(?:id|number|name)(?: that)?) )?(?:ends|ending) (?:in|with|on)(?= \d{5,} )
    (?<= (?:one|item|request|task|ticket|story|stream|thing|job|phase|package) )(?:called|named|known as|numbered|labell?ed|(?:that|which) (?:is|has) (?:called|the (?:id|number))|with the (?:id|number))(?= \S*\d)
  `,
  means("unclaimed")`
    (?:${WHICH} )?(?<!^ )${NOBODY}(?: is|'s)${STILL} (?:(?:working|busy|doing|looking)(?: on| with| at)?|on)(?: (?:yet|so far|right now|at the moment|now|today))*(?= [,.;!]| please| $)
    ${WHICH} (?:isn't|aren't|is not|are not)(?: yet| currently)? (?:being )?worked on(?: (?:yet|so far|right now|at the moment|by anyone|by anybody))*
    (?:${WHICH} )?(?<!^ )${NOBODY}(?: has| have|'s)?(?: yet| ever)? ${TAKEN}(?: (?:yet|so far|on|it))*
    (?:${WHICH}${BE} )?not (?:yet )?(?:taken|claimed|assigned|picked up|begun|started|touched)(?: yet)?
    (?:${WHICH}${BE}${STILL} )(?:unclaimed|untaken|unassigned|unowned|untouched|unstarted)
    (?:${WHICH} (?:has|have)|with|${SOME}(?:has|have)) (?:no|zero) (?:owner|assignee|agent)s?
    (?:${WHICH} (?:has|have)|(?<!\d )with|${SOME}(?:has|have)) ${NOBODY}(?: yet)? (?:assigned|on (?:it|them)|at work)(?: (?:yet|to it|to them|so far))*
    without (?:an? )?(?:owner|assignee|agent)
    (?:${WHICH} |${SOME}|(?<= (?:whatever|everything|anything) [^,.;!?]*))(?:haven't|hasn't|have not|has not)(?: been)?(?: yet)? (?:started|begun|taken|claimed|assigned|picked up|touched)(?: yet)?
    not-started
    not started(?= (?:ones|tasks|work|items|streams|stories|requests|yet))(?: yet)?
  `,
  means("$1-$2")`
    (?<!\S-)(extra|medium|mid) (small|large|sized)
  `,
  means("startable")`
    (?<!there )${WHICH}${BE}${STILL} (?:free|startable|ready(?: to (?:go|start|run))?|available|open|unblocked|left|
      possible|doable|runnable|not blocked|not waiting)(?: to (?:start|go|run))?(?= [^\s]|$)
    ${WHICH} (?:aren't|isn't) (?:waiting|blocked|stuck|taken|held up)
    ${WHICH}(?: ever)? (?:can|could|may)${STILL} (?:be (?:started|run|done(?! (?:today|in|within|by) ))|start|go|begin|run)
    (?:${WHICH} )?(?:has|have|with) (?:no|zero) (?:open |unmet )?(?:dependencies|deps|blockers|
      prerequisites)
    (?:whose|where(?: all| the| its| their)*|with(?: all| its| their)*) (?:dependencies|deps|prerequisites|prereqs|predecessors|requirements)(?: are|'re| have been| were)?(?: all| already| now| fully)* (?:done|complete|completed|finished|met|satisfied|fulfilled|resolved|in place|cleared|merged|landed)
    without (?:any )?(?:open |unmet )?(?:dependencies|deps|blockers|prerequisites)
  `,
  // "the ready part of batch 2", "what is left of batch 7", "all ready streams of stage 4"
  means("startable ones of")`
    (?:the |all |every |any )*(?:startable|unblocked|available|ready|open|free|unfinished|remaining|outstanding)(?: to (?:start|go|run))? (?:parts?|bits?|half|portion|share|members?|pieces?|work streams?|streams?|tasks?|items?|work|ones|phases|stories|tickets) (?:of|in|from)(?= (?:the )?(?:batch|phase|stage|group|level|sprint|epic|milestone|wave|tier) )
    (?:what|whatever|all that|everything)(?: that)?(?:'s| is) (?:left|startable|ready|available|open|unfinished|remaining) (?:of|in|from)(?= (?:the )?(?:batch|phase|stage|group|level|sprint|epic|milestone|wave|tier) )
  `,
  means("without unstartable")`
    (?<=\S , |and |but )(?:nothing|none) ${WHICH}${BE}${STILL} ${HELD}
  `,
  means("unstartable")`
    (?:the (?:ones|one|rest|others) )?${WHICH}(?: ever)?${BE}${STILL} ${HELD}(?: (?:on|for) \S+)?
    (?:everything|those|the ones|all)(?: ${WHICH}${BE})?${STILL} ${HELD}
    (?:whatever|what|anything|everything|the ones?)(?: that)? \p{L}+(?: already| currently| still)* (?:has|is)(?: already| currently| still)* (?:in progress|going|running|started|working on|doing|busy with)
    (?:${WHICH}) (?:can't|cannot|can not|couldn't) (?:be started|start|go|begin|run)(?: yet| now)?
  `,
  means("any")`
    (?:and )?(?:i |we )?(?:don't|do not|doesn't|does not) (?:really )?(?:care|mind|matter) (?:about )?(?:which|what)(?: one)?(?: it is)?
    (?:(?<=[,.;!-] )you (?:choose|pick|decide)(?= [,.;!]| $)|your choice|your pick|up to you|dealer's choice|no matter which(?: one)?|whichever(?: one)? you (?:like|want|prefer))
  `,
  drop`
    (?:and )?(?:hand|give|pass|assign) (?:it|that|this|them) (?:over |on )?to \p{L}+(?= [,.!;]| $)
  `,
  // "1.4, and when that is merged 2.1": what comes later is for later.
  drop`
    (?:and then|and|then) (?:when|once|after|as soon as) (?:(?=finished|done|complete|completed|through|ready)|(?:it|that|this|they|those)(?:'s)?(?: is| are| has been| have been)? )(?:finished|done|merged|complete|completed|through|over|ready|landed|in)(?: (?![.!?;,] )\S+)*
    (?:the )?(?:rest|others|remaining ones|other ones) (?:can |will |should |must |has to |have to )?(?:come |follow |be done )?(?:later|afterwards|then|next week|tomorrow|another day|after that)
  `,
  drop`
    (?<=\S )(?:[,;.-] )?(?:and |but |just )?(?:leave|keep|save|hold|park) (?:everything else|all else|the (?:rest|others|remaining ones|other ones))(?: alone| for later| for now| out| be| as it is| as they are| untouched| back)?(?= [,.!;]| $)
  `,
  // "leave the wrapper out"
  means("without $1")`
    (?<= (?:but|and|,|;|-|please|just|only) )(?:leave|keep|take) (\S+(?: \S+){0,5}?) (?:out|aside|alone|out of it|for (?:later|tomorrow|another day|next week|monday|now))(?= [,.!;]| $)
  `,
];
