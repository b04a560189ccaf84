import type { Figure, Row } from "../figure.ts";
import { amount, atLeast, ratioRow, skippedRow } from "../figure.ts";
import { processAnswer } from "../measure.ts";

export const roadmapFigure: Figure = {
  name: "roadmap",
  title: "Reading a roadmap of 1 MB",
  measure: async (workshop) => {
    const program = await workshop.program("roadmap-reading");
    const marked = await workshop.peer("marked");
    const characters = workshop.quick ? "100000" : "1000000";
    const rounds = String(workshop.rounds(40));
    const words = marked === null ? [] : [marked];
    const answer = await processAnswer([process.execPath, program, characters, rounds, ...words]);
    const of = (name: string) => answer[name] ?? Number.NaN;
    const what = `${(of("size") / 1e6).toFixed(1)} MB, ${of("streams")} work streams`;
    const unit = "ms";
    return [
      ratioRow({
        what,
        subject: of("ours"),
        floor: of("split"),
        floorName: "split into lines",
        unit,
        max: 20,
      }),
      markedRow(what, of("ours"), marked === null ? null : of("marked")),
      ratioRow({
        what: "twice the file, collection of garbage included",
        subject: of("double"),
        floor: of("once"),
        floorName: "once",
        unit,
        max: 2.2,
      }),
      {
        what: `as long, nothing but fields: ${of("denseStreams").toLocaleString("en")} work streams`,
        measured: amount(of("dense"), unit),
        against: `split into lines: ${amount(of("denseSplit"), unit)}`,
        result: `${(of("dense") / of("denseSplit")).toFixed(0)}×`,
        goal: "",
        verdict: "shown",
      },
    ];
  },
};

function markedRow(what: string, ours: number, marked: number | null): Row {
  if (marked === null) return skippedRow(what, "≥ 7× faster", "marked could not be had");
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
