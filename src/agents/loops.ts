import type { AgentLine } from "./agent-line.ts";

/** The ways in which agents get stuck; each is about what they do, none about what they say of it. */
export const LOOP_PATTERNS = [
  /** The same call with the same result, again and again. */
  "same-result",
  /** The same call failing, again and again. */
  "same-error",
  /** Talk without a tool. */
  "monologue",
  /** Two calls in turn. */
  "alternation",
  /** Its context overflows, is compacted and overflows again. */
  "context",
] as const;
export type LoopPattern = (typeof LOOP_PATTERNS)[number];

/** What to do about it: a word to the agent, a fresh conversation, or a person. */
export type LoopVerdict = "nudge" | "fresh" | "park";

export interface LoopFound {
  readonly pattern: LoopPattern;
  readonly verdict: LoopVerdict;
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
  readonly diffDigest: string | null;
  /** What was said of loops so far; a verdict only gets sterner while nothing changes. */
  readonly verdicts: number;
  readonly isPartial: boolean;
}

export const LOOPS_UNSEEN: LoopWatch = {
  steps: [],
  open: new Map(),
  diffDigest: null,
  verdicts: 0,
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
 * One more line. A pattern counts only while the diff stays as it is: an agent whose files change
 * gets on, however alike its calls are. After a verdict the same steps are not counted again.
 */
export function watchLine(watch: LoopWatch, line: AgentLine): Watched {
  const next = take(watch, line);
  if (next.steps === watch.steps) return { watch: next, found: null };
  const found = findPattern(next.steps);
  if (found === null) return { watch: next, found: null };
  const verdict = VERDICTS[Math.min(watch.verdicts, VERDICTS.length - 1)] ?? "park";
  return {
    watch: { ...next, steps: [], verdicts: watch.verdicts + 1 },
    found: { ...found, verdict },
  };
}

const VERDICTS: readonly LoopVerdict[] = ["nudge", "fresh", "park"];

/** The work tree was looked at: another digest is progress, and everything before it forgiven. */
export function watchDiff(watch: LoopWatch, digest: string): LoopWatch {
  if (digest === watch.diffDigest) return watch;
  // The first look is no progress, only the beginning.
  if (watch.diffDigest === null) return { ...watch, diffDigest: digest };
  return { ...watch, diffDigest: digest, steps: [], verdicts: 0 };
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

type Found = Omit<LoopFound, "verdict">;

function findPattern(steps: readonly Step[]): Found | null {
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

function sameError(calls: readonly Call[]): Found | null {
  const last = calls.slice(-SAME_ERROR_MIN);
  const [first] = last;
  if (first === undefined || last.length < SAME_ERROR_MIN) return null;
  if (!last.every((one) => one.failed && one.call === first.call)) return null;
  return {
    pattern: "same-error",
    evidence: [`${first.text} failed ${last.length} times in a row`],
  };
}

function sameResult(calls: readonly Call[]): Found | null {
  const last = calls.slice(-SAME_RESULT_MIN);
  const [first] = last;
  if (first === undefined || last.length < SAME_RESULT_MIN) return null;
  if (!last.every((one) => one.call === first.call && one.result === first.result)) return null;
  return {
    pattern: "same-result",
    evidence: [`${first.text} was done ${last.length} times with the same result`],
  };
}

function alternation(calls: readonly Call[]): Found | null {
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

function monologue(steps: readonly Step[]): Found | null {
  const last = steps.slice(-MONOLOGUE_MIN);
  if (last.length < MONOLOGUE_MIN || !last.every((one) => one.kind === "said")) return null;
  return {
    pattern: "monologue",
    evidence: [`it spoke ${last.length} times without using a tool`],
  };
}

function overflows(steps: readonly Step[]): Found | null {
  const count = steps.filter((step) => step.kind === "overflow").length;
  if (count < OVERFLOW_MIN) return null;
  return { pattern: "context", evidence: [`its context overflowed ${count} times`] };
}

function short(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, TEXT_CHARS_MAX);
}
