import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseRoadmap } from "../../src/roadmap/index.ts";
import type { Measurement } from "../measure.ts";
import { interleave, median, timed } from "../measure.ts";
import { longRoadmap, roadmapOf } from "../repository.ts";

/**
 * `roadmap-reading CHARACTERS ROUNDS [MARKED]`: the product's own build of the reader, as a user
 * has it, beside splitting into lines and the lexer of the package in the folder MARKED.
 */
const characters = Number(process.argv[2]);
const rounds = Number(process.argv[3]);
const marked = process.argv[4];

async function lexerIn(folder: string): Promise<(text: string) => unknown> {
  const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly main: string;
  };
  const module = (await import(pathToFileURL(join(folder, main)).href)) as {
    readonly lexer: (text: string) => unknown;
  };
  return module.lexer;
}

const text = longRoadmap(characters);
const double = longRoadmap(text.length * 2);
const dense = roadmapOf(Math.ceil(characters / 204), (at) => (at === 0 ? [] : [at - 1]));
const lexer = marked === undefined ? null : await lexerIn(marked);
const measurements: Record<string, Measurement> = {
  ours: () => timed(() => parseRoadmap(text)),
  split: () => timed(() => text.split("\n")),
  ...(lexer === null ? {} : { marked: () => timed(() => lexer(text)) }),
};
const long = await interleave(rounds, measurements);
/** Several readings at a time: each carries its share of what collecting the garbage takes. */
const READINGS = 8;
const severalOf = (roadmap: string) => () => {
  const takenMs = timed(() => {
    for (let at = 0; at < READINGS; at++) parseRoadmap(roadmap);
  });
  return takenMs / READINGS;
};
const growing = await interleave(Math.ceil(rounds / 2), {
  once: severalOf(text),
  double: severalOf(double),
});
const short = await interleave(Math.ceil(rounds / 5), {
  dense: () => timed(() => parseRoadmap(dense)),
  denseSplit: () => timed(() => dense.split("\n")),
});
const medians = Object.entries({ ...long, ...growing, ...short }).map(([name, figures]) => [
  name,
  median(figures),
]);
process.stdout.write(
  `${JSON.stringify({
    size: text.length,
    streams: parseRoadmap(text).workStreams.length,
    denseStreams: parseRoadmap(dense).workStreams.length,
    ...Object.fromEntries(medians),
  })}\n`,
);
