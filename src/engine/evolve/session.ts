import type { EventOf, SessionRecord, StreamKey } from "../../model/index.ts";
import { LIMITS, newStream } from "../../model/index.ts";
import { sessionWith, streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import {
  amendTarget,
  putNumber,
  putPastSessions,
  putSession,
  putSize,
  putStream,
} from "../draft.ts";
import { gatherTeam } from "./team.ts";
import { verdictOf } from "../landing/verdict.ts";

export function startSession(ledger: Ledger, event: EventOf<"session-started">): void {
  const { session, pastSessions, targets } = ledger.state;
  if (session !== null) putPastSessions(ledger, [...pastSessions, session]);
  const reason = event.request.goal ?? "";
  putSession(ledger, {
    id: event.session,
    state: "planning",
    request: event.request,
    keys: [],
    startedAtMs: event.atMs,
    finishedAtMs: null,
    reason,
    history: [{ to: "planning", atMs: event.atMs, reason }],
  });
  const { errand } = event.request;
  if (errand !== undefined) putStream(ledger, newStream(errand, event.atMs));
  if (event.request.team !== undefined) gatherTeam(ledger, event.request.team, event.atMs);
  const { concurrency } = event.request.policy;
  putNumber(ledger, "concurrency", Math.max(1, Math.min(concurrency, LIMITS.concurrencyMax)));
  putSize(ledger, null);
  // Whoever asks again may have raised what stood in the way.
  for (const stream of ledger.state.streams.values()) {
    if (stream.stage.kind !== "waiting" || stream.stage.short === undefined) continue;
    const { sinceMs } = stream.stage;
    putStream(ledger, streamWith(stream, { stage: { kind: "waiting", sinceMs, notBeforeMs: 0 } }));
  }
  // Every session looks at the base for itself: the branch and the gates may be others by now.
  for (const id of targets.keys()) amendTarget(ledger, id, { base: null });
}

export function planSession(ledger: Ledger, event: EventOf<"session-planned">): void {
  change(ledger, (session) => sessionWith(session, { keys: event.keys }));
}

export function moveSession(ledger: Ledger, event: EventOf<"session-moved">): void {
  const { to, atMs, reason, cause } = event;
  const over = to === "completed" || to === "failed";
  if (event.from === "paused" && to === "executing") forgetRedBases(ledger);
  change(ledger, (session) =>
    sessionWith(session, {
      state: to,
      reason,
      finishedAtMs: over ? atMs : null,
      ...(cause === undefined ? {} : { cause }),
      history: [...session.history, { to, atMs, reason }],
    }),
  );
}

/** Whoever goes on after a red branch has mended it, or wants it looked at again. */
function forgetRedBases(ledger: Ledger): void {
  for (const { id, base } of ledger.state.targets.values()) {
    if (base !== null && verdictOf(base.report) !== "green")
      amendTarget(ledger, id, { base: null });
  }
}

export function addStreams(ledger: Ledger, keys: readonly StreamKey[]): void {
  change(ledger, (session) => {
    const known = new Set(session.keys);
    return sessionWith(session, {
      keys: [...session.keys, ...keys.filter((key) => !known.has(key))],
    });
  });
}

function change(ledger: Ledger, by: (session: SessionRecord) => SessionRecord): void {
  const { session } = ledger.state;
  if (session !== null) putSession(ledger, by(session));
}
