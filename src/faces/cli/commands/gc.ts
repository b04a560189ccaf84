import { collectGarbage } from "../../../daemon/index.ts";
import { safeText } from "../../text/safe.ts";
import { bytes, count } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Face } from "../commands.ts";
import { workplaceOf } from "../context.ts";

export const gc: Face = (command, on) => {
  command.option("--dry-run", "show what would be freed; free nothing").action(
    on(async (context, options: { dryRun?: boolean }) => {
      const place = workplaceOf(context);
      const dryRun = options.dryRun === true;
      const { archiveDays } = place.config;
      const freed = await collectGarbage(place, { dryRun });
      const { before, after, archives, pooled, layers, layerBytes } = freed;
      const { outputs, outputBytes } = freed;
      const total = (places: typeof before) => places.reduce((sum, each) => sum + each.bytes, 0);
      const freedBytes = total(before) - total(after);
      const verb = dryRun ? "would be let go" : "let go";
      return {
        schema: "gc",
        data: {
          dryRun,
          archiveDays,
          freedBytes,
          places: after,
          archives,
          pooled,
          layers,
          layerBytes,
          outputs,
          outputBytes,
        },
        text: [
          ...alignRows(
            after.map((each) => [
              `  ${safeText(each.what)}`,
              bytes(each.bytes),
              safeText(each.path),
            ]),
          ),
          `${bytes(total(after))} in use, ${bytes(freedBytes)} freed`,
          `${count(archives.length, "archive")} and ${count(pooled, "pooled workspace")} ${verb}`,
          `${count(layers, "dependency layer")} (${bytes(layerBytes)}) ${verb}`,
          `${count(outputs, "log or gate output", "logs and gate outputs")} (${bytes(outputBytes)}) ${verb}`,
          `Archives and output of attempts are kept for ${count(archiveDays, "day")} (archive_days).`,
        ].join("\n"),
      };
    }),
  );
};
