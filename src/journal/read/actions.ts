import type { Input, PersonAct, SessionRequest } from "../../model/index.ts";

/** Something a person had done, as they would type it again. */
export interface PersonsAction {
  readonly command: string;
  readonly by: string | null;
  readonly atMs: number;
}

export interface ActionsView {
  /** The newest first. */
  readonly recent: readonly PersonsAction[];
  /** What was asked for more than once, the most often first. */
  readonly favourites: readonly { readonly command: string; readonly times: number }[];
}

const SHOWN_MAX = 10;

/** What people asked for here: a fold of the journal's inputs, oldest first. */
export function actionsView(inputs: Iterable<Input>): ActionsView {
  const all: PersonsAction[] = [];
  const times = new Map<string, number>();
  for (const input of inputs) {
    const action = actionOf(input);
    if (action === null) continue;
    all.push(action);
    times.set(action.command, (times.get(action.command) ?? 0) + 1);
  }
  const often = [...times].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
  return {
    recent: all.slice(-SHOWN_MAX).reverse(),
    favourites: often.slice(0, SHOWN_MAX).map(([command, count]) => ({ command, times: count })),
  };
}

function actionOf(input: Input): PersonsAction | null {
  const { atMs } = input;
  if (input.type === "session-requested") {
    return { command: commandOfSession(input.request), by: null, atMs };
  }
  // A new leader pauses what the old one left, and a signal is no wish: nobody typed that.
  if (input.type !== "person-asked" || NOBODY.has(input.by)) return null;
  return { command: COMMANDS[input.act.kind] ?? input.act.kind, by: input.by, atMs };
}

const NOBODY: ReadonlySet<string> = new Set(["restart", "signal"]);

/** Without what it was about: a favourite is a way of working, not a work stream. */
const COMMANDS: Readonly<Partial<Record<PersonAct["kind"], string>>> = {
  "set-limit": "parallel set-limit",
  checkpoint: "checkpoint create",
  "drop-checkpoints": "checkpoint prune",
  "restore-checkpoint": "checkpoint restore",
  "restart-role": "team restart",
  "add-streams": "run --join",
  "claim-name": "names",
};

function commandOfSession({ goal, team, policy }: SessionRequest): string {
  if (team !== undefined) return "team start";
  if (goal !== null) return "goal";
  return policy.mode === "parallel" || policy.mode === "batch" ? policy.mode : "run";
}
