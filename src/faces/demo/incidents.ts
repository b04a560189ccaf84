import type { Event, State, StreamKey } from "../../model/index.ts";
import { SELF_TARGET, keyOf, streamKey } from "../../model/index.ts";

export interface Incident {
  readonly title: string;
  readonly happened: boolean;
  readonly evidence: string;
}

const key = (id: string): StreamKey => streamKey(SELF_TARGET, id);

/**
 * What the demo set up, told from the journal alone: an incident that its feature did not handle
 * is not in here, and the demo fails (decision 20).
 */
export function findIncidents(events: readonly Event[], state: State): readonly Incident[] {
  return [
    serialisedOverlap(events),
    crashRetried(events, state),
    rejectionFixed(events, state),
    semanticConflict(events),
    humanEdit(events, state),
    adoption(events),
    everythingLanded(events, state),
  ];
}

function serialisedOverlap(events: readonly Event[]): Incident {
  for (const event of events) {
    if (event.type !== "decided") continue;
    for (const { key: waiting, reasons } of event.decisions) {
      const overlap = reasons.find((reason) => reason.kind === "overlap");
      if (overlap?.kind === "overlap" && apart(events, waiting, overlap.with)) {
        return {
          title: "An overlap was serialised",
          happened: true,
          evidence: `${waiting} waited for ${overlap.with}: both change ${overlap.files.join(", ")}`,
        };
      }
    }
  }
  return missing("An overlap was serialised");
}

/** The later one was claimed only after the earlier one had landed. */
function apart(events: readonly Event[], later: StreamKey, earlier: StreamKey): boolean {
  const landed = events.findIndex((event) => event.type === "landed" && event.key === earlier);
  const claimed = events.findIndex((event) => event.type === "claimed" && event.key === later);
  return landed >= 0 && claimed > landed;
}

function crashRetried(events: readonly Event[], state: State): Incident {
  const crash = events.find(
    (event) => event.type === "failed" && keyOf(event.attempt) === key("3.1") && event.counts,
  );
  const landed = state.streams.get(key("3.1"))?.stage.kind === "completed";
  if (crash?.type !== "failed" || !landed) return missing("A crashed agent was retried");
  return {
    title: "A crashed agent was retried",
    happened: true,
    evidence: `${crash.attempt} ${crash.reason}: ${crash.message}`,
  };
}

function rejectionFixed(events: readonly Event[], state: State): Incident {
  const rejected = events.find(
    (event) =>
      event.type === "rejected" &&
      keyOf(event.attempt) === key("2.3") &&
      event.rejection.reason.kind === "gate-failed",
  );
  const landed = state.streams.get(key("2.3"))?.stage.kind === "completed";
  if (rejected?.type !== "rejected" || !landed) return missing("A gate sent work back");
  return {
    title: "A gate sent work back and the agent fixed it",
    happened: true,
    evidence: `${rejected.attempt} was rejected by its gates, then landed`,
  };
}

function semanticConflict(events: readonly Event[]): Incident {
  for (const event of events) {
    if (event.type !== "rejected") continue;
    const { reason } = event.rejection;
    if (reason.kind === "semantic-conflict" && reason.suspects.length > 0) {
      return {
        title: "Green alone, red together: caught before it landed",
        happened: true,
        evidence: `${event.attempt} broke with ${reason.suspects.join(", ")}`,
      };
    }
  }
  return missing("Green alone, red together: caught before it landed");
}

function humanEdit(events: readonly Event[], state: State): Incident {
  const added = state.streams.get(key("2.4"));
  const noted = events.some(
    (event) =>
      event.type === "roadmap-noted" && event.upserted.some((facts) => facts.key === key("2.4")),
  );
  if (!noted || added?.stage.kind !== "completed") return missing("A person's edit was taken up");
  return {
    title: "A person edited the roadmap in the middle of the run",
    happened: true,
    evidence: "the new work stream 2.4 was planned, carried out and landed",
  };
}

function adoption(events: readonly Event[]): Incident {
  const restart = events.findLastIndex((event) => event.type === "loop-started" && event.epoch > 1);
  const title = "The orchestrator was killed; its agents went on and were adopted";
  if (restart < 0) return missing(title);
  const startedBefore = new Set<string>();
  for (const [index, event] of events.entries()) {
    if (event.type === "agent-started" && index < restart) startedBefore.add(event.attempt);
    if (event.type === "agent-ended" && index < restart) startedBefore.delete(event.attempt);
  }
  const adopted = [...startedBefore].filter((attempt) =>
    events.some(
      (event, index) =>
        index > restart &&
        event.type === "agent-ended" &&
        event.attempt === attempt &&
        event.report.exit.kind === "exited" &&
        event.report.exit.code === 0,
    ),
  );
  if (adopted.length === 0) return missing(title);
  return { title, happened: true, evidence: `adopted: ${adopted.join(", ")}` };
}

function everythingLanded(events: readonly Event[], state: State): Incident {
  const streams = [...state.streams.values()];
  const landed = streams.filter((stream) => stream.stage.kind === "completed");
  const commits = events.filter((event) => event.type === "landed").length;
  return {
    title: "Every work stream landed once, with a commit of its own",
    happened: landed.length === streams.length && commits === streams.length && commits > 0,
    evidence: `${commits} landings for ${streams.length} work streams`,
  };
}

function missing(title: string): Incident {
  return { title, happened: false, evidence: "the journal holds no trace of it" };
}
