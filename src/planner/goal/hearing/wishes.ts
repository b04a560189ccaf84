import { joined } from "./phrase.ts";
import { drop, means, type Rule } from "./rewriting.ts";

const NICE = joined`
  (?:great|nice|good|lovely|awesome|wonderful|amazing|cool|best|perfect|super|fantastic|
  ideal|helpful|kind)
`;
const VERY = joined`
  (?:really |so |very |much |super |just |also |most |greatly |truly |a lot |always |
  quite |totally |terribly )*
`;

/** "I'd like to see 1.2 done" wants it done; "to see 1.2", "to see what is left" only looks. */
const SEE = joined`
  see(?! (?:please )?(?:what|what's|which|where|who|whatever|everything|all|any|anything|something|
  it|them|these|those|that|this|the (?:next|rest|first|last|list|lot|whole|other|others|remaining|status|state|progress|
  plan|roadmap|agents|team|open|ready|available)|status|progress|(?:\S+ )?\S*\d\S*)(?= )(?![^,.;!?]* (?:done|finished|started|built|running|completed|landed|merged|
  shipped|implemented|under way|happen|through)(?= )))
`;

const WHAT = joined`
  (?:what|what's|whats|which|who|who's|where|whether|when|why|how (?:far|many|much|long|it|things|we|the|everything))
`;
/** What somebody wants to know is asked for; tried before "what is left" becomes one word. */
export const CURIOUS: Rule = means("tell me")`
  (?<!(?:do|did|should|why|what|when|if) )(?:i|we)(?:'d| would| do)? ${VERY}(?:want|like|love|need|wish|care) to (?:know|hear|learn|find out|be told|see)(?= ${WHAT} )
  (?:it|that)(?:'d| would) be ${VERY}${NICE} to (?:know|hear|learn|find out|see)(?= ${WHAT} )
  (?<=^ |[,.;!-] )(?!i |we |you |do |don't |who |what |if )(?:[\p{L}'-]+ ){1,4}?(?:wants?|needs?|would like|wishes|would love|has|is keen|is dying|is curious) to (?:know|hear|learn|find out)(?= ${WHAT} )
  (?<=^ |[,.;!-] |please |just |you )(?:ask|find out|check|enquire|inquire|see(?! what))(?: with)?(?: (?:the |our |all )*(?:agents?|team|crew|workers?)| him| her| them| everybody| everyone| around| again)?(?= (?:where|whether|who|what|which|how|why) (?!to )[^,.;!?]*(?:$|[,.;!?]))
`;

/** The many ways to ask for something, each made a plain "please". */
export const WISHES: readonly Rule[] = [
  // Wishes.
  means("please")`
    (?<!(?:do|did|should|why|what|when|if) )(?:i|we)(?:'d| would| 'd)? (?:be )?${VERY}(?:grateful|happy|glad|thankful|delighted|pleased|
      obliged|appreciate it|appreciate|love it|love|like it|like|thrilled) (?:if|when|for) (?:you|
      we|someone|somebody|an agent|the team|that|this) ?(?:could|would|can|will|to|might)?
  `,
  means("please")`
    (?:it|that|this)(?:'d| would| will|'ll) (?:be|make) ${VERY}${NICE} (?:if|when|for) (?:you|we|
      someone|somebody|an agent|the team) (?:could|would|can|will|to)?
  `,
  means("please get")`
    (?:it|that|this)(?:'d| would| will|'ll) be ${VERY}${NICE} (?:to (?:have|get|${SEE})|having|
      getting)
  `,
  means("please")`
    (?<!(?:do|did|should|why|what|when|if) )(?:i|we)(?: am| are| was| were|'m|'re)(?: just)? wondering (?:if|whether) (?:you|we|someone|
      somebody|an agent|it)(?: could| can| would| might| may)?(?: be possible)?(?: to)?
  `,
  means("please")`
    (?:might|may|could|can|shall) (?:we|i|one) (?:please |kindly |perhaps |maybe |possibly )*(?:get going on|get started on|make a start on|start on|begin with|begin on|proceed with|move ahead with|go ahead with|turn to)(?: the)?
    might (?:we|i|you) (?:please|kindly|perhaps|possibly)
  `,
  means("please")`
    (?:would|could|can) you (?:please )?be so (?:kind|good|nice) (?:as to|and|to)
  `,
  means("please")`
    (?:would|do) you mind(?: terribly| awfully| very much)?
    (?:might|may|could|can) i (?:please )?(?:trouble|bother|ask) you (?:for|to do|to)
    any chance (?:you|we|someone) (?:could|can|would|might)
    any chance (?:of|for)
    is there any chance (?:you|we) (?:could|can)
    do me a favou?r and
    be a (?:dear|darling|hero|pal|star) and
    go ahead and
    be so (?:kind|good) (?:as to|and)
    feel free to
    make sure (?:to|that you|you|we|that)
    please ensure(?: that)?
    remember to
    i (?:hereby )?(?:order|ask|request|beg|urge|invite|instruct|command) you to
    your (?:task|job|mission) is(?: to)?
  `,
  means("please do")`
    (?:don't|do not|never) (?:forget|hesitate|be afraid|neglect|fail) (?:to|about)
  `,
  means("please")`
    (?:can't|couldn't|can|could|won't|why don't|why do not|shouldn't) (?:we|you|i|
      somebody|someone) (?:not )?(?:just|simply|please|finally|maybe|perhaps|possibly|kindly|
      at least)(?: just| simply| please)*
  `,
  means("please")`
    why (?:don't|do not|not)(?: we| you)?(?: just| simply)?(?= (?:do|run|start|build|take|
      begin|get|go|work|tackle|implement|finish) )
    how about(?: we)?(?: (?:do|doing|start|starting|run|running|get|getting))?
    what about doing
  `,
  means("please")`
    (?<!(?:do|did|should|why|what|when|if) )(?:i|we)(?: do)?(?: really| honestly| still| also| personally| just)* (?:think|guess|believe|
      suppose|reckon|feel|figure|say|suggest|propose|recommend|vote)(?: that| like| we| you| it|
       it's)*(?: really| probably| definitely)* (?:should|ought to|could|must|need to|have to|
      'd better|had better|might as well|can|want to|would like to|shall|to|for|next is|
      start with)(?: really| probably| now| first| just)*
  `,
  means("please")`
    (?:we|you|i|somebody|someone|an agent)(?: really| probably| definitely| just| still|
       also)* (?:should|ought to|must|need to|have to|has to|'d better|had better|might as well|
      are going to|'re going to|shall|gotta|got to|have got to|needs to)(?: really| probably|
       definitely| now| first| just| finally)*(?! not )
  `,
  means("please")`
    (?<!(?:do|did|should|why|what|when|if) )(?:i|we)(?:'d| would)? (?:really |just |also |still )?(?:want|need|like|love|prefer|
      require)(?: to have| to get| to ${SEE}| for)?(?: you| someone| somebody| an agent|
       the team)? to(?: have| get| ${SEE})?
    i want you to
  `,
  means("please")`
    (?<!(?:do|did|should|why|what|when|if) )(?:i|we) (?:really |just |also |still |desperately |urgently )?(?:want|need|
      require)(?: to (?:have|${SEE}|get))?
  `,
  means("please")`
    (?:it's|it is|its|now is the|high) (?:high |about )?time (?:to|for|we|you|that we)(?: (?:did|
      do|ran|started|got))?
    time (?:to|for)
  `,
  drop`
    before (?:anything|everything) else
    first (?:thing(?:s)?|up|off|and foremost|of all)
    (?:at|as) the (?:very )?(?:first|start)
    right (?:away|now|off|this minute)
    straight away
    at once
    without delay
    in the meantime
    for the moment
    this instant
    pronto
    stat
    on the double
    as soon as possible
    as soon as you can
    as fast as (?:you can|possible)
    as quickly as (?:you can|possible)
    sooner rather than later
    the sooner the better
  `,
  means("please")`
    (?<!what |all |anything |everything |whatever |things )you (?:may|can|could)(?: now| also)?(?= (?:start|begin|run|do|go|take|build))
  `,
  means("if")`
    as soon as
    the (?:moment|minute|second|instant) (?=\S+ \S+)
    as long as
    so long as
    in case
    on (?:the )?condition(?: that)?
    only if
    providing(?: that)?
    depending on
    subject to
    (?:directly|right|immediately|only) after
  `,
];
