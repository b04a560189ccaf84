import type { AttemptId, EventOf, StreamKey } from "../../src/model/index.ts";
import { unreachable } from "../../src/model/index.ts";
import { routeWork } from "../../src/planner/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";
import type { Simulation } from "../simulation.ts";

/**
 * I6: nothing begins on an account at its limit before the reset, then one, and then the others; and
 * a limit or a missing login is of the account that met it, and keeps nobody of another from work.
 */
export function accountLimits(): Law {
  const troubles = new Map<string, number>();
  const probes = new Map<string, AttemptId>();
  /** The configured agent that was put on a stream in place of its role's. */
  const programs = new Map<StreamKey, string>();
  /** The roles of everybody who ever was, or was to be, on a stream. */
  const roles = new Map<StreamKey, Set<string>>();
  let own: string | null = null;
  let others: Readonly<Record<string, string>> = {};
  /** Accounts that the present turn says something of. */
  let told: string[] = [];

  const law: Law = {
    id: "I6",
    onEvent: heeding(
      [
        "account-noted",
        "account-troubled",
        "account-cleared",
        "recovery-step",
        "reassigned",
        "summoned",
        "claimed",
        "decided",
        "agent-ended",
        "failed",
        "stopped",
        "unaffordable",
      ],
      (sim, event) => {
        switch (event.type) {
          case "account-noted":
            own = event.account;
            others = event.programs ?? {};
            return;
          case "account-troubled": {
            const { trouble, account } = event;
            const untilMs = trouble.kind === "limit" ? trouble.untilMs : Number.POSITIVE_INFINITY;
            const before = troubles.get(account) ?? 0;
            if (before > Math.max(untilMs, event.atMs)) {
              breaks(law, `${account} is said to be free before its reset`);
            }
            troubles.set(account, untilMs);
            probes.delete(account);
            told.push(account);
            return;
          }
          case "account-cleared":
            troubles.delete(event.account);
            probes.delete(event.account);
            told.push(event.account);
            return;
          case "recovery-step":
          case "reassigned":
            if (event.program !== null) programs.set(event.key, event.program);
            if (event.type === "reassigned" && event.agent !== null) {
              noteRole(event.key, event.agent.role);
            }
            return;
          case "summoned":
            return noteRole(event.key, event.agent.role);
          case "claimed":
            noteRole(event.key, event.agent.role);
            return noteClaim(sim, event);
          case "decided":
            for (const { key, reasons } of event.decisions) {
              if (reasons.some(({ kind }) => kind === "account")) noteWait(sim, key);
            }
            return;
          // After these the attempt has said all that it will say of its account.
          case "agent-ended":
          case "failed":
          case "stopped":
          case "unaffordable":
            return endProbe(event.attempt);
          default:
            return unreachable(event);
        }
      },
    ),
    afterTurn(sim, { input }) {
      if (told.length === 0) return;
      const attempt = input.type === "model-answered" ? input.attempt : endedIn(input);
      const account = attempt === null ? undefined : sim.machine.runs.get(attempt)?.account;
      const wrong = told.find((one) => account !== undefined && one !== account);
      if (wrong !== undefined) breaks(law, `${attempt} is on ${account}, and speaks for ${wrong}`);
      told = [];
    },
  };

  function noteRole(key: StreamKey, role: string): void {
    const known = roles.get(key);
    if (known === undefined) roles.set(key, new Set([role]));
    else known.add(role);
  }

  function noteClaim(sim: Simulation, event: EventOf<"claimed">): void {
    if (troubles.size === 0) return;
    const account = accountOf(programs.get(event.key) ?? programOf(sim, event.agent.role));
    const untilMs = account === null ? undefined : troubles.get(account);
    if (account === null || untilMs === undefined) return;
    if (event.atMs < untilMs) breaks(law, `${event.attempt} begins before the reset`);
    const probe = probes.get(account);
    if (probe !== undefined) breaks(law, `${event.attempt} begins while ${probe} tries`);
    probes.set(account, event.attempt);
  }

  /** It is said to wait for its account: one that it may come to work with is in trouble. */
  function noteWait(sim: Simulation, key: StreamKey): void {
    if (sim.team !== null) return;
    const facts = sim.chronicle.of(key)?.facts;
    const program = programs.get(key);
    const routing = sim.chronicle.policy?.routing;
    const routed = facts === undefined || !routing ? null : routeWork(facts, routing).role;
    const possible =
      program === undefined
        ? [...(roles.get(key) ?? []), routed ?? ""].map((role) => programOf(sim, role))
        : [program];
    if (possible.some((one) => troubles.has(accountOf(one) ?? ""))) return;
    breaks(law, `${key} waits for an account, and its own is free`);
  }

  function accountOf(program: string | null): string | null {
    return (program === null ? undefined : others[program]) ?? own;
  }

  function endProbe(attempt: AttemptId): void {
    for (const [account, probe] of probes) if (probe === attempt) probes.delete(account);
  }
  return law;
}

/** The configured agent of a role, a team's or the session's. */
function programOf(sim: Simulation, role: string): string | null {
  if (sim.team !== null) return sim.team.roles.find(({ id }) => id === role)?.agent ?? null;
  return sim.chronicle.policy?.routing?.find(({ id }) => id === role)?.agent ?? null;
}

function endedIn(input: { readonly type: string; readonly effect?: string }): AttemptId | null {
  const id = input.type === "effect-ended" ? (input.effect ?? "") : "";
  return id.endsWith("/run") ? id.slice(0, -"/run".length) : null;
}
