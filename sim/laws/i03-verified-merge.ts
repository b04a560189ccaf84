import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I3: what the branch points to passed its gates as that very tree, on that very parent. */
export function verifiedMerge(): Law {
  const law: Law = {
    id: "I3",
    onHappening(sim, happening) {
      if (happening.kind !== "branch-moved") return;
      const { target, from, to, attempt, key } = happening;
      const repository = sim.repository(target);
      const commit = repository.at(to);
      if (commit.parents[0] !== from) breaks(law, `${to} lands on ${from} but was built elsewhere`);
      if (!commit.contents.includes(repository.doneMark(key))) {
        breaks(law, `${to} lands without its word in the roadmap`);
      }
      const entry = sim.chronicle.ofAttempt(attempt);
      if (entry?.agreed === "forced") return;
      const report = entry?.verified ?? null;
      if (report === null || report.tree !== commit.tree || !report.green) {
        breaks(law, `${to} lands without a green verdict about its tree`);
      }
      if (!repository.isGreen(commit.tree)) breaks(law, `${to} makes the branch red`);
      if (report.needsPerson.length > 0 && entry?.agreed !== "agreed") {
        breaks(law, `${to} lands without the person it needs`);
      }
    },
    onEvent: heeding(["verified"], (sim, event) => {
      if (event.cached) return;
      const { tree, green } = event.report;
      for (const repository of sim.repositories.values()) {
        if (!tree.startsWith(`${repository.target}~`)) continue;
        if (green === repository.isGreen(tree)) return;
        breaks(law, `${tree} is called ${green ? "green" : "red"} and is not`);
      }
    }),
  };
  return law;
}
