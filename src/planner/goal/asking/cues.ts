import type { CommandGoal } from "./commands.ts";
import { fits, type Phrase, phrases } from "../hearing/phrase.ts";

/**
 * What a sentence asks to be told, by the shape of its question: who, what became of it, how it
 * stands, how to speak. None of these starts anything, so they may be read more freely than work.
 */
const CUES: readonly (readonly [CommandGoal, readonly Phrase[]])[] = [
  [
    "help",
    phrases`
      \b(?:what|which) (?:(?:sorts?|kinds?|types?) of )?(?:commands?|sentences?|words?|phrases?|
        questions?|inputs?|instructions?|orders?|requests?|goals?)\b.*\b(?:(?:you|
        it) (?:understand|know|get|take|accept|handle)|(?:i|we|one) (?:say|type|ask|use|give|make|
        send|enter|tell|try)|understand|know|say|type|ask|use|there|work)\b
      \bwhat you(?:'re| are) (?:able to|capable of)\b
      \bwhat you can do\b
      \bwhat (?:can|should|could|may|must|do) (?:i|we|one)(?: even| actually| possibly|
         all)* (?:say|type|ask|write|enter|tell you)\b
      \b(?:show|give|see)(?: me)?(?: some| a few| an| any)? examples?\b
      \bhow (?:do|can|should|shall|must|am|is|are|was|would) (?:i|we|one|you|people|anybody|
        anyone)(?: even| actually| best)*(?: supposed to| meant to| expected to| to)? (?:use|talk|
        speak|ask|phrase|word|put|operate|drive|address|instruct|start with)(?: to|
         with)? (?:this|you|it|things?|requests?|goals?)\b
    `,
  ],
  [
    "list_agents",
    phrases`
      ^(?:so )?(?:is |are )?(?:there )?(?:anybody|anyone|somebody|someone|everybody|everyone|
        any (?:of the )?(?:agents?|people)|the agents|the team|they)(?: still| currently| all|
         else)* (?:free|idle|available|busy|around|bored|awake|online|spare|(?:(?:has|have|with|
        got|has got) )+(?:spare |free |any |some |enough )*(?:time|capacity|hands))\b
      \bwhat(?:'s| is| are) (?:everyone|everybody|the agents|the team|they all|people) (?:up to|
        doing|working on|at|on)\b
      \bwhich (?:\p{L}+ ){0,4}(?:is|are) (?:looking after|working on|doing|handling|
        taking care of|assigned to|responsible for|on)\b
      ^(?:anyone|anybody|someone|somebody) (?:else )?(?:on|working on|doing|at) (?:this|that|it|
        here|anything|\S+(?: \S+){0,3} [?]$)
      (?:^| )who(?: else)?(?: all)? (?:is|are|'s) (?:there|here|on|around|free|idle|busy|alone|
        working|doing|at|handling|assigned|online|active)\b
      (?:^| )who(?:'s|s)? (?:on|working|doing|there|free|has|works?|owns|holds|took|handles)\b
      ^(?:please )*(?:list|show)(?: me)? (?:all |every |each |the |our |
        your )*agents?\b(?!.*\b(?:then|do|run|start)\b)
    `,
  ],
  [
    "report",
    phrases`
      ^(?:please |could you |can you |just |i need |we need |i want )*(?:(?:need|want|draft|write|
        prepare|put together|do|make|give|send|produce|compile|generate|create|get|have)(?: me|
         us)? )?(?:an? |the |our |my |some )*(?:[\p{L}-]+ ){0,3}(?:report|recap|summary|digest|
        rundown|one[- ]?pager|write-?up|wrap[- ]?up|debrief|(?:stakeholder|status|progress|weekly|
        daily|team|customer) update|newsletter|changelog|release notes|roundup)(?= (?:on|of|about|
        for|from|covering|that|which|i|we|with|so|please|what|to|coverage|and)\b| [,;.!-]|
        $)(?!.*\d)
      \b(?:what|which|how much|how many)\b.*\b(?:changed|finished|delivered|completed|merged|
        landed|shipped|achieved|accomplished|done)\b.*\b(?:since|yesterday|today|tonight|week|
        month|so far|last|overnight|until now|on the \d|this morning|friday|monday)\b
      \bwhat (?:was|were|has been|have been|got|did we|have we|we|we've) (?:get |got |
        gotten )?(?:achieved|finished|delivered|completed|merged|landed|shipped|
        done)\b(?!.*\b(?:left|remains|missing|open)\b)
      ^(?:so |and |ok |tell me |show me )*(?:how much|how many tokens|what|total|
        overall)\b(?!.*\b(?:will|would|can|could|should|if)\b)(?=.*\b(?:we|you|they|it|run|runs|
        agents?|team|session|so far|to date|until now)\b).*\b(?:cost|costs|spent|spend|spending|
        burn|burned|burnt|paid|went into|gone into)\b(?!.*\d)
      \bwhat (?:has |have )?(?:changed|happened) (?:since|yesterday|today|overnight|last)\b
      \b(?:which|what) (?:owner|agent|one|person|team)\b.*\b(?:most|best|least|worst|fastest|
        slowest)\b
      ^(?:please )?(?:produce|create|make|write|prepare|generate|compile|draft|give me|
        send me) (?:an? |the |me |us )*(?:\p{L}+ )?(?:report|summary|recap|digest|
        overview) (?:covering|on|of|about|for|over|with) (?!.*\d)
      ^(?:please )?(?:a |the |my |your )?(?:short |quick |brief )*(?:\p{L}+ )?(?:daily |weekly |
        monthly |progress |status )*(?:report|summary|recap|digest) for (?!.*\d)
      ^(?:please )?(?:give|write|send|make|prepare|create|get)(?: me| us)? (?:an? |
        the )?(?:short |quick |brief |final |daily |weekly |progress |status |summary )*(?:report|
        summary|recap|digest) (?:on|of|about) (?:what|today|yesterday|this|last|(?:the |
        our )?(?:day|week|month|sprint|work|team))
      (?:^|[,.;!-] )(?:please |just |and |so |i need |we need |give me |send me |write |
        write me )*(?:an? |one |two |three |four |five |half an? |\d+ |a few |a couple of |
        some )(?:short |quick |brief )*(?:paragraphs?|sentences?|lines?|words?|
        bullets?(?: points?)?|pages?|slides?) (?:on|about|of|covering|saying) (?:where|how|
        what(?! to)|progress|status|the (?:state|status|progress))\b
      ^(?:please |can you |could you )*(?:list|show|give|tell)(?: me| us)? (?:what|everything|
        whatever|all(?: that)?) (?!is |are |can |could |has to |
        have to )(?:\p{L}+ ){1,3}(?:finished|completed|delivered|shipped|closed|landed|merged|did|
        built|achieved|accomplished)\b(?!.*\b(?:then|start|run|begin)\b)
      ^(?:the |our |total |all )*(?:tokens?|money|dollars|costs?|spend|spending)(?= .*\b(?:by|per|
        each|so far|to date|today|yesterday|this|last|since)\b)(?: usage| use| used| burned|
         burnt| spent| consumed| so far| to date| today| yesterday| (?:this|last|since) \p{L}+| ,|
         (?:by|per|for each) (?:agent|owner|person|stream|task|team|model|day|run|
        batch))+(?: please)?$
    `,
  ],
  [
    "status",
    phrases`
      \bwhat(?:'s| is|s) (?:the |our |causing the |behind the )(?:[\p{L}-]+ )?(?:hold-?ups?|
        hold up|delays?|bottlenecks?|snags?|wait|slowdown)\b
      ^(?:so |ok |and )*(?:are|is|were) (?:we|things|everything|it all|they|the (?:project|team|
        agents|work|sprint))(?: still| now| already| even| all)* (?:on (?:schedule|track|time|
        target|plan|course)|behind|late|ahead|there yet|nearly there|almost there|close)\b
      ^(?:so |ok |and )*(?:will|can|do|are) (?:we|they|it|you)(?: still| even| all)* (?:make it|
        make the|meet the|hit the|finish|be (?:done|finished|ready|late|on time)|going to (?:make|
        finish|be))\b
      ^(?:so |ok |please |can you |could you |would you )*(?:bring|get|put|keep|catch|fill) (?:me|
        us)(?: all)? (?:up to (?:speed|date)|up|in(?: the picture| the loop)?|in on)(?= (?:on|
        about|with|regarding|please|where|what|[,.;!?]) ?|$)
      ^(?:please |so |just )*(?:give (?:me|us) )?(?:the )?(?:gist|low-?down|short version|
        bottom line|lay of the land|big picture|tl ; dr|tl;dr|tldr)(?= (?:of|on|for|about|please|
        [,.;!?])|$)
      ^(?:so )?how(?:'s|s| is| are) (?:it|things|we|everything) look(?:ing|in)?\b
      \b(?:which|what)(?: (?:ones?|tasks?|items?|streams?|work|things?|tickets?))? (?:can|could|
        may|should) (?:i|we|be|you|they|an agent|anybody|anyone|someone)(?: still| now|
         already)? (?:take|start|do|pick|pick up|run|begin|started|done|picked|run in parallel|
        work on)\b(?!.*[,;.?] (?:just |then |please |and )*(?:start|do|run|take|begin)\b)
      \b(?:things|everything|work|it all) (?:is |are )?(?:progressing|moving along|getting on|
        coming along|advancing)\b
      ^(?:so )?how(?:'s|s| is| are) .*\b(?:coming (?:along|on)|getting on|going|doing|progressing|
        faring)\b
      ^(?:which|what) .*\b(?:is|are) (?:still |now |currently |already )*(?:open|left|unfinished|
        outstanding|running|pending|blocked|ready|missing)\b
      ^(?:so )?(?:what is|what's|whats) (?:up|new|missing|open|left|remaining|outstanding|to do)\b
      ^(?:so |ok |and )*(?:is|are|has|have|was|were) (?!there |it ok|you )[^,;.]+? (?:done|
        finished|ready|complete|completed|started|running|stuck|blocked|merged|landed|fixed|built|
        solved|resolved|repaired|implemented|deployed|sorted(?: out)?|closed|shipped|
        in place)(?: yet| already| now)*(?: [?])?$
      ^(?:so |ok |and )*(?:is|are|has|have|was|were) (?!there |it ok|you )[^,;.]+? (?:yet|
        by now)(?: [?])?$
      \bhow (?:far|close|near)(?: along| advanced)? (?:is|are|with)\b
      ^how many (?:\p{L}+ ){1,4}(?:are|is|were|have|remain|remains)\b
      \bwhat(?:'s| is) (?:standing|blocking|holding|keeping|stopping|preventing|between|
        in the way)\b
      ^(?:so )?what(?:'s| is)? the (?:state|status|progress) of\b
      \bhow far\b.*\b(?:we|it|they|you|percent)\b
      (?:^|[,;:.-] )when (?:do|does|will|is|are|can|could|would|should)\b
      \b(?:is|are) (?:anybody|somebody|someone|anyone|nobody|no one) (?:on|at|working|doing|
        looking)\b
      \b(?:somebody|someone|anybody|anyone) is on (?:it|this|that)\b
      \b(?:is|are) (?:it|this|that|they) (?:moving|dead|alive|stuck|running|finished|done|ready|
        blocked|in progress)\b
      \bdone or (?:not|in progress|open|still)\b
      ^(?:current )?(?:status|state|progress) (?:of|for) (?:the |all |our )*(?:p\d|p\ds|urgent|
        critical|open|blocked|high)\b
      \bwhy (?:can't|cannot|cant|can not|couldn't) (?:we|i|you|it|they)\b
    `,
  ],
];

/** What is asked to be told; null when no cue says so. */
export function readCue(text: string): CommandGoal | null {
  return CUES.find(([, some]) => fits(text, some))?.[0] ?? null;
}

const TIDIES =
  /\b(?:bring (?:\p{L}+ ){1,5}up to date|reconcile|recheck|sync|synchroni[sz]e|(?:drop|release|free)(?= (?:\p{L}+ ){0,3}claims?\b)|tidy|clean|cleanup|clear|fix|refresh|correct|repair|dedupe|deduplicate|merge|sort|update|garden)\b/u;
const UNTIDY =
  /\b(?:duplicates?|duplicated|twice|double|doubled|(?:two|three|four|five|several|many) times|same (?:id|item|request|entry|number)|stale|outdated|out of date|(?:blocked|status|state) (?:flags?|labels?|marks?|markers?|columns?|fields?)|says? blocked but|wrongly (?:marked )?blocked|falsely (?:marked )?blocked|claims? of|dead agents?|stale claims?)\b/;

const LEAD =
  "(?:^|[,.;!-] )(?:please |just |now |so |and |then |can you |could you |would you |go and |go |let's )*";
const BLOCKED =
  "(?:blockers?|blockages?|(?:blocked|waiting|stuck) (?:ones|items|tasks|streams|work streams|phases|tickets|requests|entries|packages))";
const UNBLOCKED = "(?:unblocked|not blocked|no longer blocked|startable)";
const MET =
  "(?:done|complete|completed|finished|met|satisfied|fulfilled|in|over|ready|ticked|green|wait(?:ing)?)";
/** "fix the blockers in batch 8", "mark as unblocked whatever has its dependencies done". */
const CLEARS = new RegExp(
  [
    `${LEAD}(?:fix|clear|resolve|remove|lift|drop|update|refresh|clean|sort|tidy|correct)(?: up| out)? (?:all |the |any |those |these |of |its |their |every |our )*${BLOCKED}(?= (?:in|of|for|on|from|at|where|whose|that|which|because|since|now|please|[,.;!-])(?: |$)|$)(?!.* (?:then|and|,) (?:start|run|do|begin|launch|build)(?: |$))`,
    `${LEAD}(?:mark|set|flag|make|turn|switch|put|get) (?:\\S+ ){1,3}?(?:as |to |back to )?${UNBLOCKED}(?= (?:where|whose|that|which|if|when|as|once|what|whatever|everything|please|[,.;!])(?: |$)|$)`,
    `${LEAD}(?:mark|set|flag|make|turn|switch|put|get) (?:as |to )?${UNBLOCKED} (?:what|whatever|everything|all|anything) `,
    `${LEAD}(?:mark|set|flag|make|turn|switch|put|get) (?:everything|whatever|all|what|anything|those|the ones|every \\p{L}+|all \\p{L}+) .*(?:dependenc|depends|prerequisites|waits|waiting|needs|parents).* ${MET} (?:as |to |back to )?(?:ready|${UNBLOCKED})$`,
  ].join("|"),
  "u",
);

/** "there is a request listed twice, tidy up": the roadmap itself is to be put right. */
export function isUntidy(text: string): boolean {
  return (
    CLEARS.test(text) || ((TIDIES.test(text) || /\bunblock\b/.test(text)) && UNTIDY.test(text))
  );
}
