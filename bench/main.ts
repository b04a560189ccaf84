import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FIGURES } from "./figures.ts";
import type { Measured } from "./report.ts";
import { document, textTable } from "./report.ts";
import { schedulingCommand } from "./scheduling.ts";
import { Workshop } from "./workshop.ts";

const USAGE = `npm run bench -- [--only NAME[,NAME] [--write]] [--quick] [--list] [--keep]

  --only   measure these figures and print them; docs/benchmarks.md is left as it is
  --write  put them on that page all the same; the other figures stay as they stand there
  --quick  few rounds and small data: shows that it works, not how fast it is
  --list   name the figures
  --keep   leave the working folder

npm run bench -- scheduling --data DIR   solve published scheduling problems; --help says more
`;

const DOCUMENT = resolve(import.meta.dirname, "../docs/benchmarks.md");

async function main(): Promise<number> {
  if (process.argv[2] === "scheduling") return schedulingCommand(process.argv.slice(3));
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: [] },
      write: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return say(USAGE);
  if (values.list) {
    return say(FIGURES.map(({ name, title }) => `${name.padEnd(12)} ${title}\n`).join(""));
  }
  const only = values.only.flatMap((names) => names.split(","));
  const unknown = only.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`there is no figure ${unknown.join(", ")}; see --list\n`);
    return 2;
  }
  const wanted = FIGURES.filter(({ name }) => only.length === 0 || only.includes(name));
  const workshop = new Workshop(values.quick);
  const writes = !values.quick && (only.length === 0 || values.write);
  try {
    const measured: Measured[] = [];
    for (const figure of wanted) {
      process.stderr.write(`${figure.name}: ${figure.title}\n`);
      measured.push({ figure, rows: await figure.measure(workshop) });
      // Each at once: hours of measuring are not lost to the last figure.
      if (writes) writeFileSync(DOCUMENT, document(measured, new Date(), FIGURES, thePage()));
    }
    say(`\n${textTable(measured)}`);
    // A goal that is missed is told, not failed: figures depend on the machine.
    return 0;
  } finally {
    if (values.keep) say(`left: ${workshop.folder}\n`);
    else workshop.remove();
  }
}

function thePage(): string {
  return existsSync(DOCUMENT) ? readFileSync(DOCUMENT, "utf8") : "";
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

process.exitCode = await main();
