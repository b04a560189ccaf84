import type { State } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks } from "../law.ts";

/** I13: what anybody reads from the journal is what the loop had in its hands at that record. */
export function viewsAgree(): Law {
  const law: Law = {
    id: "I13",
    onHappening(sim, happening) {
      const { orchestrator, lastLife, journal } = sim;
      if (happening.kind !== "restarted" || orchestrator === null) return;
      // A life that lost its tail knew more: a reader who starts without a snapshot stands in for it.
      const whole = lastLife?.turns === journal.turns.length;
      const left = whole ? lastLife.state : journal.fold(false);
      if (summaryOf(orchestrator.state) !== summaryOf(left)) {
        breaks(law, `the fold of ${journal.turns.length} turns differs from the state they left`);
      }
    },
    atEnd(sim) {
      for (const { facts, stage } of sim.orchestrator?.state.streams.values() ?? []) {
        const roadmap = sim.roadmaps.get(facts.target);
        const written = roadmap?.streams.get(facts.key)?.status ?? "complete";
        if (stage.kind !== "completed" || stage.diverted) continue;
        if (written === "complete" || roadmap?.touched.has(facts.key) === true) continue;
        breaks(law, `${facts.key} has landed and the roadmap calls it ${written}`);
      }
      for (const [id, target] of sim.orchestrator?.state.targets ?? []) {
        const { checkout, head } = sim.repository(id);
        const beside = target.landed.some(({ key }) => isDiverted(sim.orchestrator?.state, key));
        if (!beside && checkout !== head) breaks(law, `the checkout of ${id} was left behind`);
      }
    },
  };
  return law;
}

function isDiverted(state: State | undefined, key: string): boolean {
  const stage = state?.streams.get(key)?.stage;
  return stage?.kind === "completed" && stage.diverted;
}

/** Everything of a state that decides, as text. */
export function summaryOf(state: State): string {
  const parts: string[] = [`${state.epoch} ${state.session?.id} ${state.session?.state}`];
  parts.push(`${state.concurrency} ${state.session?.keys.length} ${state.names.size}`);
  for (const {
    facts,
    stage,
    failures,
    rejections,
    round,
    carry,
    agreed,
  } of state.streams.values()) {
    const attempt = "attempt" in stage ? stage.attempt : "";
    const time = stage.kind === "waiting" ? stage.notBeforeMs : "";
    const marks = `${failures} ${rejections} ${round} ${carry?.work.head ?? ""} ${agreed?.by ?? ""}`;
    parts.push(`${facts.key} ${facts.status} ${stage.kind} ${attempt} ${time} ${marks}`);
  }
  for (const target of state.targets.values()) {
    parts.push(`${target.id} ${target.queue.join()} ${target.landing} ${target.landings}`);
    parts.push(`${target.base?.head} ${target.checkoutMoves.length}`);
  }
  parts.push([...state.releases.keys()].join(), [...state.deferred.keys()].join());
  return parts.join("\n");
}
