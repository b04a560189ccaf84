import type { AttemptId, EffectId, Event, InputOf } from "../../src/model/index.ts";
import { keyOf } from "../../src/model/index.ts";
import type { Law, Turn } from "../law.ts";
import { breaks } from "../law.ts";

/** I9: an effect ends once, and what is said of an attempt that was given up changes nothing. */
export function exactlyOnce(): Law {
  const ended = new Map<string, readonly Event[]>();
  const current = new Map<string, string>();
  let epoch = 0;
  const law: Law = {
    id: "I9",
    afterTurn(_sim, { input, events }) {
      if (input.type === "loop-started") {
        if (input.epoch <= epoch) breaks(law, `epoch ${input.epoch} is heard after ${epoch}`);
        epoch = input.epoch;
      }
      if (input.type === "effect-ended") {
        if (events.some((event) => event.type !== "effect-deferred")) note(input, events);
      }
      if (input.type === "agent-started" || input.type === "agent-progressed") {
        const now = current.get(keyOf(input.attempt));
        if (now !== input.attempt)
          breaks(law, `${input.type} of ${input.attempt} is heard in ${now}`);
      }
      remember(events);
    },
  };

  function note(input: InputOf<"effect-ended">, what: readonly Event[]): void {
    const { effect } = input;
    const before = ended.get(effect);
    if (before !== undefined)
      breaks(law, `${effect} ends twice: ${typesOf(before)}; ${typesOf(what)}`);
    ended.set(effect, what);
    const attempt = attemptOf(effect);
    if (attempt === null) return;
    const now = current.get(keyOf(attempt));
    if (now !== attempt) breaks(law, `${effect} is heard while ${now ?? "nothing"} is under way`);
  }

  /** Told from the events before the chronicle, which has heard this turn already. */
  function remember(events: Turn["events"]): void {
    for (const event of events) if (event.type === "claimed") current.set(event.key, event.attempt);
  }
  return law;
}

function typesOf(events: readonly Event[]): string {
  const kept = events.filter((event) => event.type !== "effect-deferred");
  return kept.map((event) => event.type).join(", ");
}

const NINE = "9".charCodeAt(0);

/** Steps of an attempt that only its own answers may end; the last four are numbered. */
const STEPS: ReadonlySet<string> = new Set([
  "prepare",
  "run",
  "collect",
  "merge",
  "verify",
  "verify-alone",
  "land",
]);

/** The attempt that an effect's id begins with; null where it is about none, or about its rest. */
function attemptOf(effect: EffectId): AttemptId | null {
  const last = effect.lastIndexOf("/");
  const isNumbered = effect.charCodeAt(last + 1) <= NINE;
  if (!isNumbered) return STEPS.has(effect.slice(last + 1)) ? effect.slice(0, last) : null;
  const before = effect.lastIndexOf("/", last - 1);
  return STEPS.has(effect.slice(before + 1, last)) ? effect.slice(0, before) : null;
}
