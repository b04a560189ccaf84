import type { LoopPattern } from "../../model/index.ts";
import type { AgentLine } from "./agent-line.ts";

export interface LoopFound {
  readonly pattern: LoopPattern;
  /** What was seen, for the agent and for people: one line a fact. */
  readonly evidence: readonly string[];
}

/** One step of an agent: a call with its result, something said, or an overflow. */
type Step =
  | {
      readonly kind: "call";
      readonly call: string;
      readonly result: string;
      readonly failed: boolean;
      readonly text: string;
    }
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "overflow" };

interface OpenCall {
  readonly call: string;
  readonly text: string;
}

/** The fold: small however long the stream is. */
export interface LoopWatch {
  readonly steps: readonly Step[];
  readonly open: ReadonlyMap<string, OpenCall>;
  readonly isPartial: boolean;
}

export const LOOPS_UNSEEN: LoopWatch = {
  steps: [],
  open: new Map(),
  isPartial: false,
};

const SAME_RESULT_MIN = 4;
const SAME_ERROR_MIN = 3;
const MONOLOGUE_MIN = 6;
const ALTERNATION_MIN = 6;
const OVERFLOW_MIN = 3;
const STEPS_MAX = 24;
const OPEN_MAX = 100;
const TEXT_CHARS_MAX = 160;

export interface Watched {
  readonly watch: LoopWatch;
  readonly found: LoopFound | null;
}

/**
 * One more line. Whether a pattern is a loop depends on the files: an agent whose work changes gets
 * on, however alike its calls are. What was found once is not counted again.
 */
export function watchLine(watch: LoopWatch, line: AgentLine): Watched {
  const next = take(watch, line);
  if (next.steps === watch.steps) return { watch: next, found: null };
  const found = findPattern(next.steps);
  return found === null ? { watch: next, found } : { watch: { ...next, steps: [] }, found };
}

function take(watch: LoopWatch, line: AgentLine): LoopWatch {
  switch (line.kind) {
    case "tool-started":
      return withOpen(watch, line.id, {
        call: `${line.tool} ${line.inputDigest}`,
        text: short(`${line.tool} ${line.input}`),
      });
    case "tool-ended": {
      const begun = watch.open.get(line.id);
      if (begun === undefined) return watch;
      const open = new Map(watch.open);
      open.delete(line.id);
      const step: Step = {
        kind: "call",
        ...begun,
        result: line.outputDigest,
        failed: line.failed,
      };
      return { ...withStep(watch, step), open };
    }
    case "said":
      if (line.partial && watch.isPartial) return watch;
      return {
        ...withStep(watch, { kind: "said", text: short(line.text) }),
        isPartial: line.partial,
      };
    case "failed":
      return line.failure.cause === "prompt-too-long"
        ? withStep(watch, { kind: "overflow" })
        : watch;
    default:
      return watch;
  }
}

function withOpen(watch: LoopWatch, id: string, call: OpenCall): LoopWatch {
  const open = new Map(watch.open).set(id, call);
  for (const oldest of open.keys()) {
    if (open.size <= OPEN_MAX) break;
    open.delete(oldest);
  }
  return { ...watch, open, isPartial: false };
}

function withStep(watch: LoopWatch, step: Step): LoopWatch {
  return { ...watch, steps: [...watch.steps, step].slice(-STEPS_MAX), isPartial: false };
}

function findPattern(steps: readonly Step[]): LoopFound | null {
  const calls = steps.filter((step) => step.kind === "call");
  return (
    sameError(calls) ??
    sameResult(calls) ??
    alternation(calls) ??
    monologue(steps) ??
    overflows(steps)
  );
}

type Call = Extract<Step, { kind: "call" }>;

function sameError(calls: readonly Call[]): LoopFound | null {
  const last = calls.slice(-SAME_ERROR_MIN);
  const [first] = last;
  if (first === undefined || last.length < SAME_ERROR_MIN) return null;
  if (!last.every((one) => one.failed && one.call === first.call)) return null;
  return {
    pattern: "same-error",
    evidence: [`${first.text} failed ${last.length} times in a row`],
  };
}

function sameResult(calls: readonly Call[]): LoopFound | null {
  const last = calls.slice(-SAME_RESULT_MIN);
  const [first] = last;
  if (first === undefined || last.length < SAME_RESULT_MIN) return null;
  if (!last.every((one) => one.call === first.call && one.result === first.result)) return null;
  return {
    pattern: "same-result",
    evidence: [`${first.text} was done ${last.length} times with the same result`],
  };
}

function alternation(calls: readonly Call[]): LoopFound | null {
  const last = calls.slice(-ALTERNATION_MIN);
  const [first, second] = last;
  if (first === undefined || second === undefined || last.length < ALTERNATION_MIN) return null;
  if (first.call === second.call) return null;
  const isTurn = last.every((one, at) => {
    const like = at % 2 === 0 ? first : second;
    return one.call === like.call && one.result === like.result;
  });
  if (!isTurn) return null;
  return {
    pattern: "alternation",
    evidence: [`${last.length / 2} times in turn, with the same results:`, first.text, second.text],
  };
}

function monologue(steps: readonly Step[]): LoopFound | null {
  const last = steps.slice(-MONOLOGUE_MIN);
  if (last.length < MONOLOGUE_MIN || !last.every((one) => one.kind === "said")) return null;
  return {
    pattern: "monologue",
    evidence: [`it spoke ${last.length} times without using a tool`],
  };
}

function overflows(steps: readonly Step[]): LoopFound | null {
  const count = steps.filter((step) => step.kind === "overflow").length;
  if (count < OVERFLOW_MIN) return null;
  return { pattern: "context", evidence: [`its context overflowed ${count} times`] };
}

function short(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, TEXT_CHARS_MAX);
}
