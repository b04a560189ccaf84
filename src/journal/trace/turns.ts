import type { AgentStep } from "../../model/index.ts";

/** A tool call. `endMs`: null where nothing was said of its end. */
export interface ToolCallTime {
  readonly id: string;
  readonly tool: string;
  readonly input: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly failed: boolean;
  readonly late: boolean;
}

/** A model's answer and what it had done because of it, until it answers anew. */
export interface TurnTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly tools: readonly ToolCallTime[];
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

interface OpenTurn {
  readonly startMs: number;
  readonly tools: ToolCallTime[];
  /** By id, into `tools`. */
  readonly open: Map<string, number>;
  lastEndMs: number;
  usage: TurnTime["usage"];
}

/** The turns of a run from its start to its end, in order, without gaps. */
export function turnsOf(
  steps: readonly AgentStep[],
  startMs: number,
  endMs: number,
): readonly TurnTime[] {
  if (steps.length === 0) return [];
  const turns: TurnTime[] = [];
  let turn = openTurn(startMs);
  let atMs = startMs;
  for (const step of steps) {
    // A clock that was set back makes no span end before it begins.
    atMs = Math.max(atMs, Math.min(step.atMs, endMs));
    if (answersAnew(step, turn)) {
      turns.push(closed(turn, turn.lastEndMs));
      turn = openTurn(turn.lastEndMs);
    }
    take(turn, step, atMs);
  }
  turns.push(closed(turn, Math.max(endMs, startMs)));
  return turns;
}

/** The one that began last; null before the first. */
export function modelOf(steps: readonly AgentStep[]): string | null {
  return steps.reduce<string | null>(
    (model, step) => (step.kind === "began" ? (step.model ?? model) : model),
    null,
  );
}

function openTurn(startMs: number): OpenTurn {
  return { startMs, tools: [], open: new Map(), lastEndMs: startMs, usage: null };
}

/** All that it wanted done is done, and it speaks again. */
function answersAnew(step: AgentStep, { tools, open }: OpenTurn): boolean {
  return (
    (step.kind === "said" || step.kind === "tool-started") && tools.length > 0 && open.size === 0
  );
}

function take(turn: OpenTurn, step: AgentStep, atMs: number): void {
  switch (step.kind) {
    case "tool-started": {
      // Some never say when a call has ended: then it has, when the next begins under its id.
      end(turn, step.id, atMs, false);
      const { id, tool, input } = step;
      const call = { id, tool, input, startMs: atMs, endMs: null, failed: false };
      turn.open.set(id, turn.tools.length);
      turn.tools.push({ ...call, late: step.late === true });
      return;
    }
    case "tool-ended":
      return end(turn, step.id, atMs, step.failed);
    case "used": {
      const { inputTokens = 0, outputTokens = 0 } = turn.usage ?? {};
      turn.usage = {
        inputTokens: inputTokens + step.inputTokens,
        outputTokens: outputTokens + step.outputTokens,
      };
      return;
    }
    case "began":
    case "said":
  }
}

function end(turn: OpenTurn, id: string, atMs: number, failed: boolean): void {
  const at = turn.open.get(id);
  const call = at === undefined ? undefined : turn.tools[at];
  if (at === undefined || call === undefined) return;
  turn.open.delete(id);
  turn.tools[at] = { ...call, endMs: atMs, failed };
  turn.lastEndMs = atMs;
}

function closed({ startMs, tools, usage }: OpenTurn, endMs: number): TurnTime {
  return { startMs, endMs, tools, usage };
}
