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
      const swept = await collectGarbage(place, { dryRun });
      const rows = swept.entries.map((entry) => [
        `  ${safeText(entry.what)}`,
        bytes(entry.bytes),
        safeText(entry.path),
      ]);
      const verb = dryRun ? "would be freed" : "freed";
      return {
        schema: "gc",
        data: { ...swept, dryRun, archiveDays },
        text: [
          ...alignRows(rows),
          `${bytes(swept.freedBytes)} ${verb} in ${count(swept.entries.length, "place")}, ${bytes(swept.keptBytes)} kept`,
          `Archives of attempts are kept for ${count(archiveDays, "day")} (archive_days).`,
        ].join("\n"),
      };
    }),
  );
};
