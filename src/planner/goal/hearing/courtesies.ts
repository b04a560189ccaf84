import { joined } from "./phrase.ts";
import { drop, type Rule } from "./rewriting.ts";

const YOU = String.raw`(?:you|we|i|someone|somebody|anyone|anybody|they)`;
const TIME = joined`
  (?:sec|second|seconds|minute|minutes|moment|moments|chance|time|opportunity|spare|
  breather|gap)
`;

const IF = String.raw`(?:and |but )?(?:only )?(?:if|when|whenever|provided(?: that)?|providing(?: that)?|as long as|so long as|as soon as|once|assuming(?: that)?|in case)`;
/** The condition ends here: "free to review it" is another one. */
const THEN = String.raw`(?= [,.;!?-]| please| then| could| can| would| let's| start| do| run| build| begin| $)`;
const UNTAKEN = String.raw`(?:open|free|available|unclaimed|untaken|unassigned|up for grabs|to be had|not taken|not started)`;
const FREE = String.raw`(?:free|idle|available|around|at hand|unoccupied|bored|unused|to spare)`;
const ANYBODY = String.raw`(?:(?:an |any |some |one )?(?:other |spare )?(?:agents?|workers?)|someone|somebody|anyone|anybody|one of (?:you|them)|one)(?: else)?`;

/** Greetings, thanks, excuses and conditions that are none. */
export const COURTESIES: readonly Rule[] = [
  // Conditions that are none.
  drop`
    (?:and |then )?(?:please )?(?:send|give|mail|ping|tell|notify|text|write) me (?:a (?:short |quick )?(?:report|summary|note|message|line|ping) )?(?:when|once|as soon as) (?:it's|it is|you're|you are|they're|that's|all is) (?:done|finished|ready|complete|through)
  `,
  drop`
    if you (?:have|'ve|got) nothing better to do
  `,
  drop`
    (?:i |we )?(?:really )?(?:don't|do not|hate to|didn't) (?:(?:want|mean|like|wish) to )?(?:be|
      bother|pester|nag|push|rush|disturb|interrupt)(?= (?:a|an|you|the|this|that|too|
      any)[^.!?;,]*,?(?: but)?)[^.!?;,]*
  `,
  drop`
    as (?:agreed|discussed|promised|planned|decided|mentioned|requested|announced|you (?:may |
      might |will |surely )*(?:know|recall|remember))[^,.;!?]*
  `,
  drop`
    (?:don't you (?:think|agree)|do you agree|isn't it|innit|right|agreed|eh|huh|no)(?= [?])
  `,
  drop`
    (?:if|when|whenever|once|as soon as) ${YOU} (?:get|got|have|find|can find|can spare|do) (?:a |
      some |the |any )?(?:free |spare |few |quiet )?${TIME}(?: to spare)?
  `,
  drop`
    (?:if|when|whenever|wherever) (?:you|it|that|this) (?:can|could|would|will|want|like|wish|
      please|may|must|suits(?: you)?|works(?: for you)?|are free|are ready|
      feel like it)(?= [,.!;]| $)
  `,
  drop`
    (?:and )?(?:only )?if (?:it|that|this)(?:'s| is| isn't| is not|'s not| wouldn't be|
       would not be) (?:not |no )?(?:too |very )?(?:much |big )?(?:of |a )*(?:trouble|to ask|problem|
      bother|hassle|asking|ok|okay|alright|fine|possible|convenient|possible at all)
  `,
  // Whether anybody is free is seen to anyway.
  drop`
    ${IF} (?:there(?:'s| is| are| should be) )?(?:still |now )?${ANYBODY}(?: is| are|'s| should be)?(?: currently| now| just| still)? ${FREE}(?: for (?:it|that|this)| to (?:do|take|start|build) (?:it|that|this)| right now| now| at the moment)?${THEN}
    ${IF} ${ANYBODY} has (?:got )?(?:a |an )?(?:free (?:hand|slot|moment|minute)|some time|time)(?: (?:for|to do) (?:it|that|this))?${THEN}
    ${IF} (?:one|two|three|\d+|some|enough|a few|more) (?:agents|workers|of (?:you|them)) are (?:free|idle|available)${THEN}
    ${IF} (?:it|that|this)(?:'s| is)(?: still)? ${UNTAKEN}(?: yet)?${THEN}
    ${IF} (?:it|that|this) (?:hasn't|has not|isn't|is not)(?: been)? (?:started|taken|claimed|picked up|begun)(?: yet| already)?${THEN}
    ${IF} (?:nobody|no one|none)(?: else)?(?:'s| is| has)?(?: already| yet)? (?:on it|has it|(?:taken|started|begun|took|began|claimed)(?: it)?|picked it up|working on it|at it)(?: yet| already)?${THEN}
    (?<=(?:is|are|has|have|did) [^?;]*(?:on|doing|at|start|started|begun|running|taken|took|claimed|under way|in progress|done|finished|it)(?: [^\s,;?]+)? (?:already |yet |now )?[?] )if not(?: ,| yet| already)*(?= (?:please |then |just |so )*(?:start|begin|do|run|build|take) (?:it|that|them)(?: [,.!;]| please| now| $))
    should (?:anybody|anyone|somebody|someone|an agent|any agent) (?:else )?be (?:free|idle|available)${THEN}
    ${IF} (?:you'd|you would|you'll|you will) be so (?:kind|good|nice)${THEN}
    if (?:i|we) (?:may|might|could)(?: (?:ask|say so|be so bold|suggest(?: it)?))?${THEN}
    (?:when|whenever|once|as soon as) you(?: can| do| finally|'ll)? (?:get|come|got) (?:round|around) to (?:it|that)${THEN}
    ${IF} there(?:'s| is| are) (?:an |any |some |one )?(?:still )?(?:free|idle|spare|available|unused) (?:agents?|workers?)(?: left)?${THEN}
    ${IF} (?:there(?:'s| is)|(?:you|we)(?:'ve| have)?(?: got)?) (?:still )?(?:enough |the |any |some |a )?(?:spare |free )?(?:room|capacity|space|slot|agent|bandwidth)(?: left| free| to spare| available)?(?: for (?:it|that|this))?${THEN}
    ${IF} (?:you are|you're|it is|it's|that is|that's|this is|you aren't|it isn't|that isn't) (?:not )?too (?:busy|tired|much (?:work|trouble|bother|hassle|effort))(?: for you)?${THEN}
    ${IF} (?:you are|you're) (?:not|n't) (?:too |very |otherwise )?(?:busy|engaged|occupied)(?: with (?:something|anything) else)?${THEN}
    ${IF} (?:it|that|this)(?:'s| is) (?:all the same|all right|alright|fine|ok|okay|no bother|convenient)(?: (?:to|with|by|for) (?:you|everyone|everybody|all))?${THEN}
  `,
  drop`
    if (?:nobody|no one|no-one) (?:else )?(?:has|have|had|is|minds?|objects?|says?|disagrees|complains|wants|needs)[^,.;!?\d]*?(?= [,.;!?]| let's| please| we | i | start| run| do | $)
    if (?:anybody|anyone|somebody|someone) (?:else )?(?:is (?:there|listening|reading|awake|interested|up for it)|cares|asks)${THEN}
    (?:when|whenever|if|wherever) (?:it|this|that|time|you) (?:suits?|is convenient|fits|permits|allows|are able|find time|like)(?: you| best)?
    (?:i )?(?:idk|dunno|don't know|do not know|not sure|no idea|unsure|wonder)(?: if| whether)[^,.;!?\d]*? but
    if (?:at all )?possible
    (?:and )?let me (?:sleep|rest|think|breathe|eat|work|be|focus|go)(?: [^.!?;,\d]*?)?(?= [.!?;,]| $)
    (?:cc|fwd|fw|re)(?= )
    if (?:i|we) (?:may|recall|remember|understand)(?: (?:right|correctly|right now))?
    if (?:i'm|i am) not (?:mistaken|wrong)
    if memory serves
    (?:stop the presses|hold your horses)(?: ,)?(?: i (?:mean|meant))?
    if you please
    if you will
    if need be
    if you (?:don't|do not|wouldn't) mind
    if you'd like
    if it pleases you
  `,
  drop`
    (?:hey|hi|hello|ok|dear|alright|so)(?: dear| there)? (?:team|agents|everyone|everybody|all|
      orchestrator|crew|people)(?= [,.!;])
  `,
  // Greetings, thanks, endings.
  drop`
    (?:good|happy) (?:morning|afternoon|evening|day|night|monday|friday)(?: (?:everyone|everybody|
      team|all|folks|to you|there))?
  `,
  drop`
    (?:i )?hope (?:you|this|everyone|everything|all|that|the)[^.!?;,]*?(?= [.!?;,]| $)
  `,
  drop`
    (?:many |a thousand |big |huge )?thanks(?: (?:so|very) much| a (?:lot|bunch|million|ton)|
       again| in advance| for (?:[^.!?;,]|\.\d)*?(?= [.!?;,]| $)| mate| man)*
  `,
  drop`
    thank you(?: (?:so|very) much| in advance| again| for (?:[^.!?;,]|\.\d)*?(?= [.!?;,]| $))*
    (?:much|greatly) appreciated
    (?:that|it)(?:'d| would) be (?:much |greatly |really |very )?appreciated
  `,
  drop`
    (?:small |little )?change of plans?(?= [,.;!-])
    (?:let me|i must|i have to) correct (?:myself|that)(?= [,.;!-])
    (?:i\.e\.?|that is to say|as in)(?= \S*\d)
    on (?:its|their) own(?= [,.!;]| please| $)
    by (?:itself|themselves)(?= [,.!;]| please| $)
    (?:solely|exclusively)(?= \S*\d)
    and (?:no (?:more|other)|not (?:a single )?one more)(?: than (?:that|this))?(?= [,.!;]| please| $)
    full stop(?= [,.!;]| $)
    (?:best|kind|warm|with kind|with best) regards
    (?:dear )?(?:sir or madam|sirs?|ladies and gentlemen)
    yours (?:faithfully|sincerely)
    sincerely
    yours truly
    best wishes
    have a (?:nice|good|great) (?:one|day|evening|weekend|week)
  `,
  drop`
    (?:no|not) (?:rush|hurry|worries|pressure|problem|biggie)(?: (?:at all|though|on this|here))*
    take your time
    in your own time
    at your (?:earliest )?convenience
    at your leisure
    when (?:it's )?convenient
  `,
  drop`
    (?:yo|hey|hiya|howdy|oi|hallo|heya|ahoy|greetings|dude|mate|bro|buddy|pal|boss|chief|man|guys|
      folks|lol|lmao|haha|hahaha|hehe|omg|btw|tbh|imo|imho|fyi|ffs|wtf|xd|lads|sir|madam|ma'am|
      darling|honey|friend|gang|y'all)(?: there)?
  `,
  drop`
    (?:by the way|to be honest|in my opinion|for what it's worth|as you know|as you may know|
      as discussed|as agreed|as always|as usual|you know|you see|i mean it|seriously|honestly|
      frankly|basically|literally|obviously|clearly|definitely|absolutely|certainly|finally|
      simply|kinda|sorta|sort of|kind of|of course|for sure|for real|already now|i know|anyway|
      anyways|anyhow|well then|all right|alright|alrighty|right then|so yeah|you guys|
      first of all|for now|at last|ideally|preferably|perhaps even|at some point|some time|
      sometime)(?= )
  `,
  drop`
    (?:i'm |i am |so |very )?sorry (?:to (?:bother|disturb|interrupt|trouble)(?: you)?(?: again)?|
      for (?:the|this|my)[^.!?;,]*?(?= [.!?;,]| $)|but|to be a pain)
  `,
  drop`
    (?:for|4) (?:me|us)
    (?<=^ )hold on(?= [,;.!])
    (?:good)?bye
    see you
    later (?:guys|all)
    (?:that's|that is) it(?= [.!]| $)
  `,
  drop`
    (?:hm+|um+|uh+|let me (?:think|see|check)(?= [,.;!?-]| \.\.)|well(?= ,))
    (?:i'm |i am )?not sure (?:if|whether)[^,.;!?]*? but
    (?:top |first |highest |my )*priority (?:number one|no 1|one)(?: (?:for|of) (?:us|me))?
  `,
];
