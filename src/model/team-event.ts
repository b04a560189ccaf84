import type { AttemptId, StreamKey } from "./ids.ts";
import type { HealthSign } from "./team.ts";
import type { StreamFacts } from "./work-stream.ts";

/** What happened to the roles of a standing team. A heartbeat is no event: its files tell of it. */
export type TeamEvent =
  | { readonly type: "role-started"; readonly atMs: number; readonly role: string }
  /** Its agent crashed; it is started again at `untilMs`. */
  | {
      readonly type: "role-restarting";
      readonly atMs: number;
      readonly role: string;
      /** This one included. */
      readonly restarts: number;
      readonly untilMs: number;
      readonly cause: string;
    }
  /** It crashed once more than it may be restarted; the others go on. */
  | {
      readonly type: "role-critical";
      readonly atMs: number;
      readonly role: string;
      readonly cause: string;
    }
  /** It may take work of the roadmap now. */
  | {
      readonly type: "role-turn";
      readonly atMs: number;
      readonly role: string;
      readonly nextMs: number;
    }
  /** Without a crash for so long that earlier ones count no more. */
  | { readonly type: "role-recovered"; readonly atMs: number; readonly role: string }
  /** What a health check found is another thing than before; no signs: healthy. */
  | {
      readonly type: "role-health";
      readonly atMs: number;
      readonly role: string;
      readonly signs: readonly HealthSign[];
    }
  /** A person starts it anew: it may be restarted as often as at first. */
  | {
      readonly type: "role-freed";
      readonly atMs: number;
      readonly role: string;
      readonly by: string;
    }
  /** So many roles crashed that nobody is started for a while. */
  | { readonly type: "fleet-held"; readonly atMs: number; readonly untilMs: number }
  | {
      readonly type: "duty-due";
      readonly atMs: number;
      readonly role: string;
      readonly duty: string;
      /** Null: what was due before is still being done, and this time is left out. */
      readonly facts: StreamFacts | null;
      readonly nextMs: number | null;
    }
  /** It found nothing so often that it comes up later than its interval says. */
  | {
      readonly type: "duty-tuned";
      readonly atMs: number;
      readonly role: string;
      readonly duty: string;
      /** Times in a row. */
      readonly idle: number;
      readonly nextMs: number;
    }
  /** A duty that found nothing to change. */
  | {
      readonly type: "duty-done";
      readonly atMs: number;
      readonly attempt: AttemptId;
      readonly key: StreamKey;
    };

const TEAM_EVENTS: Readonly<Record<TeamEvent["type"], true>> = {
  "role-started": true,
  "role-restarting": true,
  "role-critical": true,
  "role-turn": true,
  "role-recovered": true,
  "role-health": true,
  "role-freed": true,
  "fleet-held": true,
  "duty-due": true,
  "duty-tuned": true,
  "duty-done": true,
};

export function isTeamEvent(event: { readonly type: string }): event is TeamEvent {
  return Object.hasOwn(TEAM_EVENTS, event.type);
}
