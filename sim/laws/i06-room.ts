import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I6: nobody starts beside others while the machine is short of something, or all at once. */
export function room(): Law {
  let short: string | null = null;
  const begun = new Map<string, number>();
  const law: Law = {
    id: "I6",
    title: "room on the machine",
    onEvent: heeding(["machine-short", "machine-eased", "claimed"], ({ chronicle }, event) => {
      if (event.type === "machine-short") short = event.why;
      if (event.type === "machine-eased") short = null;
      if (event.type !== "claimed") return;
      const others = [...chronicle.streams.values()].filter((entry) => entry.holdsSlot);
      const staggerMs = chronicle.policy?.admission?.staggerMs ?? 0;
      if (others.length > 0 && short !== null) {
        breaks(law, `${event.attempt} begins beside ${others.length} although ${short}`);
      }
      const newest = others
        .map(({ attempt }) => begun.get(attempt ?? "") ?? 0)
        .sort((a, b) => b - a);
      const apartMs = event.atMs - (newest[0] ?? Number.NEGATIVE_INFINITY);
      if (apartMs < staggerMs) {
        breaks(law, `${event.attempt} begins ${apartMs} ms after the one before`);
      }
      begun.set(event.attempt, event.atMs);
    }),
  };
  return law;
}
