import type { EventOf, RoleDefinition, StreamFacts, StreamKey } from "../../src/model/index.ts";
import { keyOf, matchesAny, streamKey, unreachable } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";
import type { Simulation } from "../simulation.ts";

/**
 * I5 between roles: no work stream is begun before the role that prepares it has, or cannot, and each
 * landing is handed over once to whoever comes after it; and I10: nobody waits for what is over.
 */
export function handOffs(): Law {
  /** Duties that ever came up, and whether they are over. */
  const duties = new Map<StreamKey, boolean>();
  const critical = new Set<string>();
  /** What a person gave to somebody, and what was begun before: neither is prepared for. */
  const exempt = new Set<StreamKey>();
  /** What is owed to roles that come after others. */
  const owed = new Set<StreamKey>();

  const law: Law = {
    id: "I5",
    onEvent: heeding(
      [
        "duty-due",
        "role-critical",
        "role-freed",
        "summoned",
        "reassigned",
        "reopened",
        "claimed",
        "decided",
        "landed",
        "duty-done",
        "settled",
        "blocked",
        "skipped",
        "stopped",
        "unverified",
      ],
      (sim, event) => {
        if (sim.team === null) return;
        switch (event.type) {
          case "duty-due":
            if (event.facts === null) return;
            if (duties.has(event.facts.key)) breaks(law, `${event.facts.key} comes up twice`);
            duties.set(event.facts.key, false);
            return;
          case "role-critical":
            critical.add(event.role);
            return;
          case "role-freed":
            critical.delete(event.role);
            return;
          case "summoned":
            exempt.add(event.key);
            return;
          case "reassigned":
            if (event.agent !== null) exempt.add(event.key);
            return;
          case "reopened":
            if (duties.has(event.key)) duties.set(event.key, false);
            return;
          case "claimed":
            noteClaim(sim, event.key);
            if (duties.has(event.key)) duties.set(event.key, false);
            return;
          case "decided":
            for (const { key, reasons } of event.decisions) {
              for (const reason of reasons)
                if (reason.kind === "dependency") noteWait(key, reason.on);
            }
            return;
          case "landed":
            noteLanding(sim, event);
            return noteEnd(event.key);
          case "duty-done":
          case "settled":
          case "blocked":
          case "skipped":
            return noteEnd(event.key);
          case "stopped":
          case "unverified":
            return noteEnd(keyOf(event.attempt));
          default:
            return unreachable(event);
        }
      },
    ),
    atEnd() {
      for (const key of owed) if (!duties.has(key)) breaks(law, `${key} never came up`);
    },
  };

  function noteClaim(sim: Simulation, key: StreamKey): void {
    const facts = sim.chronicle.of(key)?.facts;
    if (facts === undefined || facts.duty !== undefined || exempt.has(key)) return;
    exempt.add(key);
    for (const [role, duty] of handingTo(sim, facts, "ahead")) {
      const ahead = streamKey(facts.target, `@${role.id}/${duty}:${facts.id}`);
      if (critical.has(role.id) || duties.get(ahead) === true) continue;
      breaks(law, `${key} is begun, and ${role.id} has not prepared it`);
    }
  }

  function noteEnd(key: StreamKey): void {
    if (duties.has(key)) duties.set(key, true);
  }

  function noteWait(key: StreamKey, on: readonly StreamKey[]): void {
    const over = on.find((one) => duties.get(one) === true);
    if (over !== undefined) breaks(WAITS, `${key} waits for ${over}, which is over`);
  }

  function noteLanding(sim: Simulation, event: EventOf<"landed">): void {
    const facts = sim.chronicle.of(event.key)?.facts;
    if (facts === undefined || facts.duty !== undefined) return;
    const number = event.attempt.slice(event.attempt.lastIndexOf("/") + 1);
    for (const [role, duty] of handingTo(sim, facts, "after")) {
      owed.add(streamKey(facts.target, `@${role.id}/${duty}:${facts.id}-${number}`));
    }
  }
  return law;
}

const WAITS = { id: "I10" };

/** The roles, with a duty of each, that come before or after the role a work stream is for. */
function handingTo(
  sim: Simulation,
  facts: StreamFacts,
  kind: "ahead" | "after",
): readonly (readonly [RoleDefinition, string])[] {
  const roles = sim.team?.roles ?? [];
  const own =
    roles.find(({ routes }) => facts.files.some((file) => matchesAny(file, routes.files))) ??
    roles.find(({ routes }) => routes.rest);
  return roles.flatMap((role) =>
    role.duties.flatMap(({ id, when }) =>
      when.kind === kind && when.role === own?.id ? [[role, id] as const] : [],
    ),
  );
}
