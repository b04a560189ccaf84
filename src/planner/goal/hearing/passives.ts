import { joined } from "./phrase.ts";
import { drop, means, type Rule } from "./rewriting.ts";

/** What is done to work, as a participle. */
const DONE = joined`
  (?:done|built|run|started|begun|finished|completed|implemented|shipped|executed|launched|
  handled|tackled|picked up|worked on|made|written|drafted|drawn|created|added|fixed|carried out|kicked off|
  set up|put in place|taken care of|dealt with|delivered|taken up|taken on|seen to|attended to)
`;
/** Who or what: some words of one clause, none of which asks, denies or points. */
const WORD = joined`
  (?!(?:it|that|this|they|them|these|those|i|we|you|he|she|who|what|which|why|how|where|when|if|
  whether|not|no|never|nobody|none|nothing|neither|cannot|please|should|must|could|can|may|would|
  is|are|was|were|has|have|had|be|tests?|agents?) )[^\s,.;!?]+
`;
const WHAT = `(${WORD}(?: ${WORD}){0,7})`;
const SOON = "(?: (?:now|please|also|finally|really|still|then|next|definitely|today|soon|first))*";
/** "should be done by now" complains of something else. */
const NOT_BY_NOW =
  "(?! (?:by (?:now|then)|already|long ago|yesterday|again|before|after|when|if|only|by \\p{L}+ing))";
const AT_START = String.raw`(?<=^ |[,.;!?-] |so |and |then |please |but |ok |now |time )`;
const NICE =
  "(?:great|nice|good|lovely|awesome|wonderful|cool|best|perfect|fantastic|ideal|helpful|kind|handy|useful)";
const VERY = "(?:really |so |very |much |super |just |also |most |quite )*";

/** Work that is to be done by nobody in particular: "the parser should be built". */
export const PASSIVES: readonly Rule[] = [
  means("please do $1")`
    (?:it|that|this)(?:'d| would| will|'ll) be ${VERY}${NICE} (?:if|when|for) (?:(?:the|our|a) )?${WHAT} (?:were|was|is|are|gets?|got|could be|can be|would be|to be|to get)(?: to be)? ${DONE}
  `,
  means("please do $1")`
    (?:i|we)(?:'d| would) ${VERY}(?:appreciate|like|love|welcome|prefer|be happy|be glad)(?: it)? if ${WHAT} (?:were|was|is|are|gets?|got|could be|can be|would be)(?: to be)? ${DONE}
  `,
  means("please do $1")`
    (?:may|can|could|might) i (?:please )?(?:ask|beg|wish)(?: for)? ${WHAT} to be ${DONE}
  `,
  means("please do $1")`
    (?:it's|it is) (?:about |high )?time (?:that )?${WHAT} (?:was|were|got|gets|is|are) ${DONE}
  `,
  means("please")`
    (?:would|is|might) it be possible (?:to|for you to|that you|that we)(?: have| get)?
    is it possible to(?: have| get)?
    (?:i|we) (?:was|were|am|are|'m|'re) (?:hoping|thinking|wishing)(?: that)? (?:you|we|someone|somebody|to)(?: could| can| would| might)?
    (?:i|we)(?:'m| am|'re| are) in need of
    (?:i|we) could (?:really |certainly |well )?(?:use|do with)(?! (?:some |a |your |the |more )*(?:help|hand|rest|break|sleep|coffee|time|holiday|drink))
    (?:i|we)(?:'d| would) (?:really |just |so |very much )*(?:love|like|appreciate|welcome)(?= (?:a|an|the|some|our) )
  `,
  means("please do $1")`
    (?:could|can|may|might|shall|will|would) (?:(?:the|our|a) )?${WHAT}${SOON} be ${DONE}${SOON}(?: (?:side by side|together|in parallel))?(?: [?])?(?= [,.!;]| $)
  `,
  means("do $1")`
    see (?:to it )?that ${WHAT} (?:gets?|is|are) ${DONE}
  `,
  means("do $1")`
    ${AT_START}${WHAT} (?:should|must|could|needs? to|has to|have to|ought to|is to|are to|shall)${SOON} (?:be|get) ${DONE}${NOT_BY_NOW}
  `,
  means("do $1")`
    ${AT_START}(?:the|our) ${WHAT} (?:must|has to|have to|needs? to)${SOON} be (?:there|ready|in place|up and running)(?= [,.!;]| $| (?:by|before) (?:the |my |our |your )?(?:demo|meeting|release|launch|deadline|noon|lunch|tonight|dinner|weekend))
  `,
  means("do $1")`
    ${AT_START}${WHAT} (?:should|must|shall)${SOON} ${DONE} be
  `,
  means("do $1")`
    ${AT_START}${WHAT} (?:needs?|wants?|requires?) (?:doing|building|writing|starting|finishing|implementing|to be ${DONE})${NOT_BY_NOW}
  `,
  means("do $1")`
    ${AT_START}(?:what|all|the thing) (?:i|we) (?:really |still |most )?(?:want|need|would like|'d like)(?: most)?(?: now| next| today| first)? is(?! (?:to|for|not|that|if|when|more|a break|sleep) ) ${WHAT}
  `,
  means("do $1")`
    (?:my|our) (?:vote goes to|vote is for|choice is|pick is|choice would be|favou?rite is)(?! (?:not|no|none|to) ) ${WHAT}
  `,
  means("do $1")`
    ${AT_START}${WHAT} (?:it is(?: then)?|is (?:what|the one) (?:i|we)(?:'d| would)? (?:want|need|like|choose|pick)(?: next| now| first| today| done)?|would ${VERY}(?:be ${NICE}|help)(?: to have| us| me| a lot| out)?(?: today| now| soon| next)?)(?= [,.!;]| $)
  `,
  drop`
    in (?:line|the queue)(?= [,.!;]| $)
    on reflection
    (?:marked|flagged|labell?ed|rated|tagged|classified|ranked)(?: as| with)?(?= (?:p\d|critical|urgent|high|low|medium|important|priority))
  `,
  means("next")`
    (?:the )?following(?= (?:one|task|item|thing|stream|ticket)(?: [,.!;]| please| $))
  `,
  means("everything")`
    the (?:whole |entire |full )?lot(?= [,.!;]| now| please| $)
    (?:whatever|what|all that|everything that|everything which) (?:remains|is left|is still left|still remains)(?= [,.!;]| now| please| $)
  `,
  means("stop everything")`
    bring (?:everything|it all|all of it|all (?:the )?agents|the (?:run|team|agents)) to (?:a |an )?(?:stop|halt|end|standstill)
  `,
  means("make")`
    put together(?= (?:a|an|the|me|us|some) )
  `,
  means("garden")`
    let the gardener (?:run|work|in|loose|go)
    (?:the |our )?(?:roadmap|backlog|board) (?:needs|wants|could use|could do with|requires) (?:some |a bit of |a little |a )?(?:gardening|tidying|cleaning|grooming|clean-up|cleanup)(?: up)?
    (?:can|could|may|might|should|would|will) (?:the |our )?(?:roadmap|backlog|board)(?: please)? be (?:tidied|cleaned|groomed|gardened|sorted|cleared)(?: up| out)?(?: [?])?
    (?:the |our )?(?:roadmap|backlog|board) (?:should|must|needs to|has to) be (?:tidied|cleaned|groomed|gardened|sorted|cleared)(?: up| out)?
  `,
];
