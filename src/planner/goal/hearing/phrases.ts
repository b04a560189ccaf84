import { COURTESIES } from "./courtesies.ts";
import { HAVING_DONE } from "./having-done.ts";
import { PASSIVES } from "./passives.ts";
import { STATES } from "./states.ts";
import { joined } from "./phrase.ts";
import { drop, means, type Rule, rewrite } from "./rewriting.ts";
import { CURIOUS, WISHES } from "./wishes.ts";

const VERY = joined`
  (?:really |so |very |much |super |just |also |most |greatly |truly |a lot |always |
  quite |totally |terribly )*
`;
const NICE = joined`
  (?:great|nice|good|lovely|awesome|wonderful|amazing|cool|best|perfect|super|fantastic|
  ideal|helpful|kind)
`;
const DONE = joined`
  (?:done|built|run|started|finished|completed|implemented|shipped|executed|launched|
  handled|tackled|picked up|worked on|made|written|fixed|carried out|kicked off|
  prioriti[sz]ed|next|first)
`;
/** How work is asked for, and what is asked to happen to it. */
const WORK: readonly Rule[] = [
  // Between numbers, in any language.
  means("to")`
    (?<=\d )(?:à|bis|hasta|até|ate|tot)(?= \S*\d)
  `,
  means("and")`
    (?<=\d )(?:und|et|y|e|en|och|og|i|и)(?= \S*\d)
  `,
  // "the one next to 1.2" is another.
  means("beside")`
    (?<=(?:ones?|things?|tasks?|items?|streams?|stor(?:y|ies)|tickets?|phases?|those) )(?:right |just )?next to(?= (?:the )?\S*\d)
  `,
  means("do")`
    (?:see|attend) to
    (?<=^ |please |and |, )set up
    (?:look after|take care of)
  `,
  means("do $1")`
    prioriti[sz]e (\S+(?: \S+){0,5}?) and (?:start|do|run|begin|launch|build)(?: on| with)? (?:it|that|them|this)(?= )
  `,
  // What would be done to work, not by it.
  means("delete $1")`
    (?:take|strike|cross|leave|pull|kick|wipe|drop|get) (\S*\d\S*|\S+ \S+|it|
      that)(?: \S+){0,3}? (?:off|out of|from) (?:the |our |my )?(?:roadmap|list|backlog|plan|
      board|table|schedule|scope|picture)
  `,
  means("delete")`
    get rid of
    do away with
    throw (?:away|out)
    put on (?:hold|ice)
    cross (?:off|out)
    strike (?:off|out)
    rule out
    (?:turn|call|write|back|lay) off
    switch off
    shut down(?= (?:the )?\S*\d)
  `,
  means("delete $1")`
    (?:take|turn|throw|put|push|pull|switch|shut|tear|call|set|lay|cast|leave|move|bring|count|
      rule) (\S*\d\S*)(?: \S+){0,1}? (?:off|away|out|down|aside|back|apart|on hold|
      on ice)(?= [,.!?;]| (?:the|of|from|for|until|please|now|a)| $)
  `,
  means("delete $1")`
    make (\S*\d\S*) (?:disappear|vanish|go away|invisible|optional|blocked|complete|done)(?= )
  `,
  means("critical")`
    on fire
    burning
    ablaze
    mission critical
  `,
  means("everything")`
    (?:everything|whatever|anything|all)(?: that| which)? (?:can|could|may) (?:be (?:done(?! (?:today|in|within|by) )|started|
      run|worked on)|start|go|run|begin)(?: now| already| today)?
  `,
  // "stop paying for it: move to a local model"
  means("do")`
    (?:move|migrate|switch|convert|upgrade|change)(?: over)? to (?:a|an|the|our)(?= (?!next|done|last|end|bottom|top|backlog|archive|other|rest|first|second|following|current|trash|bin|icebox)\p{L})
  `,
  means("please do")`
    (?<=^ |please |[,;.] )(?:get|tell|ask) (?!me |us |it |that |this |the |rid |all |some |going |started )\p{L}+ to (?:please )?(?:do|take(?: on| over)?|handle|work on|build|run|start|tackle|implement|finish|write|make|begin)
  `,
  drop`
    (?:don't|do not) (?:just|only|merely|simply) [^,.;!?]+(?: [,;.-])
    (?<=^ )no(?: no)*(?= (?:stop|halt|cancel|abort|kill) )
  `,
  means("please do")`
    (?:need|want) what (?:do|make)
  `,
  means("dynamic")`
    on the fly
  `,
  means("please")`
    (?:get|have|ask|tell) (?!me |us |it |that |this |the |rid |all |some )\p{L}+ to(?= (?:optimi[sz]e|improve|extend|enhance|draw|design|upgrade|encrypt|automate) )
  `,
  // What stops.
  means("stop everything")`
    (?:make|tell|let|have|get|ask|order) (?:them|it|the agents|everyone|everybody|the team|
      all of them|all agents|all the agents|everything|all)(?: to)? stop
    (?:please )?everything (?:to be )?stopped
    everything to stop
    (?:could|can|may|might|should|must|shall|would|will) (?:everything|it all|all of (?:it|them|this)|all (?:the )?(?:agents|runs|work)|the (?:agents|team|run|whole thing))(?: please)? be (?:stopped|halted|aborted|cancelled|canceled|ended|shut down|brought to a halt|called off)
    (?:everything|it all|all of (?:it|them|this)|all (?:the )?(?:agents|runs|work)|the (?:agents|team|run)) (?:should|must|has to|have to|needs to|need to|ought to|is to|are to) (?:be (?:stopped|halted|aborted|cancelled|canceled|ended|shut down)|stop|halt|cease)
  `,
  means("stop")`
    (?:end|call off)(?= (?:the run|the session|everything|all (?:agents|work|runs)|
      it all|this) )
    call it a day
    wrap (?:it|this|things) up(?= (?:for|now|please|,|[.])| $)
    pull the plug
    enough is enough
    abort mission
    knock (?:it )?off(?: (?:for|now)[^,.;]*)?(?= [,.!]| $)
  `,
  means("do everything")`
    (?:do |run |start )?(?:as much|as many|whatever|what|everything|all) (?:as )?(?:you|we|
      the agents) can(?: right now| now| today)?(?= [,.!;]| $)
  `,
  means("nothing from")`
    (?:nothing (?:else|more)|no (?:others?|other (?:one|task|item|stream|work)s?)|none of the (?:rest|others|other ones)) (?:out of|from|of|in)
  `,
  // How it is to be done.
  means("do $1")`
    (\S*\d\S*) is (?:the (?:one|phase|task|stream|item|ticket)|what) (?:that |which )?(?:i|we|i'd|we'd)(?: would)? (?:want|like|need|love)(?: to (?:see|have|get))?(?: (?:started|built|done|running|going|finished|implemented))?(?= [.,!;]| $| please)
  `,
  means("do $1")`
    (?<=^ |please |[,;.] )(?:i|we|i'd|we'd)(?: would)? (?:want|like|need|love)(?: for)? (?:to (?:see|have|get) )?(\S*\d\S*)(?: to be)? (?:built|started|run|executed|implemented|launched|carried out|worked on)(?= [.,!;]| $| please)
  `,
  means("do")`
    (?<=^ |please |[,;.] )(?:get|put|set) (?:an? |some |the |our |two |three )?agents? (?:on|onto|to work on|working on|started on|going on)(?= (?:phase |task |stream |batch |the )?\S*\d)
  `,
  means("and")`
    (?<=\S )alongside(?: of| with)?(?= \S)
  `,
  // "the one with NEW next to it": not what comes next.
  means("beside it")`
    (?:next to|beside|behind|right after|in front of) (?:it|them|its (?:name|title))
  `,
  // What is said of work in two words, or in one with a hyphen.
  means("$1 priority")`
    (?<!\S-)(critical|highest|high|top|medium|normal|lowest|low)[- ](?:priority|prio|severity|urgency|importance)
  `,
  means("small")`
    low[- ](?:effort|complexity|cost)
  `,
  means("large")`
    high[- ](?:effort|complexity|cost)
  `,
  means("medium-sized")`
    medium[- ](?:effort|complexity|size)
  `,
  means("within")`
    at (?:the )?most(?= (?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|\d+) )
    (?:no|not) (?:more|longer) than(?= (?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|\d+) )
  `,
  means("everything")`
    the (?:whole )?(?:lot|shebang|caboodle|kit and caboodle|full monty)(?= [,.!;]| $| but | except| apart| other than| minus| without| of (?:it|them)| now| please)
    (?:anything|everything|whatever|all)(?: that's| that is| that are|'s| is)? (?:ready|available|startable|free|unblocked|open)(?= (?:other than|except|but|apart|minus|without|besides) )
  `,
  means("next")`
    next (?:in line|up|on the list|in the queue|one along)
  `,
  means("the smallest task")`
    (?:the )?(?:smallest|tiniest|shortest|quickest|easiest) (?:thing|one|job|task|piece|bit)(?: of work)?(?: that)? (?:you(?:'ve| have)?(?: got)?|there is|we(?:'ve| have)?(?: got)?|available)
  `,
  means("status")`
    (?:the )?(?:sit ?rep|state of play|lay of the land)
  `,
  // Who should do it changes nothing of what is to be done.
  means("please do")`
    (?<=^ |please |[,;.] )(?:have|let) (?!me |us |it |that |this |the |them |all |some |everyone |everybody |no |any |users |people |readers |subscribers )\p{L}+ (?:do|take(?: on| over| care of)?|handle|work on|build|run|start|tackle|implement|finish|pick up|have)(?= \S*\d| the )
  `,
  means("please do $1")`
    (?<=^ |please |[,;.] )give (the \S+(?: \S+){0,4}?|\S*\d\S*) to (?!me |us |the |a |an |him |her |them |my |our |it |that )\p{L}+(?= [.!,;]| $)
  `,
  means("together")`
    (?:side by side|at the same time|in parallel|in one go|all at once|simultaneously|
      concurrently|both at once|each with (?:its|their) own agent|one after (?:the other|another)|
      back to back)
  `,
  drop`
    (?:with|using|via|through|use|by) (?:the |an? )?(?:cheapest|cheap|best|fastest|fast|strongest|
      smallest|biggest|opus|sonnet|haiku|claude|codex|gemini|gpt|opencode)(?: code|
       cli)?(?: model| agent| one| models)?
  `,
  drop`
    (?<! not )(?:really|truly|urgently|desperately|badly|totally|quite|pretty please|pretty)
  `,
  means("do")`
    (?:use|using|with|put|set|launch|start|spin up|have|get|on) (?:two|three|four|five|six|
      \d) (?:agents|workers|people) (?:to do|for|on|to|do)(?= (?:\S*\d))
  `,
  means("please")`
    (?:stop|quit|cease|enough) (?!working|running|doing|building|writing|making|developing|implementing)\p{L}+ing [^,.;]*? (?:and(?= (?:(?:just|simply|finally) )?(?:do|start|run|build|get|take|make|implement|finish|please) )|,|:)
  `,
  means("do")`
    (?:two|three|2|3|both) (?:agents|workers|people) ,? ?one (?:on|for|to|doing|takes?|does|
      working on)
  `,
  means("and")`
    (?:and )?(?:,)? ?(?:the other|another|the second)(?: one)? (?:on|for|to|doing|takes?|does|
      working on)
    and another(?= \S*\d)
  `,
  drop`
    (?:off|from|on|in|of) (?:the |my |our |your )?(?:list|queue|pile|stack|backlog|to-do list|
      todo list|todo)(?= )
  `,
  means("continue")`
    (?:carry|crack|press|move|get|keep|push|soldier) on(?: with (?:it|things))?(?= [.!]| $)
    keep (?:going|at it|it up|working|rolling)
    get (?:to work|on with it|cracking|started|going|busy)
    let's roll
    roll on
    off you go
    fire away
    have at it
    knock yourself out
  `,
  means("please")`
    (?:would|could|can|will|may) (?:someone|somebody|anyone|anybody|an agent|one of you|the team|
      any of you)
  `,
  means("do $1")`
    (?:could|can|should|must|shall|may|will|let) (\S*\d\S*)(?: please)? be ${DONE}(?: [?])?
  `,
  means("do $1")`
    (\S*\d\S*) (?:could|can|should|must|shall|may|needs? to|has to|have to|ought to|is to|
      are to)(?: now| also| please)? (?:be|get) ${DONE}
  `,
  means("do")`
    (?:resume|continue|go back to|get back to|return to|back to|pick up|carry on) (?:(?:the |
      with |to )*work(?:ing)? (?:on|with))(?= )
  `,
  means("report")`
    write up
    sum up
    sum it up
    summari[sz]e(?: it| that| everything| all)?(?= )
  `,
  means("please")`
    (?:could|can|may|might) i (?:please )?(?:get|ask|have|bother|trouble) you to
  `,
  means("please")`
    (?:it|that|this)(?:'d| would| will) (?:really )?make my (?:day|week|life|year|night) if
  `,
  means("delete $1")`
    (?:throw|toss|chuck|cast|put|call|write) (it|that|this|them|these) (?:out|away|off|aside)(?= [,.;!]| of | $)
  `,
  means("do $1")`
    (\S*\d\S*) (?:got|gets) ${DONE}
  `,
  means("do")`
    (?:let|have|ask) (?!you |we |i |they |he |she |it |me |
      any )(?:[^\s\d]+ ){1,3}?(?:to )?(?:take(?: on| over)?|do|handle|work on|build|run|start|
      tackle|implement)
  `,
  means("please do")`
    (?:can|could|would|will) (?!you |we |i |they |he |she |it |this |that |the |any |all |one |
      more )[^\s\d]+ (?:please )?(?:take(?: on| over)?|do|handle|work on|build|run|start|tackle|
      implement)
  `,
  means("next")`
    (?:do|run|start|take|give me|pick|grab)?(?: just)? ?one more(?: one| task| thing)?(?= [.!]| $|
       please)
  `,
  drop`
    (?:before|till) (?:we|i|they|the|my|our|it|you|he|she)(?: [^\s\d,.!?;]+){1,6}(?= [,.!?;]| $)
  `,
  means("$1")`
    (requests?|reqs?|tasks?|streams?|phases?|items?|packages?|numbers?|ids?|tickets?|
      stories) from(?= \S*\d)
  `,
  drop`
    first things first
    let's have(?= do )
    whoever (?:is free|can|has time|wants|likes)
    anyone free
    (?:that's|that is|that will be|that'll be) all(?: (?:for (?:now|today)|thanks))?
  `,
  means("do")`
    give(?: me)?(?= (?:the next|the first|something|another|one) )
    (?:move|go|get) on (?:to|with)(?= the next)
  `,
  means("$1")`
    (batch|phase|group|stage|stream|task|package|request|level) (?:number|no|nr)(?= \d)
  `,
  drop`
    (?:that|it|this)(?:'d| would| will|'ll) be ${VERY}${NICE}(?: to have)?(?= [,.!;]| $)
  `,
  means("please do")`
    (?:can|could|may) (?:i|we)(?: please| ,)* (?:have|get)
  `,
  means("to")`
    and (?:up )?to(?= \S*\d)
  `,
];

/** Why: what follows names no work of its own to carry out. */
const REASON = drop`
  (?:because|since|cause|given that|seeing (?:that|as)|considering(?: that)?|now that|
    as (?:the|we|our|i|my|it|they|this|that|customers|users)|
    so (?:that|(?:we|i|they|people|users|customers|you|it|everyone|nobody) (?:can|could|will|would|know|knows|see|sees|don't|doesn't|get|have|won't)|the team)|otherwise|or else|in order to|
    for the sake of) [^.!?;]*?(?= [.!?;]| ,| (?:if|once|unless|until|provided) | $)
`;

const RULES: readonly Rule[] = [
  CURIOUS,
  ...COURTESIES,
  ...STATES,
  ...PASSIVES,
  ...WISHES,
  ...WORK,
  ...HAVING_DONE,
  REASON,
];

/**
 * Words and marks with phrases put into single words and courtesies left out: "would you be so kind
 * as to start on 1.2" asks to start 1.2.
 */
export function rewritePhrases(words: readonly string[]): readonly string[] {
  return rewrite(words, RULES);
}
