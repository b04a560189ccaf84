import { writeFileSync } from "node:fs";
import { hear } from "../../src/planner/goal/hearing/hearing.ts";
import { type Asked, featuresOf } from "../../src/planner/goal/asking/wording.ts";
import { factsFor, type LabelledGoal, readLabelled, THRESHOLD } from "./score.ts";

/**
 * `npm run learn:goals`: learns from the tuned half which words ask for a state, a report, help …
 * and writes them down as the interpreter reads them. The same goals give the same weights.
 */
const ASKED: readonly Asked[] = [
  "work",
  "status",
  "report",
  "list_agents",
  "help",
  "garden",
  "stop",
];
const ROUNDS = 30;
/** A word, or two side by side, that was said less often says nothing. */
const SEEN_MIN = { word: 2, pair: 5 };
const RATE = 0.3;
/** What a weight loses whenever its word is said, so that only those stay that tell something. */
const LOSS = 0.018;
/** In tenths; what is smaller is left out. */
const WEIGHT_MIN = 5;
const COLUMNS = 98;

interface Example {
  readonly features: readonly number[];
  readonly asked: number;
}

export function learn(cases: readonly LabelledGoal[]): string {
  const said = cases.flatMap((one) => {
    const facts = factsFor(one.roadmap);
    if (facts === null) return [];
    const { sentence, ids } = hear(one.goal, facts, { threshold: THRESHOLD });
    const { words, question } = sentence;
    const features = [...featuresOf({ words, titleWords: ids.titleWords, question })];
    const types: readonly string[] = [one.goalType].flat();
    // Of several that serve, the first is what is learned.
    const asked = types.map((type) => ASKED.findIndex((name) => name === type));
    return [{ features, asked: asked.find((at) => at > 0) ?? 0 }];
  });
  const seen = new Map<string, number>();
  for (const { features } of said) {
    for (const feature of features) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const known = [...seen]
    .flatMap(([feature, count]) =>
      count >= (feature.includes("_") ? SEEN_MIN.pair : SEEN_MIN.word) ? [feature] : [],
    )
    .sort();
  const places = new Map(known.map((feature, at) => [feature, at]));
  const examples = said.map(({ features, asked }) => ({
    asked,
    features: [...features.flatMap((one) => places.get(one) ?? []), known.length],
  }));
  return written(known, weigh(examples, known.length + 1));
}

/** Multinomial regression; each weight slows down by itself as it settles. */
function weigh(examples: readonly Example[], amount: number): readonly Float64Array[] {
  const weights = ASKED.map(() => new Float64Array(amount));
  const moved = ASKED.map(() => new Float64Array(amount).fill(1e-8));
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 0; at < examples.length; at++) {
      // Another order in every round, and the same one every time.
      const { features, asked } = examples[
        (at * 7919 + round * 104_729) % examples.length
      ] as Example;
      const sums = weights.map((row) => features.reduce((sum, one) => sum + (row[one] ?? 0), 0));
      const most = Math.max(...sums);
      const shares = sums.map((sum) => Math.exp(sum - most));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (const [type, row] of weights.entries()) {
        const error = (shares[type] ?? 0) / total - (type === asked ? 1 : 0);
        const pace = moved[type] as Float64Array;
        for (const one of features) {
          pace[one] = (pace[one] ?? 0) + error * error;
          const rate = RATE / Math.sqrt(pace[one] ?? 1);
          const next = (row[one] ?? 0) - rate * error;
          row[one] = Math.sign(next) * Math.max(0, Math.abs(next) - rate * LOSS);
        }
      }
    }
  }
  return weights;
}

function written(known: readonly string[], weights: readonly Float64Array[]): string {
  const parts = ASKED.map((asked, type) => {
    const pairs = [...known, "^all"].flatMap((feature, at) => {
      const weight = Math.round((weights[type]?.[at] ?? 0) * 10);
      return Math.abs(weight) < WEIGHT_MIN ? [] : [`${feature}:${weight}`];
    });
    const lines: string[] = [];
    for (const pair of pairs) {
      const last = lines.at(-1);
      if (last === undefined || last.length + pair.length >= COLUMNS) lines.push(`  ${pair}`);
      else lines[lines.length - 1] = `${last} ${pair}`;
    }
    return `  ${asked}: String.raw\`\n${lines.join("\n")}\n  \`,`;
  });
  return `// Written by \`npm run learn:goals\`: which words speak for what is asked, and how much, in tenths.\nexport const WEIGHTS = {\n${parts.join("\n")}\n} as const;\n`;
}

if (process.argv[1]?.endsWith("learn.ts") === true) {
  const path = new URL("../../src/planner/goal/asking/wording-weights.ts", import.meta.url);
  writeFileSync(path, learn([...readLabelled("tuning"), ...readLabelled("strangers")]));
}
