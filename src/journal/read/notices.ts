import type { BudgetReading, Notice, NoticeKind, State, StreamState } from "../../model/index.ts";
import { displayKey, isSessionOpen } from "../../model/index.ts";
import type { InboxItem } from "./inbox.ts";
import { inboxView } from "./inbox.ts";
import { sessionReport } from "./session-report.ts";
import { orderedStreams } from "./streams.ts";
import { commandWord, listOf } from "./words.ts";

/** What a person should know now, in the order in which it began. */
export function noticesView(state: State): readonly Notice[] {
  const inbox = inboxView(state, { nowMs: state.nowMs });
  const notices = [
    ...inbox.map((item) => ofInbox(item, state)),
    ...orderedStreams(state).flatMap((stream) => ofBlocked(stream)),
    ...ofAccounts(state),
    ...ofTeam(state),
    ...ofBudget(state),
    ...ofEnd(state),
  ];
  return notices.toSorted((a, b) => a.atMs - b.atMs);
}

function ofInbox(item: InboxItem, state: State): Notice {
  const { id, kind, stream, title, agent, text, options, commands } = item;
  const offers = options.length === 0 ? "" : `\n${options.map((one) => `- ${one}`).join("\n")}`;
  return {
    id,
    kind: kind === "escalation" || kind === "blocked" ? "blocked" : "question",
    atMs: state.nowMs - item.ageMs,
    title: `${stream} ${title}: ${who(agent)}${ASKS[kind]}`,
    text: `${text}${offers}`,
    workStream: stream,
    commands,
  };
}

const ASKS: Readonly<Record<InboxItem["kind"], string>> = {
  question: "asks you",
  permission: "asks for your permission",
  approval: "asks for your approval",
  stuck: "is stuck",
  blocked: "cannot go on",
  escalation: "needs your decision",
};

function who(agent: string | null): string {
  return agent === null ? "it " : `${agent} `;
}

/** Where somebody is asked about it as well, the inbox has it. */
function ofBlocked({ stage, facts, generation, recovery }: StreamState): readonly Notice[] {
  if (stage.kind !== "blocked" || (recovery?.escalation ?? null) !== null) return [];
  const shown = displayKey(facts.key);
  const word = commandWord(shown);
  return [
    {
      id: `blocked/${facts.key}/${generation}/${stage.atMs}`,
      kind: "blocked",
      atMs: stage.atMs,
      title: `${shown} ${facts.title} is blocked`,
      text: stage.reason,
      workStream: shown,
      commands: [`orchestrator explain ${word}`, `orchestrator retry ${word}`],
    },
  ];
}

function ofAccounts({ accounts }: State): readonly Notice[] {
  return [...accounts].flatMap(([account, { trouble, sinceMs }]): readonly Notice[] => {
    if (trouble.kind === "limit") return [];
    const { kind } = trouble;
    return [
      {
        ...about("blocked", `${kind}/${account}/${sinceMs}`, sinceMs),
        title:
          kind === "login" ? "An agent has to be logged in" : "An agent's account has no credit",
        text: trouble.message,
        commands: ["orchestrator resume"],
      },
    ];
  });
}

function ofTeam({ team, session }: State): readonly Notice[] {
  // Of a team that was stopped nobody misses a role.
  if (team === null || session?.request.team === undefined || !isSessionOpen(session)) return [];
  return team.roles.flatMap(({ id, phase }): readonly Notice[] => {
    if (phase.kind !== "critical") return [];
    return [
      {
        ...about("critical", `role/${id}/${phase.sinceMs}`, phase.sinceMs),
        title: `CRITICAL: role ${id} crashed too often and is not restarted`,
        text: phase.cause,
        commands: [`orchestrator team restart ${id}`, `orchestrator team history ${id}`],
      },
    ];
  });
}

const LEVELS: Readonly<Partial<Record<BudgetReading["level"], string>>> = {
  conserving: "Most of a limit is spent: money is saved",
  emergency: "A limit is nearly spent: only urgent work starts",
  exhausted: "A limit is spent: nothing starts",
  held: "Spending rose far above its pace: nothing starts until you have looked",
};

function ofBudget({ budget, session, nowMs }: State): readonly Notice[] {
  const title = LEVELS[budget?.level ?? "normal"];
  if (budget === null || title === undefined) return [];
  const { limit, level } = budget;
  const run = limit?.scope === "run" ? `${session?.id ?? ""}/` : "";
  const id = limit === null ? `budget/${level}` : `budget/${level}/${run}${limit.name}`;
  const settle = level === "held" ? ["orchestrator budget allow"] : [];
  return [
    {
      ...about("budget", id, nowMs),
      title,
      text: budget.why,
      commands: [...settle, "orchestrator budget", "orchestrator costs"],
    },
  ];
}

function ofEnd(state: State): readonly Notice[] {
  const { session } = state;
  if (session === null || isSessionOpen(session) || session.finishedAtMs === null) return [];
  const { completed, failed, blocked, next } = sessionReport(state);
  const counts = [
    `${completed.length} complete`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ...(blocked.length === 0 ? [] : [`${blocked.length} blocked`]),
  ];
  const what = session.request.goal ?? `${session.request.policy.mode} run ${session.id}`;
  return [
    {
      ...about("finished", `end/${session.id}/${session.finishedAtMs}`, session.finishedAtMs),
      title: `${session.state === "completed" ? "Finished" : "Ended"}: ${what}`,
      text: `${listOf(counts)}. ${session.reason}`.trimEnd(),
      commands: [
        "orchestrator report",
        ...next.slice(0, 1).map((id) => `orchestrator run ${commandWord(id)}`),
      ],
    },
  ];
}

function about(kind: NoticeKind, id: string, atMs: number) {
  return { kind, id, atMs, workStream: null } as const;
}
