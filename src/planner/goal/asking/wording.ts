import type { CommandGoal } from "./commands.ts";
import { isMark } from "../hearing/tokens.ts";
import { FILLERS, isCommonWord, QUESTION_WORDS } from "../vocabulary.ts";
import { WEIGHTS } from "./wording-weights.ts";

/** What a sentence may ask for; `work` is all that only a name or an id can answer. */
export type Asked = CommandGoal | "work";

/** What of a sentence its wording is judged by. */
export interface Wording {
  /** Every word and mark as said. */
  readonly words: readonly string[];
  readonly titleWords: ReadonlySet<string>;
  readonly question: boolean;
}

const WORDS_MAX = 60;
/** Stands for any word of a title, which says what is meant and not what is asked. */
const TITLED = "<title>";
const NUMBER = "<number>";

/** The words of a sentence, one by one and two by two, without what names any work. */
export function featuresOf({ words, titleWords, question }: Wording): ReadonlySet<string> {
  const plain: string[] = [];
  for (const word of words.slice(0, WORDS_MAX)) {
    if (isMark(word) && word !== "?") continue;
    const own = titleWords.has(word) && !isCommonWord(word) && !QUESTION_WORDS.has(word);
    const said = own ? TITLED : /\d/.test(word) ? NUMBER : word;
    if (said !== TITLED || plain.at(-1) !== TITLED) plain.push(said);
  }
  const features = new Set(plain);
  const framed = ["^", ...plain, "$"];
  for (let i = 1; i < framed.length; i++) features.add(`${framed[i - 1]}_${framed[i]}`);
  features.add(`^length${Math.min(5, Math.floor(plain.length / 3))}`);
  if (question) features.add("^question");
  const strange = plain.filter((word) => !isKnown(word)).length;
  if (strange > 0) features.add(`^strange${Math.min(3, strange)}`);
  return features;
}

/** Neither of a title nor of our own vocabulary. */
function isKnown(word: string): boolean {
  return [TITLED, NUMBER, "?"].includes(word) || isCommonWord(word) || QUESTION_WORDS.has(word);
}

/** What the wording asks for, with its probability (0…1) by what was learned from labelled goals. */
export function readWording(wording: Wording): { readonly asked: Asked; readonly share: number } {
  const sums = new Map<Asked, number>(KNOWN.map(({ asked, bias }) => [asked, bias]));
  const features = featuresOf(wording);
  for (const feature of features) {
    for (const { asked, weights } of KNOWN) {
      sums.set(asked, (sums.get(asked) ?? 0) + (weights.get(feature) ?? 0));
    }
  }
  const most = Math.max(...sums.values());
  let total = 0;
  let best: Asked = "work";
  for (const [asked, sum] of sums) {
    total += Math.exp(sum - most);
    if (sum === most) best = asked;
  }
  const own = KNOWN.find(({ asked }) => asked === best)?.weights;
  const told = [...features].some((one) => (own?.get(one) ?? 0) > 0 && isTelling(one));
  return { asked: best, share: told ? 1 / total : 0 };
}

/** "who", "is" or how long it is ask for nothing by themselves: some other word must. */
function isTelling(feature: string): boolean {
  if (/^\^|_\$$/.test(feature)) return false;
  return feature.split("_").some((word) => !QUESTION_WORDS.has(word) && !FILLERS.has(word));
}

interface Learned {
  readonly asked: Asked;
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

/** Weights are written in tenths. */
const KNOWN: readonly Learned[] = Object.entries(WEIGHTS).map(([asked, text]) => {
  const weights = new Map<string, number>();
  for (const pair of text.trim().split(/\s+/)) {
    const at = pair.lastIndexOf(":");
    weights.set(pair.slice(0, at), Number(pair.slice(at + 1)) / 10);
  }
  return { asked: asked as Asked, bias: weights.get("^all") ?? 0, weights };
});
