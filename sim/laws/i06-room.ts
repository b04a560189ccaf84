import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I6: nobody starts beside others while the machine is short of something, or all at once. */
export function room(): Law {
  let short: string | null = null;
  const begun = new Map<string, number>();
  const law: Law = {
    id: "I6",
    onEvent: heeding(["machine-short", "machine-eased", "claimed"], ({ chronicle }, event) => {
      if (event.type === "machine-short") short = event.why;
      if (event.type === "machine-eased") short = null;
      if (event.type !== "claimed") return;
      let others = 0;
      let newestMs = Number.NEGATIVE_INFINITY;
      for (const { holdsSlot, attempt } of chronicle.streams.values()) {
        if (!holdsSlot) continue;
        others += 1;
        newestMs = Math.max(newestMs, begun.get(attempt ?? "") ?? 0);
      }
      const staggerMs = chronicle.policy?.admission?.staggerMs ?? 0;
      if (others > 0 && short !== null) {
        breaks(law, `${event.attempt} begins beside ${others} although ${short}`);
      }
      const apartMs = event.atMs - newestMs;
      if (apartMs < staggerMs) {
        breaks(law, `${event.attempt} begins ${apartMs} ms after the one before`);
      }
      begun.set(event.attempt, event.atMs);
    }),
  };
  return law;
}
