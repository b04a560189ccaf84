/**
 * Phrases that mean one word here, and courtesies that mean nothing. A sentence is rewritten
 * before it is read: "would you be so kind as to start on 1.2" asks to start 1.2.
 */

/** A reference that holds a number. */
const REF = String.raw`(?= (?:the |phase |work |stream |task |item )*(?:\p{L}[\p{L}-]*[- ]?)?\d)`;

type Rule = readonly [pattern: RegExp, to: string];

function rule(patterns: string | readonly string[], to = " "): Rule {
  return [new RegExp(` (?:${[patterns].flat().join("|")})(?= )`, "gu"), to];
}

const YOU = "(?:you|we|i|someone|somebody|anyone|anybody|they)";
const NICE =
  "(?:great|nice|good|lovely|awesome|wonderful|amazing|cool|best|perfect|super|fantastic|ideal|helpful|kind)";
const VERY =
  "(?:really |so |very |much |super |just |also |most |greatly |truly |a lot |always |quite |totally |terribly )*";
const TIME =
  "(?:sec|second|seconds|minute|minutes|moment|moments|chance|time|opportunity|spare|breather|gap)";
const DONE =
  "(?:done|built|run|started|finished|completed|implemented|shipped|executed|launched|handled|tackled|picked up|worked on|made|written|fixed|carried out|kicked off|prioriti[sz]ed|next|first)";
const WHEN =
  "(?:tomorrow|tonight|today|noon|midnight|lunch|dinner|eod|eow|cob|then|monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:the |this |next )?(?:end of (?:the )?(?:day|week|month|sprint)|weekend|week|demo|meeting|deadline|release|launch|morning|afternoon|evening|day|month|holidays|standup|stand-up|review))";

/** Applied in this order, each to what the others left. */
const RULES: readonly Rule[] = [
  // Conditions that are none.
  rule([
    `(?:if|when|whenever|once|as soon as) ${YOU} (?:get|got|have|find|can find|can spare|do) (?:a |some |the |any )?(?:free |spare |few |quiet )?${TIME}(?: to spare)?`,
  ]),
  rule([
    `(?:if|when|whenever|wherever) (?:you|it|that|this) (?:can|could|would|will|want|like|wish|please|may|must|suits(?: you)?|works(?: for you)?|are free|are ready|feel like it)(?= [,.!;]| $)`,
  ]),
  rule([
    `if (?:it|that|this)(?:'s| is| isn't| is not|'s not| wouldn't be| would not be) (?:not )?(?:too |very )?(?:much |big )?(?:of |a )*(?:trouble|to ask|problem|bother|hassle|asking|ok|okay|alright|fine|possible|convenient|possible at all)`,
  ]),
  rule([
    "if (?:at all )?possible",
    "if i may",
    "if you please",
    "if you will",
    "if need be",
    "if you (?:don't|do not|wouldn't) mind",
    "if you'd like",
    "if it pleases you",
  ]),
  // Greetings, thanks, endings.
  rule([
    "(?:good|happy) (?:morning|afternoon|evening|day|night|monday|friday)(?: (?:everyone|everybody|team|all|folks|to you|there))?",
  ]),
  rule(["(?:i )?hope (?:you|this|everyone|everything|all|that|the)[^.!?;,]*?(?= [.!?;,]| $)"]),
  rule([
    "(?:many |a thousand |big |huge )?thanks(?: (?:so|very) much| a (?:lot|bunch|million|ton)| again| in advance| for [^.!?;,]*?(?= [.!?;,]| $)| mate| man)*",
  ]),
  rule([
    "thank you(?: (?:so|very) much| in advance| again| for [^.!?;,]*?(?= [.!?;,]| $))*",
    "(?:much|greatly) appreciated",
    "(?:that|it)(?:'d| would) be (?:much |greatly |really |very )?appreciated",
  ]),
  rule([
    "(?:best|kind|warm|with kind|with best) regards",
    "sincerely",
    "yours truly",
    "best wishes",
    "have a (?:nice|good|great) (?:one|day|evening|weekend|week)",
  ]),
  rule([
    "no (?:rush|hurry|worries|pressure|problem|biggie)(?: (?:at all|though|on this|here))*",
    "take your time",
    "in your own time",
    "at your (?:earliest )?convenience",
    "at your leisure",
    "when (?:it's )?convenient",
  ]),
  rule([
    "(?:yo|hey|hiya|howdy|oi|hallo|heya|ahoy|greetings|dude|mate|bro|buddy|pal|boss|chief|man|guys|folks|lol|lmao|haha|hahaha|hehe|omg|btw|tbh|imo|imho|fyi|ffs|wtf|xd|lads|sir|madam|ma'am|darling|honey|friend|gang|y'all)(?: there)?",
  ]),
  rule([
    "(?:by the way|to be honest|in my opinion|for what it's worth|as you know|as you may know|as discussed|as agreed|as always|as usual|you know|you see|i mean it|seriously|honestly|frankly|basically|literally|obviously|clearly|definitely|absolutely|certainly|finally|simply|kinda|sorta|sort of|kind of|of course|for sure|for real|already now|i know|anyway|anyways|anyhow|well then|all right|alright|alrighty|right then|so yeah|you guys|first of all|for now|at last|ideally|preferably|perhaps even|at some point|some time|sometime)(?= )",
  ]),
  rule([
    "(?:i'm |i am |so |very )?sorry (?:to (?:bother|disturb|interrupt|trouble)(?: you)?(?: again)?|for (?:the|this|my)[^.!?;,]*?(?= [.!?;,]| $)|but|to be a pain)",
  ]),
  // Wishes.
  rule(
    [
      `(?:i|we)(?:'d| would| 'd)? (?:be )?${VERY}(?:grateful|happy|glad|thankful|delighted|pleased|obliged|appreciate it|appreciate|love it|love|like it|like|thrilled) (?:if|when|for) (?:you|we|someone|somebody|an agent|the team|that|this) ?(?:could|would|can|will|to|might)?`,
    ],
    " please ",
  ),
  rule(
    [
      `(?:it|that|this)(?:'d| would| will|'ll) (?:be|make) ${VERY}${NICE} (?:if|when|for) (?:you|we|someone|somebody|an agent|the team) (?:could|would|can|will|to)?`,
    ],
    " please ",
  ),
  rule(
    [
      `(?:it|that|this)(?:'d| would| will|'ll) be ${VERY}${NICE} (?:to (?:have|get|see)|having|getting)`,
    ],
    " please get ",
  ),
  rule(
    [
      "(?:i|we)(?: am| are| was| were|'m|'re)(?: just)? wondering (?:if|whether) (?:you|we|someone|somebody|an agent|it)(?: could| can| would| might| may)?(?: be possible)?(?: to)?",
    ],
    " please ",
  ),
  rule(
    ["(?:would|could|can) you (?:please )?be so (?:kind|good|nice) (?:as to|and|to)"],
    " please ",
  ),
  rule(
    [
      "(?:would|do) you mind(?: terribly| awfully| very much)?",
      "(?:might|may|could|can) i (?:please )?(?:trouble|bother|ask) you (?:for|to do|to)",
      "any chance (?:you|we|someone) (?:could|can|would|might)",
      "any chance (?:of|for)",
      "is there any chance (?:you|we) (?:could|can)",
      "do me a favou?r and",
      "be a (?:dear|darling|hero|pal|star) and",
      "go ahead and",
      "be so (?:kind|good) (?:as to|and)",
      "feel free to",
      "make sure (?:to|that you|you|we|that)",
      "please ensure(?: that)?",
      "remember to",
      "i (?:hereby )?(?:order|ask|request|beg|urge|invite|instruct|command) you to",
      "your (?:task|job|mission) is(?: to)?",
    ],
    " please ",
  ),
  rule(
    ["(?:don't|do not|never) (?:forget|hesitate|be afraid|neglect|fail) (?:to|about)"],
    " please do ",
  ),
  rule(
    [
      "(?:can't|couldn't|can|could|won't|why don't|why do not|why can't|shouldn't) (?:we|you|i|somebody|someone) (?:not )?(?:just|simply|please|finally|maybe|perhaps|possibly|kindly|at least)(?: just| simply| please)*",
    ],
    " please ",
  ),
  rule(
    [
      "why (?:don't|do not|not|can't)(?: we| you)?(?: just| simply)?(?= (?:do|run|start|build|take|begin|get|go|work|tackle|implement|finish) )",
      "how about(?: we)?(?: (?:do|doing|start|starting|run|running|get|getting))?",
      "what about doing",
    ],
    " please ",
  ),
  rule(
    [
      "(?:i|we)(?: do)?(?: really| honestly| still| also| personally| just)* (?:think|guess|believe|suppose|reckon|feel|figure|say|suggest|propose|recommend|vote)(?: that| like| we| you| it| it's)*(?: really| probably| definitely)* (?:should|ought to|could|must|need to|have to|'d better|had better|might as well|can|want to|would like to|shall|to|for|next is|start with)(?: really| probably| now| first| just)*",
    ],
    " please ",
  ),
  rule(
    [
      "(?:we|you|i|somebody|someone|an agent)(?: really| probably| definitely| just| still| also)* (?:should|ought to|must|need to|have to|has to|'d better|had better|might as well|are going to|'re going to|shall|gotta|got to|have got to|needs to)(?: really| probably| definitely| now| first| just| finally)*(?! not )",
    ],
    " please ",
  ),
  rule(
    [
      "(?:i|we)(?:'d| would)? (?:really |just |also |still )?(?:want|need|like|love|prefer|require)(?: to have| to get| to see| for)?(?: you| someone| somebody| an agent| the team)? to(?: have| get| see)?",
      "i want you to",
    ],
    " please ",
  ),
  rule(
    [
      "(?:i|we) (?:really |just |also |still |desperately |urgently )?(?:want|need|require)(?: to (?:have|see|get))?",
    ],
    " please ",
  ),
  rule(
    [
      "(?:it's|it is|its|now is the|high) (?:high |about )?time (?:to|for|we|you|that we)(?: (?:did|do|ran|started|got))?",
      "time (?:to|for)",
    ],
    " please ",
  ),
  rule([
    "before (?:anything|everything) else",
    "first (?:thing(?:s)?|up|off|and foremost|of all)",
    "(?:at|as) the (?:very )?(?:first|start)",
    "right (?:away|now|off|this minute)",
    "straight away",
    "at once",
    "without delay",
    "in the meantime",
    "for the moment",
    "this instant",
    "pronto",
    "stat",
    "on the double",
    "as soon as possible",
    "as soon as you can",
    "as fast as (?:you can|possible)",
    "as quickly as (?:you can|possible)",
    "sooner rather than later",
    "the sooner the better",
  ]),
  // How it is to be done.
  rule(
    [
      "(?:side by side|at the same time|in parallel|in one go|all at once|simultaneously|concurrently|both at once|each with (?:its|their) own agent|one after (?:the other|another)|back to back)",
    ],
    " together ",
  ),
  rule([
    "(?:with|using|via|through|use|by) (?:the |an? )?(?:cheapest|cheap|best|fastest|fast|strongest|smallest|biggest|opus|sonnet|haiku|claude|codex|gemini|gpt|opencode)(?: code| cli)?(?: model| agent| one| models)?",
  ]),
  rule(
    ["(?<! not )(?:really|truly|urgently|desperately|badly|totally|quite|pretty please|pretty)"],
    " ",
  ),
  rule(
    [
      `(?:use|using|with|put|set|launch|start|spin up|have|get|on) (?:two|three|four|five|six|\\d) (?:agents|workers|people) (?:to do|for|on|to|do)(?= (?:\\S*\\d))`,
    ],
    " do ",
  ),
  rule(
    ["(?:stop|quit|cease|enough) (?!working|running)\\p{L}+ing [^,.;]*? (?:and|,|:)"],
    " please ",
  ),
  rule(
    [
      "(?:two|three|2|3|both) (?:agents|workers|people) ,? ?one (?:on|for|to|doing|takes?|does|working on)",
    ],
    " do ",
  ),
  rule(
    [
      "(?:and )?(?:,)? ?(?:the other|another|the second)(?: one)? (?:on|for|to|doing|takes?|does|working on)",
    ],
    " and ",
  ),
  rule(
    [
      "(?:off|from|on|in|of) (?:the |my |our |your )?(?:list|queue|pile|stack|backlog|to-do list|todo list|todo)(?= )",
    ],
    " ",
  ),
  rule(
    [
      "(?:carry|crack|press|move|get|keep|push|soldier) on(?: with (?:it|things))?(?= [.!]| $)",
      "keep (?:going|at it|it up|working|rolling)",
      "get (?:to work|on with it|cracking|started|going|busy)",
      "let's roll",
      "roll on",
      "off you go",
      "fire away",
      "have at it",
      "knock yourself out",
    ],
    " continue ",
  ),
  rule(
    [
      `(?:would|could|can|will|may) (?:someone|somebody|anyone|anybody|an agent|one of you|the team|any of you)`,
    ],
    " please ",
  ),
  rule(
    [`(?:could|can|should|must|shall|may|will|let) (\\S*\\d\\S*)(?: please)? be ${DONE}`],
    " do $1 ",
  ),
  rule(
    [
      `(\\S*\\d\\S*) (?:could|can|should|must|shall|may|needs? to|has to|have to|ought to|is to|are to)(?: now| also| please)? (?:be|get) ${DONE}`,
    ],
    " do $1 ",
  ),
  rule(
    [
      "(?:resume|continue|go back to|get back to|return to|back to|pick up|carry on) (?:(?:the |with |to )*work(?:ing)? (?:on|with))(?= )",
    ],
    " do ",
  ),
  rule(
    ["write up", "sum up", "sum it up", "summari[sz]e(?: it| that| everything| all)?(?= )"],
    " report ",
  ),
  // Joints.
  rule(
    [
      "as well as",
      "together with",
      "along with",
      "in addition to",
      "and also",
      "and then also",
      "and afterwards",
      "and after that",
      "and then",
      "followed by",
      "afterwards",
      "after that",
      "then also",
      "plus also",
      "and",
      "&",
      "\\+",
      "➕",
    ],
    " and ",
  ),
  rule("not (?:only|just) ([^,;.]+?) ,? ?but(?: also)?", " $1 and "),
  rule(
    [
      "(?:up to and including|up to|all the way to|all the way through to|right through to|through to|all the way up to|on to|up until|until|till)(?= (?:phase |stream |task |item )?(?:\\p{L}[\\p{L}-]*[- ]?)?\\d)",
    ],
    " to ",
  ),
  rule("(?:inclusive|inclusively|included)(?= )"),
  // Having it done.
  rule(
    [
      `(?:get|have|see) (\\S+(?: \\S+){0,6}?) (?:out of the way|over with|off the ground|off our plate|rolling|moving|underway|under way|across the line|over the line|wrapped up|sorted out|sorted|done and dusted|going|started|running|done|finished|built|ready|shipped|completed|implemented|tackled|fixed|in|working|set up|up and running)(?= [,.!;]| (?:today|now|tonight|this|asap|by|before|please|for|because|so|finally|first|and|too|soon|immediately)| $)`,
    ],
    " do $1 ",
  ),
  rule(
    [
      "make (\\S+(?: \\S+){0,4}?) (?:happen|work|so|come true|a reality|a priority|your priority)(?= )",
    ],
    " do $1 ",
  ),
  rule(
    [
      "(?:i'd like|i want|i'd love|we want|we need|put|set|stick|assign|get|send|have|let|throw|use|spin up|launch|start|dispatch|deploy) (?:an?|one|another|any|the|your|our|some) ?(?:free |spare |idle |new |available |best |other )?(?:agent|worker|bot|coder|developer|dev|engineer) (?:to do|to run|to work on|to take|to handle|to build|to start|to|on|onto|at|for|do|run|work on|take|handle|build|tackle|pick up|start|doing|working on)",
    ],
    " do ",
  ),
  rule(
    [
      "(?:put|set|stick|assign|get|send|have|let) (?:someone|somebody|anyone|anybody|whoever is free|everyone|everybody) (?:to do|to run|to work on|to take|to handle|to|on|onto|at|for|do|run|work on|take|handle|tackle|start|doing|working on)",
    ],
    " do ",
  ),
  rule(
    [
      "(\\S*\\d\\S*) (?:it is|it is then|is the one|is what i want|is what we need|would be (?:great|nice|good)|is next|is my pick|is up(?: next)?|next|'s turn|sounds good|has to be done|must be done|should be done|needs doing|needs to be done|needs (?:to get )?(?:done|finished|built|doing)|needs to (?:happen|be finished|be built|get done)|has to (?:happen|get done|be finished)|ought to be done|wants doing|is to be done|should happen|should get done|can start|may start|can go|should start|should run|should begin|should go ahead|is a go|is good to go)(?= )",
    ],
    " do $1 ",
  ),
  rule([
    "(?:and |so |then |,)? ?(?:keep me (?:posted|updated|informed|in the loop)|let me know(?: how it goes| when (?:it's|it is|you're) done| when done| when finished| once done)?|tell me when (?:it's|it is|you're) (?:done|finished|ready)|report back(?: (?:to me|when done|later))?|ping me(?: when (?:it's )?done)?|and stop when (?:it is|it's|that's|you're) (?:done|finished))",
  ]),
  rule("(?:that's|that is|this is) (?:it|what i want|what we need|my wish|the one)(?= )"),
  rule(
    [
      `(?:give me|hand me|bring me|deliver|get me|i'll take|i choose|i pick|my pick is|pick|choose|select|proceed with|continue with|go with|go for|move on to|move to|switch to|over to|on to|next up|next is|up next|now|let's have|let's see|give)${REF}`,
    ],
    " do ",
  ),
  // When it is wanted by; why it is wanted.
  rule([
    `(?:by|before|until|for|no later than|not later than|prior to) ${WHEN}(?: (?:morning|afternoon|evening|night|noon|please|at the latest|at \\d\\S*))?`,
  ]),
];

/** Why: what follows names no work of its own to carry out. */
const REASON =
  / (?:because|since|cause|given that|seeing (?:that|as)|considering(?: that)?|now that|as (?:the|we|our|i|my|it|they|this|that|bob|customers|users)|so (?:that|we can|i can|they can|people can|the team|you can)|otherwise|or else|in order to|for the sake of) [^.!?;]*?(?= [.!?;] | , | $)/gu;

/** Words and marks with phrases put into single words and courtesies left out. */
export function rewritePhrases(words: readonly string[]): readonly string[] {
  let text = ` ${words.join(" ")} `;
  for (const [pattern, to] of RULES) text = text.replace(pattern, to).replace(/ {2,}/g, " ");
  text = text.replace(REASON, " ");
  return text.split(" ").filter((word) => word !== "");
}
