import { cpus, release, totalmem } from "node:os";
import { spawnSync } from "node:child_process";
import type { Figure, Row } from "./figure.ts";

export interface Measured {
  readonly figure: Figure;
  readonly rows: readonly Row[];
}

const MARKS = { ok: "ok", missed: "**missed**", skipped: "skipped", shown: "" } as const;

/** The table for a terminal. */
export function textTable(measured: readonly Measured[]): string {
  const head = ["", "median", "against", "result", "goal", ""];
  const lines = measured.flatMap(({ rows }) => rows.map((row) => cells(row)));
  const all = [head, ...lines];
  const widths = head.map((_, at) => Math.max(...all.map((line) => line[at]?.length ?? 0)));
  const text = all.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${text.join("\n")}\n`;
}

function cells(row: Row): string[] {
  const mark = row.verdict === "shown" ? "" : row.verdict;
  return [row.what, row.measured, row.against, row.result, row.goal, mark];
}

/**
 * docs/benchmarks.md: what was measured now, and of `before` the sections of all other figures.
 * `order`: every figure there is, as the page lists them.
 */
export function document(
  measured: readonly Measured[],
  date: Date,
  order: readonly Figure[],
  before: string,
): string {
  const kept = sectionsOf(before);
  for (const { figure, rows } of measured) kept.set(figure.title, section(figure, rows, date));
  const sections = order.flatMap(({ title }) => kept.get(title) ?? []);
  return `# Benchmarks

Written by \`npm run bench\`; do not edit by hand.

${machine()}

Every figure stands beside a floor or a peer measured in the same run, in turns, because a machine
is not the same from one minute to the next: believe the ratios, not the milliseconds. Medians; the
first round warms up and is not counted.

To repeat: \`npm ci && npm run bench\`. One figure: \`npm run bench -- --only ${order[0]?.name ?? "start"}\`, with
\`--write\` to put it here; their names: \`npm run bench -- --list\`. Peers are installed into a temporary
folder; what cannot be had is skipped and said so.

${sections.join("\n")}`;
}

/** The sections of a page by their titles, each as it stands there. */
function sectionsOf(page: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const part of page.split(/^(?=## )/m)) {
    const title = /^## (.*)$/m.exec(part)?.[1];
    if (title !== undefined && part.startsWith("## ")) sections.set(title, `${part.trimEnd()}\n`);
  }
  return sections;
}

function section(figure: Figure, rows: readonly Row[], date: Date): string {
  const lines = rows.map(
    (row) =>
      `| ${row.what} | ${row.measured} | ${row.against} | ${row.result} | ${row.goal} | ${MARKS[row.verdict]} |`,
  );
  const notes = [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  return `## ${figure.title}

Measured on ${date.toISOString().slice(0, 10)}.

| | Median | Against | Result | Goal | |
|---|---|---|---|---|---|
${lines.join("\n")}
${notes.map((note) => `\n${note}\n`).join("")}`;
}

function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const git = spawnSync("git", ["--version"], { encoding: "utf8" }).stdout.trim();
  const model = cores[0]?.model.trim() ?? "unknown processor";
  return `Machine: ${cores.length} × ${model}, ${memory} GB, ${process.platform} ${release()}, Node ${process.version}, ${git}.`;
}
