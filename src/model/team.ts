import type { Cap } from "./budget.ts";
import type { StreamKey } from "./ids.ts";

/** When a standing duty of a role comes up. Clock times are UTC; missed times are made up once. */
export type DutyTime =
  /** First when the role starts, then so long after each time. */
  | { readonly kind: "every"; readonly everyMs: number }
  /** `offsetMs` into every period of the clock: `:05` of each half hour. */
  | { readonly kind: "turn"; readonly everyMs: number; readonly offsetMs: number }
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  | { readonly kind: "cron"; readonly cron: string }
  /** After something happened to work of the roadmap. */
  | { readonly kind: "event"; readonly event: DutyEvent }
  /** Once for each work stream of that role, which waits for it to be done. */
  | { readonly kind: "ahead"; readonly role: string }
  /** Once for each work stream of that role that landed. */
  | { readonly kind: "after"; readonly role: string };

export const DUTY_EVENTS = ["landed", "blocked", "role-critical"] as const;
export type DutyEvent = (typeof DUTY_EVENTS)[number];

/** What the journal knows that a duty may be given to look at. */
export const DUTY_MATERIALS = [
  "traces",
  "rejections",
  "durations",
  "patterns",
  "duties",
  "proposals",
] as const;
export type DutyMaterial = (typeof DUTY_MATERIALS)[number];

/** What a role does by itself, again and again: each time is a work stream of its own. */
export interface DutyDefinition {
  readonly id: string;
  readonly title: string;
  /** What its agent is told to do. */
  readonly prompt: string;
  readonly when: DutyTime;
  /** It only proposes work streams: nothing of it lands. */
  readonly proposes?: true;
  readonly given?: readonly DutyMaterial[];
  /** It comes up less often while it finds nothing: `every` only. */
  readonly tune?: true;
}

/** Which work of the roadmap a role takes; `rest`: what no other role's routes name. */
export interface RoleRoutes {
  /** Whole words of a title, in lower case: "ui" is not in "build". */
  readonly words: readonly string[];
  /** Globs from the root over the files a work stream declares. */
  readonly files: readonly string[];
  readonly rest: boolean;
}

/** A member of the standing team, as data. Durations in milliseconds. */
export interface RoleDefinition {
  /** `[a-z][a-z0-9_]*`: one spelling everywhere, file names included. */
  readonly id: string;
  readonly title: string;
  /** Smaller starts first. */
  readonly priority: number;
  /** Null: takes work as soon as there is some; else only at its turn of each period. */
  readonly turn: { readonly everyMs: number; readonly offsetMs: number } | null;
  /** What its agent is told where no definition of the role's name says otherwise. */
  readonly instructions: string;
  readonly routes: RoleRoutes;
  /** What it can: a role that can all of it may help out; absent or empty: nobody does. */
  readonly capabilities?: readonly string[];
  readonly duties: readonly DutyDefinition[];
  /** The configured agent and the model it works with; null: the session's own. */
  readonly agent: string | null;
  readonly model: string | null;
  /** False: its green work, too, lands only with a person's word. */
  readonly autoApprove: boolean;
  /** What all its attempts together may spend in the time the books reckon for a role; null: no more than others. */
  readonly budget: Cap | null;
  /** What its agent's processes may hold: the sandbox ends who takes more; null: as for all. */
  readonly memoryCeilingBytes: number | null;
  /** Wall time of one attempt; null: what the session allows. */
  readonly timeoutMs: number | null;
  /** A heartbeat is stale, CPU and memory are high, beyond these; a share is of one core. */
  readonly heartbeatMsMax: number;
  readonly cpuShareMax: number;
  readonly memoryBytesMax: number;
}

/** What the whole team is held to; pinned with its session. */
export interface TeamPolicy {
  readonly roles: readonly RoleDefinition[];
  readonly staggerMs: number;
  readonly healthEveryMs: number;
  readonly restartsMax: number;
  readonly restartBaseMs: number;
  /** So long without a crash, and a role's restarts count from none again. */
  readonly healthyResetMs: number;
  /** So many crashes of all roles within the window hold the whole team for a while. */
  readonly fleet: { readonly crashes: number; readonly windowMs: number; readonly holdMs: number };
}

export type HealthSign =
  | "dead"
  | "uncertain"
  | "heartbeat"
  | "cpu"
  | "memory"
  | "growing"
  | "missing";

export type RolePhase =
  /** Its place in the launch order has not come yet. */
  | { readonly kind: "launching"; readonly atMs: number }
  | { readonly kind: "up"; readonly sinceMs: number }
  | { readonly kind: "restarting"; readonly atMs: number; readonly cause: string }
  /** It crashed more often than it may: only a person starts it again. */
  | { readonly kind: "critical"; readonly sinceMs: number; readonly cause: string };

export interface DutyState {
  readonly id: string;
  /** Null: it waits for an event. */
  readonly nextMs: number | null;
  /** How often it came up: the number in the newest one's id. */
  readonly count: number;
  readonly newest: StreamKey | null;
}

export interface RoleState {
  readonly id: string;
  readonly phase: RolePhase;
  /** Restarts since it was last healthy for long; survives every restart of ours. */
  readonly restarts: number;
  readonly restartsTotal: number;
  readonly signs: readonly HealthSign[];
  /** When its newest turn began, and the next one; null where it needs none. */
  readonly turnMs: number | null;
  readonly nextTurnMs: number | null;
  readonly duties: readonly DutyState[];
}

export interface TeamState {
  readonly sinceMs: number;
  readonly roles: readonly RoleState[];
  /** Times of crashes within the fleet's window. */
  readonly crashes: readonly number[];
}

/** What a health check found of one role. */
export interface RoleReading {
  readonly role: string;
  readonly signs: readonly HealthSign[];
}

/** Which duty a work stream is; absent for those of a roadmap. */
export interface DutyReference {
  readonly role: string;
  readonly duty: string;
  readonly prompt: string;
  /** The work stream that one role hands to another. */
  readonly about?: StreamKey;
  readonly given?: readonly DutyMaterial[];
  /** What its agent leaves is read for work streams to propose, and never lands. */
  readonly proposes?: true;
  /** What it proposes, where an agent said it over the team's tools beside its work: nobody is ever on it. */
  readonly written?: string;
}
