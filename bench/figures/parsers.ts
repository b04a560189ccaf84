import { rmSync } from "node:fs";
import { STREAMED, writeStream } from "../agent-streams.ts";
import type { Figure, Row } from "../figure.ts";
import { goalRow } from "../figure.ts";
import { median, processAnswer } from "../measure.ts";

const MB_PER_S_MIN = 100;
const EXTRA_MB_MAX = 64;

export const parsersFigure: Figure = {
  name: "parsers",
  title: "Reading what agents print",
  measure: async (workshop) => {
    const program = await workshop.program("stream-parser");
    const megabytes = workshop.quick ? 5 : 300;
    const rows: Row[] = [];
    for (const adapter of STREAMED) {
      const file = workshop.path(`stream-${adapter}.jsonl`);
      writeStream(file, adapter, megabytes);
      const rates: number[] = [];
      const extras: number[] = [];
      // The first fills the machine's cache with the file.
      for (let round = 0; round <= workshop.rounds(5); round++) {
        const found = await processAnswer([process.execPath, program, adapter, file]);
        if (round === 0) continue;
        rates.push(found["mbPerS"] ?? Number.NaN);
        extras.push(found["extra"] ?? Number.NaN);
      }
      rmSync(file);
      rows.push(...rowsOf(adapter, median(rates), Math.max(...extras)));
    }
    return rows;
  },
};

function rowsOf(adapter: string, rate: number, extra: number): readonly Row[] {
  return [
    goalRow({
      what: `the stream of ${adapter}, to what its end is judged by`,
      value: rate,
      unit: "MB/s",
      min: MB_PER_S_MIN,
    }),
    goalRow({
      what: "most memory that this took beyond the program's own, of all rounds",
      value: extra,
      unit: "MB",
      max: EXTRA_MB_MAX,
    }),
  ];
}
