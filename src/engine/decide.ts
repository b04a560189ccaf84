import type { Event, Input, State } from "../model/index.ts";
import { unreachable } from "../model/index.ts";
import { noteMachine } from "./queue/admission.ts";
import { noteModelAnswer, noteAccounts } from "./attempt/accounts.ts";
import { decideAct } from "./session/acts.ts";
import { noteBudget, noteSpent } from "./attempt/budget.ts";
import { checkpointLevel } from "./landing/checkpoints.ts";
import { adaptSize } from "./queue/size.ts";
import { claimStreams } from "./queue/claims.ts";
import { heedTime } from "./session/clocks.ts";
import { noteDeadlocks } from "./recovery/deadlocks.ts";
import type { Ledger } from "./draft.ts";
import { openLedger, takeBack } from "./draft.ts";
import { noteForeseen } from "./queue/foresight.ts";
import { noteJoined, noteMissed, startLandings } from "./landing/landing.ts";
import { noteLooped } from "./attempt/loops.ts";
import { decideOutcome } from "./attempt/outcomes.ts";
import { noteAsked } from "./attempt/questions.ts";
import { noteProposed } from "./recovery/found-work.ts";
import { explainChanges } from "./queue/reasons.ts";
import { noteRecovered } from "./landing/recovered.ts";
import { noteRoadmap } from "./session/roadmap-notes.ts";
import { noteProgress, noteStarted, noteUnseen } from "./attempt/runs.ts";
import { settleReturned } from "./attempt/settle.ts";
import { finishSession, planSession, requestSession } from "./session/sessions.ts";
import { leadTeam, noteHealth } from "./team/team.ts";
import type { Turn } from "./turn.ts";
import { emit } from "./turn.ts";

/**
 * What follows from an input: the events to journal, none when it changes nothing (a duplicate, an
 * answer to something given up, a look at what is known: law I9). Pure: the same state and input
 * give the same events, whatever was decided before (law I12), and the state is left as it was.
 */
export function decide(state: State, input: Input): Event[] {
  const ledger = openLedger(state, true);
  try {
    return takeTurn(ledger, input);
  } finally {
    takeBack(ledger);
  }
}

/** `decide`, then `evolve` by each event, in one go; the caller gives the state away. */
export function step(
  state: State,
  input: Input,
): { readonly state: State; readonly events: Event[] } {
  return { state, events: takeTurn(openLedger(state, false), input) };
}

function takeTurn(ledger: Ledger, input: Input): Event[] {
  const { state, work } = ledger;
  // To clear a set is to make a new one, even when nothing is in it.
  if (work.changed.size > 0) work.changed.clear();
  work.scan = false;
  const turn: Turn = { ledger, state, work, atMs: input.atMs, events: [], obstacles: null };
  decideInput(turn, input);
  settleReturned(turn);
  planSession(turn);
  checkpointLevel(turn);
  leadTeam(turn);
  startLandings(turn);
  adaptSize(turn);
  claimStreams(turn);
  noteDeadlocks(turn);
  finishSession(turn);
  explainChanges(turn);
  return turn.events;
}

function decideInput(turn: Turn, input: Input): void {
  switch (input.type) {
    case "loop-started": {
      // A leader that was overtaken has nothing to say (law I1).
      if (input.epoch <= turn.state.epoch) return;
      emit(turn, { type: "loop-started", epoch: input.epoch, version: input.version });
      return heedTime(turn);
    }
    case "loop-stopped":
      return emit(turn, { type: "loop-stopped", reason: input.reason });
    case "session-requested":
      return requestSession(turn, input.request);
    case "roadmap-observed":
      return noteRoadmap(turn, input);
    case "recovered":
      return noteRecovered(turn, input);
    case "landing-missed":
      return noteMissed(turn, input);
    case "branch-joined":
      return noteJoined(turn, input.target);
    case "effect-ended":
      return decideOutcome(turn, input.effect, input.outcome);
    case "agent-started":
      return noteStarted(turn, input);
    case "agent-progressed":
      return noteProgress(turn, input);
    case "agent-asked":
      return noteAsked(turn, input);
    case "agent-proposed":
      return noteProposed(turn, input);
    case "agent-looped":
      return noteLooped(turn, input);
    case "model-answered":
      return noteModelAnswer(turn, input.attempt);
    case "account-observed":
      return noteAccounts(turn, input.account, input.programs ?? {});
    case "spent":
      return noteSpent(turn, input.attempt, input.spending, input.stopped);
    case "budget-observed":
      return noteBudget(turn, input.reading);
    case "conflict-foreseen":
      return noteForeseen(turn, input);
    case "machine-observed":
      return noteMachine(turn, input.reading);
    case "team-observed":
      return noteHealth(turn, input.readings);
    case "agent-unseen":
      return noteUnseen(turn, input.attempt);
    case "person-asked":
      return decideAct(turn, input.by, input.act);
    case "time-passed":
      return heedTime(turn);
    default:
      return unreachable(input);
  }
}
