import type { StreamFacts } from "../../../model/index.ts";
import type { Heard } from "../hearing/hearing.ts";
import { isKindWord } from "../matching/kinds.ts";
import { matchNames, type NameIndex } from "../naming/names.ts";
import { stem } from "../naming/stem.ts";
import {
  ASIDES,
  FILLERS,
  isCommonWord,
  MANNER,
  NUMBER_WORDS,
  QUESTION_WORDS,
  RUN_VERBS,
  SHOW_VERBS,
  STATUS,
  WORK_NOUNS,
} from "../vocabulary.ts";

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Words of questions about the team and its runs; the journal has the answers. */
const TEAM = setOf(`
  restart restarts restarted restarting retry retries retried attempt attempts crash crashes crashed
  crashing fail fails failed failing failure failures error errors die died dying stuck hang hanging
  exceed exceeded exceeds uptime history often cost costs spent spend tokens money budget long take
  takes finish finishes finished eta deadline healthy health idle busy slow slowest bottleneck
  critical path depend depends dependency dependencies wait waits waiting blocked blocking blocker
  blockers happened happening progress going far ready urgent important land landed landing merged
  rejected wrong broken problem problems limit limits much been did stopped stop paused remaining
  left minutes hours hour today tomorrow within soon last night yesterday status assigned
  works working agent agents orchestrator team prevents needs need needed next should most more
  overnight morning week month crashed since than allowed open each every times too first before after with everything anything nothing all some
`);

const STATES = setOf("status progress state overview eta dashboard");

/** "status of the parser" is asked even where a title holds "status". */
export function isAboutOne(words: readonly string[]): boolean {
  const [lead = "", next = ""] = words;
  return STATES.has(lead) && ["of", "for", "on"].includes(next);
}

/** These alone, without a question, still ask: "restart history", "uptime". */
const TOPICS = setOf("uptime restarts history retries failures crashes costs eta bottleneck");

/** A question about runs, agents or the plan as a whole. */
export function isTeamQuestion(words: readonly string[], question: boolean): boolean {
  const asks = question || words.some((word) => SHOW_VERBS.has(word) || TOPICS.has(word));
  if (!asks || !words.some((word) => TEAM.has(word) || STATUS.heads.has(word))) return false;
  return words.every(
    (word) =>
      TEAM.has(word) ||
      [FILLERS, QUESTION_WORDS, SHOW_VERBS, WORK_NOUNS, MANNER, RUN_VERBS, ASIDES].some((known) =>
        known.has(word),
      ) ||
      STATUS.rest.has(word) ||
      NUMBER_WORDS.has(word) ||
      /^\d+$/.test(word),
  );
}

/** One of these, and a question is about the work or the team, whatever else it says. */
const ON_TOPIC = setOf(`
  task tasks stream streams workstream workstreams batch batches phase phases stage stages roadmap
  backlog ticket tickets request requests story stories requirement requirements agent agents team worker workers blocked blocker
  blockers blocking unblocked ready finished unfinished complete completed pending progress running
  depend depends dependency dependencies deadline eta restart restarts restarted crash crashed crashes
  budget tokens cost costs merged landed rejected priority critical urgent p0 p1 p2 p3 estimate
  estimated idle uptime remaining remains bottleneck outstanding available deferred assigned
`);

export function isOnTopic(words: readonly string[]): boolean {
  return words.some((word) => ON_TOPIC.has(word));
}

/** Whoever says one of these speaks of us, or of what was spoken of. */
const OURS = setOf(`
  we us our ours we're we've you your you're it its it's they them their everything everyone everybody
  anybody anyone somebody someone nobody things project sprint release run runs money
`);
/** Questions of number, distance, time and manner, which are as often asked of the world. */
const WORLDLY =
  /^(?:so |and |ok |hey |please |tell me )*(?:how (?:far|many|much|old|tall|big|deep|high|fast|long|do|does|can|should|would|to)|when(?:'s)?) /;
/** From here on the strange words may name work. */
const NAMED = 0.3;
const SUMS = /(?:^| )\d+ (?:times|plus|minus|x|[+]|divided by|multiplied by) \d+(?: |$)/;

/**
 * A question about something that nobody has written down here, "how far is the moon?": it holds so
 * many words that are neither of the roadmap nor ours, and none that is.
 */
export function isElsewhere(
  { sentence, mentions, ids, names, descriptions }: Heard,
  strangeMin = 1,
): boolean {
  const { words } = sentence;
  if (mentions.streams.length > 0) return false;
  if (SUMS.test(words.join(" "))) return true;
  if (!WORLDLY.test(words.join(" "))) return false;
  if (words.some((word) => OURS.has(word) || ON_TOPIC.has(word))) return false;
  const strange = new Set(
    words.filter(
      (word) =>
        /^\p{L}{3,}$/u.test(word) &&
        !isCommonWord(word) &&
        !TEAM.has(word) &&
        !QUESTION_WORDS.has(word) &&
        !isKindWord(word),
    ),
  );
  if (strange.size < strangeMin) return false;
  if (matchNames([...strange], names).confidence >= NAMED) return false;
  const written = [...descriptions.values()];
  return [...strange].every(
    (word) =>
      !ids.titleWords.has(word) && !written.some((text) => ` ${text}`.includes(` ${stem(word)}`)),
  );
}

/** "where are we?", "how far along are we": nothing but the smallest words. */
export function isWhere(words: readonly string[]): boolean {
  return /^(?:where|how far|how) (?:along )?(?:are|do) (?:we|things|you)(?: stand| along| doing| at| now)*$/.test(
    words.join(" "),
  );
}

/** The stream a question or a wish to see something is about, by name; null when none is sure. */
export function askedAbout(words: readonly string[], names: NameIndex): StreamFacts | null {
  const rest = words.filter(
    (word) =>
      !TEAM.has(word) &&
      !QUESTION_WORDS.has(word) &&
      !SHOW_VERBS.has(word) &&
      (!isCommonWord(word) || names.known.has(word)),
  );
  const { ranked, confidence } = matchNames(rest, names);
  return confidence >= 0.6 ? (ranked[0]?.facts ?? null) : null;
}
