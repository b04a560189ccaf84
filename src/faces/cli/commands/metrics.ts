import { readState } from "../../../daemon/index.ts";
import type { Metric } from "../../../journal/index.ts";
import { metricsView } from "../../../journal/index.ts";
import { duration, percent } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Face } from "../commands.ts";
import { workplaceOf } from "../context.ts";

export const metrics: Face = (command, on) => {
  command.action(
    on((context) => {
      const { state, seq } = readState(workplaceOf(context));
      const view = metricsView(state);
      const rows = view.map((one) => [
        one.name,
        one.value === null ? "–" : amountOf(one, one.value),
        one.target === null ? "" : `target ${amountOf(one, one.target)}`,
      ]);
      return {
        schema: "metrics",
        seq,
        data: { metrics: view },
        text: alignRows(rows).join("\n"),
        next: ["orchestrator learn calibration", "orchestrator costs"],
      };
    }),
  );
};

function amountOf({ unit }: Metric, value: number): string {
  switch (unit) {
    case "share":
      return percent(value);
    case "seconds":
      return duration(value * 1_000);
    case "per day":
      return `${Number(value.toFixed(1))} a day`;
    case "tokens":
    case "count":
      return Number(value.toFixed(1)).toLocaleString("en");
  }
}
