import type { Links, Project } from "./project.ts";

/** Beyond every schedule; the moment at which the last stretch of time ends. */
const NEVER = 2 ** 31 - 1;
const START = 0;
const END = 1;

/**
 * Builds schedules, one at a time: takes the activities in the order of a list and starts each as
 * early as what it waits for and the resources allow (the serial scheme). Going backward, time
 * runs from the end of the project to its beginning; then the schedule is one in which everything
 * happens as late as possible. A pass over the list that the other direction left behind is
 * a justification: it is never longer than the schedule it came from (Valls et al. 2005).
 *
 * Time is a chain of moments at which something starts or ends, and what is free from each to the
 * next, so the cost does not depend on how fine time is counted. Nothing is allocated on the way.
 */
export class Pass {
  readonly #project: Project;
  readonly #time: Int32Array;
  readonly #next: Int32Array;
  readonly #free: Int32Array;
  /** The moments at which activities start and end; -1 before they are placed. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #head: Int32Array;
  readonly #chain: Int32Array;
  #moments = 0;
  /** Length of the schedule that was made last. */
  makespan = 0;

  constructor(project: Project) {
    const { size } = project;
    this.#project = project;
    this.#time = new Int32Array(size + 2);
    this.#next = new Int32Array(size + 2);
    this.#free = new Int32Array((size + 2) * project.words);
    this.#starts = new Int32Array(size);
    this.#ends = new Int32Array(size);
    this.#head = new Int32Array(size + 2);
    this.#chain = new Int32Array(size);
  }

  /** `list` must respect precedence in the given direction. */
  run(list: Int32Array, backward: boolean): number {
    const { durations, before, after, conflicts, words } = this.#project;
    const waits = backward ? after : before;
    const disjoint = conflicts.to.length === 0;
    const time = this.#time;
    this.#clear();
    let makespan = 0;
    for (let at = 0; at < list.length; at++) {
      const activity = list[at] as number;
      const earliest = this.#earliest(activity, waits);
      const duration = durations[activity] as number;
      let end = earliest;
      if (duration === 0) this.#starts[activity] = earliest;
      else {
        let start = this.#seek(activity, earliest, duration);
        if (!disjoint) {
          for (;;) {
            const free = this.#passConflicts(activity, start, duration);
            if (free === start) break;
            start = this.#seek(activity, free, duration);
          }
        }
        this.#starts[activity] = start;
        end = words === 1 ? this.#take(activity, start) : this.#takeWords(activity, start);
      }
      this.#ends[activity] = end;
      if ((time[end] as number) > makespan) makespan = time[end] as number;
    }
    this.makespan = makespan;
    return makespan;
  }

  /** When the activity starts, in the time of the direction. */
  startOf(activity: number): number {
    return this.#time[this.#starts[activity] as number] as number;
  }

  finishOf(activity: number): number {
    return this.#time[this.#ends[activity] as number] as number;
  }

  /**
   * What the other direction starts from: the activities, the one that ended last first, and how
   * long before the end of the schedule each of them ended.
   */
  leave(list: Int32Array, into: Int32Array, times: Int32Array): void {
    const head = this.#head;
    const chain = this.#chain;
    head.fill(-1, 0, this.#moments);
    for (let at = list.length - 1; at >= 0; at--) {
      const activity = list[at] as number;
      const moment = this.#ends[activity] as number;
      chain[activity] = head[moment] as number;
      head[moment] = activity;
    }
    let place = list.length;
    for (let moment = START; moment !== END; moment = this.#next[moment] as number) {
      const left = this.makespan - (this.#time[moment] as number);
      for (let one = head[moment] as number; one !== -1; one = chain[one] as number) {
        into[--place] = one;
        times[place] = left;
      }
    }
  }

  #clear(): void {
    const { full } = this.#project;
    this.#time[START] = 0;
    this.#time[END] = NEVER;
    this.#next[START] = END;
    for (let w = 0; w < full.length; w++) this.#free[w] = full[w] as number;
    this.#moments = 2;
    this.#ends.fill(-1);
  }

  /** The moment at which the last of those ends that the activity waits for. */
  #earliest(activity: number, waits: Links): number {
    const last = waits.start[activity + 1] as number;
    let latest = START;
    let when = 0;
    for (let at = waits.start[activity] as number; at < last; at++) {
      const moment = this.#ends[waits.to[at] as number] as number;
      const then = this.#time[moment] as number;
      if (then > when) {
        when = then;
        latest = moment;
      }
    }
    return latest;
  }

  /** The first moment from `from` on at which there is enough for as long as it takes. */
  #seek(activity: number, from: number, duration: number): number {
    if (this.#project.words > 1) return this.#seekWords(activity, from, duration);
    const time = this.#time;
    const next = this.#next;
    const free = this.#free;
    const need = this.#project.needs[activity] as number;
    const guard = this.#project.guards[0] as number;
    let start = from;
    let end = (time[from] as number) + duration;
    let at = from;
    for (;;) {
      const enough = ((((free[at] as number) | guard) - need) & guard) === guard;
      at = next[at] as number;
      const then = time[at] as number;
      if (!enough) {
        start = at;
        end = then + duration;
      } else if (then >= end) return start;
    }
  }

  #seekWords(activity: number, from: number, duration: number): number {
    const { words, needs, guards } = this.#project;
    const row = activity * words;
    let start = from;
    let end = (this.#time[from] as number) + duration;
    let at = from;
    for (;;) {
      let enough = true;
      for (let w = 0; w < words && enough; w++) {
        const guard = guards[w] as number;
        const free = (this.#free[at * words + w] as number) | guard;
        enough = ((free - (needs[row + w] as number)) & guard) === guard;
      }
      at = this.#next[at] as number;
      const then = this.#time[at] as number;
      if (!enough) {
        start = at;
        end = then + duration;
      } else if (then >= end) return start;
    }
  }

  /** The same moment, or the end of one that runs then and may not run beside the activity. */
  #passConflicts(activity: number, start: number, duration: number): number {
    const { start: from, to } = this.#project.conflicts;
    const last = from[activity + 1] as number;
    const begin = this.#time[start] as number;
    for (let at = from[activity] as number; at < last; at++) {
      const other = to[at] as number;
      const moment = this.#ends[other] as number;
      if (moment === -1 || (this.#time[moment] as number) <= begin) continue;
      if ((this.#time[this.#starts[other] as number] as number) < begin + duration) return moment;
    }
    return start;
  }

  /** Takes what the activity needs while it runs; answers the moment at which it ends. */
  #take(activity: number, start: number): number {
    const time = this.#time;
    const next = this.#next;
    const free = this.#free;
    const need = this.#project.needs[activity] as number;
    const end = (time[start] as number) + (this.#project.durations[activity] as number);
    let last = start;
    let at = start;
    do {
      free[at] = (free[at] as number) - need;
      last = at;
      at = next[at] as number;
    } while ((time[at] as number) < end);
    if (time[at] === end) return at;
    const moment = this.#insert(last, end);
    free[moment] = (free[last] as number) + need;
    return moment;
  }

  #takeWords(activity: number, start: number): number {
    const { words, needs, durations } = this.#project;
    const end = (this.#time[start] as number) + (durations[activity] as number);
    const row = activity * words;
    const free = this.#free;
    let last = start;
    let at = start;
    do {
      for (let w = 0; w < words; w++) {
        free[at * words + w] = (free[at * words + w] as number) - (needs[row + w] as number);
      }
      last = at;
      at = this.#next[at] as number;
    } while ((this.#time[at] as number) < end);
    if (this.#time[at] === end) return at;
    const moment = this.#insert(last, end);
    for (let w = 0; w < words; w++) {
      free[moment * words + w] = (free[last * words + w] as number) + (needs[row + w] as number);
    }
    return moment;
  }

  #insert(after: number, time: number): number {
    const moment = this.#moments++;
    this.#time[moment] = time;
    this.#next[moment] = this.#next[after] as number;
    this.#next[after] = moment;
    return moment;
  }
}
