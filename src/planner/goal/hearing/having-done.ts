import { joined } from "./phrase.ts";
import { drop, means, type Rule } from "./rewriting.ts";

/** A reference that holds a number. */
const REF = String.raw`(?= (?:the |phase |work |stream |task |item )*(?:\p{L}[\p{L}-]*[- ]?)?\d)`;
const WHEN = joined`
  (?:tomorrow|tonight|today|noon|midnight|lunch|dinner|eod|eow|cob|then|monday|tuesday|
  wednesday|thursday|friday|saturday|sunday|(?:the |this |my |our |
  next )?(?:end of (?:the )?(?:day|week|month|sprint)|weekend|week|demo|meeting|deadline|
  release|launch|morning|afternoon|evening|day|month|holidays|standup|stand-up|review))
`;

const SOMEBODY =
  "(?!me |us |it |that |this |him |her |them |the |an? |my |our |over |back |up |in |on |off |out |all |any |some |two |three |phase |batch |task |item |stream |work |ticket |everything |everyone |everybody |people )\\p{L}{2,}";
const WAKE =
  "(?:let me know|wake me|ping me|call me|tell me|text me|notify me|alert me)(?: up)? (?:when|once|as soon as)";
const THROUGH = "(?:done|finished|ready|through|over|complete|completed|merged|landed)";

const BATCH = String.raw`(?:batch|phase|group|level|stage) \d[\d.]*`;
const ALL = "(?:all|everything|the (?:whole|entire|full)(?: (?:thing|lot|batch))?|the lot)";
const ONE = String.raw`(?:\p{L}+-)?\d\S*`;
const IDS = `${ONE}(?: (?:, and|,|and|&|to|through|-) ${ONE})*`;

/** How work is joined, and how it is asked to be done and by when. */
export const HAVING_DONE: readonly Rule[] = [
  // Joints.
  means("and")`
    as well as
    together with
    along with
    in addition to
    and also
    and then also
    and afterwards
    and after that
    and then
    followed by
    afterwards
    after that
    then also
    plus also
    and
    &
    \+
    ➕
  `,
  means("$1 and")`
    not (?:only|just) ([^,;.]+?) ,? ?but(?: also)?
  `,
  means("to")`
    (?:up to and including|up to|down to|all the way to|all the way through to|right through to|
      through to|all the way up to|on to|up until|until|till|til)(?= (?:phase |stream |task |
      item )?(?:\p{L}[\p{L}-]*[- ]?)?\d)
  `,
  drop`
    (?:inclusive|inclusively|included)(?= )
  `,
  // "5.3 needs 5.2 first, so do 5.2"
  means("do")`
    (?:\S*\d\S*) (?:[.,;-]+ )?(?:which |that |it |and it |but it )?(?:still |first |also )*(?:needs|requires|depends on|
      waits for|waits on|is blocked by|is waiting for|is waiting on|relies on|can't start before|cannot start before|
      has to wait for|comes after) \S*\d\S*(?: [^\d.;]{0,40}?)? ?(?:[.,;-]+ )?(?:so|then|hence|therefore)(?: ,)?(?: let's| please| just| first)*
       (?:do|start|run|take|begin with|begin|start with)${REF}
  `,
  // "everything in 7 is done except 7.6, so finish that"
  means("do $1")`
    (?:everything|all|the rest|(?:batch|phase|group|level|stage) \S+|\S+)(?: (?:in|of|from|at) (?:batch |phase |group |level |stage |the )?\S+)? (?:is|are) (?:all |now |already )*${THROUGH} (?:except|but|apart from|other than|save|besides|bar)(?: for)? ((?:(?![,.;!?-] )\S+)(?: (?![,.;!?-] )\S+){0,4}) [,.;-]+ (?:so |then |and )?(?:please |let's |just |now )*(?:do|finish|start|run|complete|build|take|tackle|get) (?:it|that|this|them|those|that one|this one|\S*\d\S*)(?: off| up| then| now| too| done| please| next| first)*(?= [,.!;]| $)
  `,
  // "local models, save us the 700 bucks"
  drop`
    (?:[,;-]+ (?:and |to |it |that |which |this |it'll |it would |it will |will |would )*(?:saves?|spares?|earns?)|(?:to )?save) (?:us|me|them|everyone|everybody|people)(?<=\d.*)(?: (?![,.;!?-]+ )(?!(?:but|if|when|once|until|unless|tomorrow|not|never|later) )(?!\S*(?:\d\.\d|\p{L}-?\d))\S+){1,6}(?= [,.;!?-]+ | $)
  `,
  // "batch 8, but only 8.1 of it", "batch 8? not the whole thing: 8.2"
  means("only $1")`
    not ${ALL}(?: of)? ${BATCH} [,;.-]+ (?:but |only |just )*(${IDS})(?: will do| is enough| are enough)?(?= [,.!;]| please| now| $)
  `,
  means("only $1")`
    ${BATCH} (?:[,?.;-]+ )?(?:but |well |so )*(?:not ${ALL}(?: of (?:it|them))? [,;.-]+ )?(?:only |just )(${IDS})(?: of (?:it|them|that|those))?(?= [,.!;]| please| now| $)
  `,
  means("only $1")`
    ${BATCH} (?:[,?.;-]+ )?(?:but |well |so )*not ${ALL}(?: of (?:it|them))? [,;.-]+ (${IDS})(?= [,.!;]| please| now| $)
  `,
  // Having it done.
  means("do $1")`
    (?<!(?:^|[,.;!-]|and|but) (?:i|we|they) )(?:get|have|see) (\S+(?: \S+){0,6}?) (?:out of the way|over with|off the ground|off our plate|
      rolling|moving|underway|under way|across the line|over the line|wrapped up|sorted out|
      sorted|done and dusted|going|started|running|done|finished|built|ready|shipped|completed|
      implemented|tackled|fixed|in|working|set up|up and running|looked at|looked into|attended to|seen to)(?= [,.!;]| (?:today|now|tonight|
      this|together|asap|by|before|please|for|because|so|finally|first|and|too|soon|immediately)| $)
  `,
  means("do $1")`
    make (\S+(?: \S+){0,4}?) (?:happen|work|so|come true|a reality|a priority|your priority)(?= )
  `,
  means("do")`
    (?:i'd like|i want|i'd love|we want|we need|put|set|stick|assign|get|send|have|let|throw|use|
      spin up|launch|start|dispatch|deploy) (?:an?|one|another|any|the|your|our|some) ?(?:free |
      spare |idle |new |available |best |other )?(?:agent|worker|bot|coder|developer|dev|
      engineer) (?:to do|to run|to work on|to take|to handle|to build|to start|to|on|onto|at|for|
      do|run|work on|take|handle|build|tackle|pick up|start|doing|working on)
  `,
  means("do")`
    (?:put|set|stick|assign|get|send|have|let) (?:someone|somebody|anyone|anybody|whoever is free|
      everyone|everybody) (?:to do|to run|to work on|to take|to handle|to|on|onto|at|for|do|run|
      work on|take|handle|tackle|start|doing|working on)
  `,
  means("do $1")`
    (\S*\d\S*) (?:it is|it is then|is the one|is what i want|is what we need|would be (?:great|
      nice|good|lovely)(?: to have)?|is next|is a must|has to be next|is my pick|is up(?: next)?|
      next|'s turn|sounds good|has to be done|must be done|should be done|needs doing|
      needs to be done|needs (?:to get )?(?:done|finished|built|doing)|needs to (?:happen|
      be finished|be built|get done)|has to (?:happen|get done|be finished)|ought to be done|
      wants doing|is to be done|should happen|should get done|can start|may start|can go|
      should start|should run|should begin|should go ahead|is a go|is good to go)(?= )
  `,
  means("$1$2 ,")`
    (?<!^ )(?:and |so |then )?${WAKE} (\S*\d\S*)(?: is|'s)? ${THROUGH}
    ${WAKE} (\S*\d\S*)(?: is|'s)? ${THROUGH}(?= [,.;!-] \S)
  `,
  drop`
    (?:and |so |then |,)? ?(?:(?:ping|text|mail|email|message|notify|wake|call) me (?:in|tomorrow|later|at|on|afterwards|after|nothing|please|about)(?: [^\s,.;!?]+)*(?= [,.;!?]| $)|keep me (?:posted|updated|informed|in the loop)|
      let me know(?: how it goes| when (?:it's|it is|you're) done| when done| when finished|
       once done)?|tell me when (?:it's|it is|you're) (?:done|finished|ready)|
      report back(?: (?:to me|when done|later))?|ping me(?: when (?:it's )?done)?|
      (?:wake|ping|call|tell|text|notify|alert|mail|email) me (?:up )?(?:when|once|as soon as) (?:it's|it is|it|that|that's|this|they)(?: is| are)? (?:done|finished|ready|through|over|complete|completed|merged|landed)|
      and stop when (?:it is|it's|that's|you're) (?:done|finished))
  `,
  drop`
    (?:that's|that is|this is) (?:it|what i want|what we need|my wish|the one)(?= )
  `,
  means("do")`
    (?:give me|hand me|bring me|deliver|get me|i'll take|i choose|i pick|my pick is|pick|choose|
      select|proceed with|continue with|go with|go for|move on to|move to|switch to|over to|on to|
      next up|next is|up next|now|let's have|let's see|give)${REF}
  `,
  // "nadia takes 10.20", "put nadia on the guide", "get nadia on it", "give nadia the guide"
  means("do")`
    (?<=^ |[,.;!-] |and |please |just )get (?!it |that |this |them |everything |all |work |me |us |going |started )\p{L}+ on(?= (?:it|that|this)(?: [,.!;]| please| now| $))
    (?<=^ |[,.;!-] |and |please |just )(?:give|hand|pass) ${SOMEBODY}${REF}
    (?<=^ |[,.;!-] |and |please |just )(?:give|hand|pass) ${SOMEBODY}(?= the (?!day|week|rest|boot|sack|list|details|creeps|floor|news|link|password|keys?|finger|green|go-ahead|ok|chance|time|status|report|summary|plan))
    (?:put|set) (?!it |that |this |them |everything |all |work |me |us )\p{L}+ (?:on|onto)(?! hold| ice| pause| the (?:shelf|back|roadmap|list|backlog|board))
    (?<=^ |[,.;!-] |and |but |or )(?!who|what|it|that|this|nobody|someone|which|he|she|they|we|i|you|not|never|only |none|everybody|everyone|somebody)\p{L}+ (?:takes|handles|gets|has to do|should have|gets to do)${REF}(?![^,;]* (?:already|anyway|these days))
    (?<=^ |[,.;!-] )(?!who|what|it|that|this|nobody|someone|which|he|she|they|we|i|you|not|never|only |none|everybody|everyone|somebody|work)\p{L}{3,} (?:takes|gets)(?= the (?!day|week|whole|longest|blame|credit|most|time))
    (?:i'd|i would|i|we'd|we would) say${REF}
  `,
  drop`
    (?:and )?(?:tell|show|let) me (?:know )?(?:after|afterwards|later|then)?(?: )?(?:how|what|which|who|when|where)[^,.;!?]*(?= [,.;!?]| $)(?<=\d.{1,80})
    (?:and )?(?:else nothing|nothing else|nothing more|nothing besides)(?: (?:should|may|must|is to|
      has to|needs to) (?:move|run|start|begin|change|be (?:touched|started|run|changed|done)))?(?= [,.!;]| $)
    sent (?:from|frm|via|by) (?:my )?(?:phone|iphone|mobile|android|tablet|ipad)
    wrong (?:window|chat|channel|tab)
    ,? ?(?:and )?then we(?:'ll| will)? (?:talk|see|discuss|decide|look|think|meet)[^,.;!?\d]*
  `,
  // When it is wanted by; why it is wanted.
  drop`
    (?:by|before|until|for|(?:during|over)(?! (?:the )?(?:holidays|weekend))|no later than|not later than|
      prior to) ${WHEN}(?: (?:morning|afternoon|evening|night|noon|please|at the latest|
      at \d\S*))?
  `,
  // What the others have left behind.
  drop`
    (?:let's |please )have(?= (?:do|please) )
  `,
  means("please do")`
    please(?: ,| please)* (?:have|get)(?= \S*\d)
  `,
];
