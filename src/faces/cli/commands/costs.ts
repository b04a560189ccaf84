import { InvalidArgumentError, Option } from "commander";
import { MODELS_AS_OF, readState } from "../../../daemon/index.ts";
import type { CostGroup, CostRow } from "../../../journal/index.ts";
import { COST_GROUPS, costsView } from "../../../journal/index.ts";
import { describeCount, describeMoney, isoTime } from "../../../model/index.ts";
import { nowMs } from "../../../platform/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import type { Face } from "../commands.ts";
import { workplaceOf } from "../context.ts";

export const costs: Face = (command, on) => {
  command
    .addOption(
      new Option("--by <what>", "one line for each").choices(COST_GROUPS).default("stream"),
    )
    .option("--since <when>", "a date such as 2026-11-21, or 7d, 12h", parseSince)
    .action(
      on((context, options: { by: CostGroup; since?: number }) => {
        const { state, seq } = readState(workplaceOf(context));
        const view = costsView(state, options.by, options.since ?? 0);
        const rows = [...view.rows, ...(view.rows.length > 1 ? [view.total] : [])];
        const since = isoTime(options.since ?? null);
        return {
          schema: "costs",
          seq,
          data: { ...view, since, pricesAsOf: MODELS_AS_OF },
          text: rows.length === 0 ? "Nothing has been spent here yet." : textOf(rows),
        };
      }),
    );
};

function textOf(rows: readonly CostRow[]): string {
  return [
    ...alignRows(rows.map(cellsOf)),
    `Prices as of ${MODELS_AS_OF}; "about": a model without a price counts as the dearest of its family.`,
  ].join("\n");
}

function cellsOf(row: CostRow): string[] {
  const { tokens, attempts, landed, withoutLandingMicroUsd: lost } = row;
  const lossText = lost === 0 ? "" : `${describeMoney(lost)} spent without landing`;
  return [
    safeText(row.name),
    `${row.isEstimate ? "about " : ""}${describeMoney(row.microUsd)}`,
    `${describeCount(tokens.input + tokens.cacheWrite)} in`,
    `${describeCount(tokens.cacheRead)} cached`,
    `${describeCount(tokens.output)} out`,
    `${landed} of ${attempts} landed`,
    [lossText, row.unknown === 0 ? "" : `${row.unknown} unknown`]
      .filter((x) => x !== "")
      .join(", "),
  ];
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

function parseSince(text: string): number {
  const span = /^(\d{1,5})([hd])$/.exec(text);
  if (span !== null) return nowMs() - Number(span[1]) * (UNIT_MS[span[2] ?? ""] ?? 0);
  // A day without a time begins at local midnight.
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text;
  const atMs = Date.parse(day);
  if (!Number.isNaN(atMs)) return atMs;
  throw new InvalidArgumentError("Give a date such as 2026-11-21, or a span such as 7d or 12h.");
}
