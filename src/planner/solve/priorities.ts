import { ok, type Result } from "../../model/index.ts";
import { checkProblem, type ProblemDefect, type SchedulingProblem } from "./problem.ts";
import { compileProject, type Project } from "./project.ts";

/**
 * How far an estimate is believed, between all activities being alike (0) and as long as stated
 * (1): the best guess of a length lies between its estimate and what is usual (Efron and Morris).
 */
const BELIEF = 0.5;
/** What holding all of the scarcest resource is worth, as a share of the longest chain. */
const SCARCITY_WEIGHT = 0.2;

/**
 * How soon each activity should start when reality, not a schedule, says what ends when: of those
 * that can start, the largest number goes first. It is how long the chain is that follows, itself
 * included, as a share of the longest, and how much it holds of what is scarce, so that what is
 * hard to place is placed early. Linear in the problem: cheap enough to ask again at every event.
 */
export function dispatchPriorities(
  problem: SchedulingProblem,
): Result<readonly number[], ProblemDefect> {
  const checked = checkProblem(problem);
  if (!checked.ok) return checked;
  const project = compileProject(problem, checked.value);
  const chains = longestChains(project, guessLengths(project.durations));
  const longest = chains.reduce((a, b) => Math.max(a, b), 0) || 1;
  const holds = holdings(project);
  const priorities = new Array<number>(project.size).fill(0);
  checked.value.forEach((activity, i) => {
    priorities[activity] = (chains[i] as number) / longest + SCARCITY_WEIGHT * (holds[i] as number);
  });
  return ok(priorities);
}

/** Estimates drawn towards their geometric mean; what takes no time goes on taking none. */
function guessLengths(durations: Int32Array): Float64Array {
  const known = durations.filter((duration) => duration > 0);
  const sum = known.reduce((total, duration) => total + Math.log(duration), 0);
  const usual = sum / Math.max(1, known.length);
  return Float64Array.from(durations, (duration) =>
    duration === 0 ? 0 : Math.exp(usual + BELIEF * (Math.log(duration) - usual)),
  );
}

/** The project must be numbered in an order that respects precedence. */
function longestChains({ size, after }: Project, lengths: Float64Array): Float64Array {
  const chains = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    let longest = 0;
    for (let at = after.start[i] as number; at < (after.start[i + 1] as number); at++) {
      longest = Math.max(longest, chains[after.to[at] as number] as number);
    }
    chains[i] = longest + (lengths[i] as number);
  }
  return chains;
}

/**
 * The share of each resource that an activity holds, by how scarce that resource is; those that
 * may not run beside it are a resource that it holds whole.
 */
function holdings({ size, durations, resources, conflicts }: Project): Float64Array {
  const needed = resources.map(
    ({ capacity, demands }) =>
      demands.reduce((sum, need, i) => sum + need * (durations[i] as number), 0) / capacity,
  );
  const scarcest = needed.reduce((a, b) => Math.max(a, b), 0);
  const holds = new Float64Array(size);
  resources.forEach(({ capacity, demands }, k) => {
    const scarcity = (needed[k] as number) / scarcest;
    demands.forEach((need, i) => {
      holds[i] = (holds[i] as number) + (need / capacity) * scarcity;
    });
  });
  for (let i = 0; i < size; i++) {
    const first = conflicts.start[i] as number;
    const last = conflicts.start[i + 1] as number;
    if (first === last) continue;
    let work = durations[i] as number;
    for (let at = first; at < last; at++) work += durations[conflicts.to[at] as number] as number;
    holds[i] = (holds[i] as number) + (scarcest === 0 ? 1 : Math.min(1, work / scarcest));
  }
  return holds;
}
