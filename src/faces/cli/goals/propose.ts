import type { Workplace } from "../../../daemon/index.ts";
import { readEvents, readState } from "../../../daemon/index.ts";
import type { Split, State, StreamFacts, StreamKey } from "../../../model/index.ts";
import {
  displayKey,
  EXIT,
  isSessionOpen,
  LIMITS,
  OrchestratorError,
  PROPOSAL_FILE,
  PROPOSAL_FORM,
  streamKey,
  unlistedFacts,
} from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, count } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import { request } from "../commands/acts.ts";
import type { Context } from "../context.ts";
import type { Wish } from "../running/request.ts";
import type { RunOptions } from "../running/run-session.ts";
import { carryOut, goOn } from "../running/run-session.ts";
import type { Desk } from "../roadmap/streams.ts";
import { openDesk } from "../roadmap/streams.ts";
import { askYesNo } from "../terminal/prompt.ts";

/**
 * What the roadmap has no words for is read by an agent, which may only propose work streams: they
 * wait in the inbox as a diff, and a person's yes puts them into the roadmap. Nothing of what the
 * agent does lands, and nothing that it proposes is started.
 */
export async function proposeWork(
  context: Context,
  place: Workplace,
  goal: string,
  options: RunOptions,
): Promise<Answer> {
  if (goal.length > LIMITS.errandCharsMax) {
    throw new OrchestratorError("usage", "the goal is too long to be given to an agent", {
      hint: `At most ${LIMITS.errandCharsMax} characters.`,
    });
  }
  const desk = openDesk(context, place);
  requireOwnRoadmap(desk);
  const before = readState(place);
  const half = halfDone(before.state, goal);
  if (half === null && before.leader === null) requireNothingOpen(before.state);
  const errand = half ?? errandFor(before.state, desk, goal);
  const ran =
    half === null
      ? await carryOut(context, wishFor(errand, goal), options, place)
      : await goOn(context, place, before.state, options);
  if (options.detach === true)
    return { ...ran, next: ["orchestrator status", "orchestrator inbox"] };
  const split = splitOf(place, errand.key);
  if (split?.stage.kind === "proposed") return decide(context, place, errand, split);
  if (ran.exit !== undefined && ran.exit !== EXIT.success) return ran;
  return nothingProposed(place, errand, before.seq + 1, goal);
}

/** The same was asked for before, and broke off: it is gone on with, not begun again. */
function halfDone({ session }: State, goal: string): StreamFacts | null {
  if (session === null || !isSessionOpen(session)) return null;
  const { errand, goal: asked } = session.request;
  return errand !== undefined && asked === goal ? errand : null;
}

/** A session of its own would take the place of one that only waits. */
function requireNothingOpen({ session }: State): void {
  if (session === null || !isSessionOpen(session)) return;
  throw new OrchestratorError("illegal-transition", `session ${session.id} is not over`, {
    hint: "Go on with it, or end it: orchestrator resume, orchestrator stop",
  });
}

function requireOwnRoadmap({ target }: Desk): void {
  if (target.source.kind !== "markdown") {
    throw new OrchestratorError("usage", "the work is kept by another tool: add it there", {
      hint: "Only its status is written from here.",
    });
  }
}

const ERRAND_ROLE = "goal-interpreter";
const TITLE_GOAL_CHARS = 100;

function errandFor({ streams }: State, desk: Desk, goal: string): StreamFacts {
  const target = desk.target.id;
  let number = 1;
  while (streams.has(streamKey(target, `@goal/${number}`))) number++;
  const id = `@goal/${number}`;
  return unlistedFacts({
    target,
    id,
    title: `Propose work for: ${safeText(goal).slice(0, TITLE_GOAL_CHARS)}`,
    number,
    duty: { role: ERRAND_ROLE, duty: id, prompt: promptFor(desk, goal), proposes: true },
  });
}

/** The goal is a person's; the titles are the roadmap's. All of it is material, none an order. */
function promptFor({ read }: Desk, goal: string): string {
  const listed = read.facts.slice(0, LIMITS.errandStreamsMax);
  const more = read.facts.length - listed.length;
  return [
    "A person wants this, and no work stream of the roadmap is about it:",
    ...goal.split("\n").map((line) => `> ${line}`),
    "",
    "Read this repository as far as you need, and propose the work streams that bring it about:",
    `few, each for one agent and an hour or two. Write them as JSON into ${PROPOSAL_FILE}:`,
    ...PROPOSAL_FORM,
    `At most ${LIMITS.proposedStreamsMax}. Ids are labels for dependencies; those of the roadmap may`,
    "be named too. If it is there already or nothing has to be done, write an empty list: [].",
    "",
    read.facts.length === 0 ? "The roadmap is empty." : "The roadmap has:",
    ...listed.map(({ id, title, status }) => `- ${id}: ${title} (${status})`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join("\n");
}

function wishFor(errand: StreamFacts, goal: string): Wish {
  return {
    mode: "single",
    selection: { kind: "streams", keys: [errand.key] },
    concurrency: 1,
    goal,
    // Nothing of it lands, so there is no branch to be green.
    verify: false,
    errand,
  };
}

function splitOf(place: Workplace, key: StreamKey): Split | null {
  return readState(place).state.streams.get(key)?.recovery?.split ?? null;
}

/** A person who is there says yes or no; else it waits in the inbox, whatever `--yes` says. */
async function decide(
  context: Context,
  place: Workplace,
  { key }: StreamFacts,
  { stage }: Split,
): Promise<Answer> {
  if (stage.kind !== "proposed") throw new OrchestratorError("bug", "nothing is proposed");
  const { parts, diff } = stage.proposal;
  const recovery = readState(place).state.streams.get(key)?.recovery;
  const entry = recovery?.escalation?.entry ?? displayKey(key);
  const shown = diff.split("\n").map(safeText).join("\n").trimEnd();
  const ids = parts.map(({ id }) => id);
  const told = { id: displayKey(key), entry, parts, diff };
  if (context.interactive) {
    context.terminal.err(`${shown}\n`);
    if (await askYesNo(`Add ${count(parts.length, "work stream")} to the roadmap?`)) {
      await request(place, { kind: "approve", entry });
      if (splitOf(place, key) === null) return added(told, ids);
    }
  }
  return {
    schema: "goal-proposal",
    data: { ...told, added: false },
    text: [shown, "", "Nothing is written yet, and nothing is started."].join("\n"),
    next: [`orchestrator approve ${entry}`, `orchestrator reject ${entry} -m WHY`],
    exit: EXIT.pending,
    failure: {
      code: "pending",
      message: `your word is waited for, as ${entry}: ${count(parts.length, "new work stream")}`,
      hint: `Put them into the roadmap: orchestrator approve ${entry}`,
    },
  };
}

function added(told: Readonly<Record<string, unknown>>, ids: readonly string[]): Answer {
  return {
    schema: "goal-proposal",
    data: { ...told, added: true },
    text: `Added ${count(ids.length, "work stream")}: ${ids.map(safeText).join(", ")}`,
    next: [commandLine("orchestrator run", ...ids), "orchestrator plan"],
  };
}

function nothingProposed(
  place: Workplace,
  { key }: StreamFacts,
  fromSeq: number,
  goal: string,
): Answer {
  const refused = readEvents(place, { fromSeq }).findLast(
    ({ event }) => event.type === "split-refused" && event.key === key,
  );
  const why = refused?.event.type === "split-refused" ? refused.event.why : "nothing came of it";
  return {
    schema: "goal-proposal",
    data: { id: displayKey(key), entry: null, parts: [], diff: "", added: false },
    text: `Nothing is proposed: ${safeText(why)}`,
    exit: EXIT.notFound,
    failure: {
      code: "no-match",
      message: `no work stream is proposed for ${JSON.stringify(safeText(goal))}: ${safeText(why)}`,
      hint: `What its agent said: ${commandLine("orchestrator logs", displayKey(key))}`,
    },
  };
}
