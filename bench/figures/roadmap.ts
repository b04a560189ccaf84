import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import type { Figure, Row } from "../figure.ts";
import { amount, atLeast, ratioRow, skippedRow } from "../figure.ts";
import type { Measurement } from "../measure.ts";
import { interleave, median, timed } from "../measure.ts";
import { roadmapOf } from "../repository.ts";
import { parseRoadmap } from "../../src/roadmap/index.ts";
import type { Workshop } from "../workshop.ts";

const MEGABYTE = 1_000_000;

export const roadmapFigure: Figure = {
  name: "roadmap",
  title: "Reading a roadmap of 1 MB",
  measure: async (workshop) => {
    const text = roadmapOfSize(workshop.quick ? MEGABYTE / 10 : MEGABYTE);
    const double = roadmapOfSize(text.length * 2);
    const lexer = await markedLexer(workshop);
    const measurements: Record<string, Measurement> = {
      ours: () => timed(() => parseRoadmap(text)),
      double: () => timed(() => parseRoadmap(double)),
      split: () => timed(() => text.split("\n")),
      ...(lexer === null ? {} : { marked: () => timed(() => lexer(text)) }),
    };
    const found = await interleave(workshop.rounds(15), measurements);
    const of = (name: string) => median(found[name] ?? []);
    const size = `${(text.length / MEGABYTE).toFixed(1)} MB`;
    const compared = { subject: of("ours"), unit: "ms", what: size };
    const floor = of("split");
    return [
      ratioRow({ ...compared, floor, floorName: "split into lines", max: 20 }),
      markedRow(size, of("ours"), lexer === null ? null : of("marked")),
      ratioRow({
        what: "twice the file",
        subject: of("double"),
        floor: of("ours"),
        floorName: "once",
        unit: "ms",
        max: 2.2,
      }),
    ];
  },
};

function markedRow(what: string, ours: number, marked: number | null): Row {
  if (marked === null) return skippedRow(`${what} against marked`, "≥ 7×", "marked: not had");
  const faster = marked / ours;
  return {
    what,
    measured: amount(ours, "ms"),
    against: `marked's lexer: ${amount(marked, "ms")}`,
    result: `${faster.toFixed(1)}× faster`,
    goal: "≥ 7× faster",
    verdict: atLeast(faster, 7),
  };
}

/** Streams as people write them, until the text is so long. */
function roadmapOfSize(characters: number): string {
  const one = roadmapOf(1000, (at) => (at === 0 ? [] : [at - 1])).length / 1000;
  return roadmapOf(Math.ceil(characters / one), (at) => (at === 0 ? [] : [at - 1]));
}

async function markedLexer(workshop: Workshop): Promise<((text: string) => unknown) | null> {
  const folder = await workshop.peer("marked");
  if (folder === null) return null;
  const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly main: string;
  };
  const marked = (await import(pathToFileURL(join(folder, main)).href)) as {
    readonly lexer: (text: string) => unknown;
  };
  return marked.lexer;
}
