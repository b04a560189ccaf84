import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AgentLine } from "./agent-line.ts";
import type { LoopFound, LoopWatch } from "./loops.ts";
import { LOOPS_UNSEEN, watchLine } from "./loops.ts";
import { said, toolEnded, toolStarted } from "./make-line.ts";

let calls = 0;
function call(tool: string, output: string, failed = false): AgentLine[] {
  const id = String(calls++);
  return [toolStarted(id, tool, { command: tool }), toolEnded(id, failed, output)];
}

const times = (count: number, make: () => readonly AgentLine[]): AgentLine[] =>
  Array.from({ length: count }, make).flat();

function watch(lines: readonly AgentLine[], from: LoopWatch = LOOPS_UNSEEN) {
  let state = from;
  const found: LoopFound[] = [];
  for (const line of lines) {
    const next = watchLine(state, line);
    state = next.watch;
    if (next.found !== null) found.push(next.found);
  }
  return { state, found };
}

const overflow: AgentLine = {
  kind: "failed",
  failure: { cause: "prompt-too-long", message: "", reset: null },
  final: false,
};

describe("an agent that is stuck", () => {
  test.each<[string, readonly AgentLine[]]>([
    ["same-result", times(4, () => call("ls", "a"))],
    ["same-error", times(3, () => call("make", `error ${calls}`, true))],
    ["monologue", times(6, () => [said("Let me think.")])],
    ["alternation", times(3, () => [...call("ls", "a"), ...call("pwd", "b")])],
    ["context", times(3, () => [overflow])],
  ])("is found by its pattern: %s", (pattern, lines) => {
    const { found } = watch(lines);
    expect(found).toMatchObject([{ pattern }]);
    expect(found[0]?.evidence.join()).toMatch(/\d/);
    expect(watch(lines.slice(0, -1)).found).toEqual([]);
  });

  test("is found again when it goes on as before, and not twice for the same steps", () => {
    const { found } = watch(times(16, () => call("ls", "a")));
    expect(found).toHaveLength(4);
  });
});

describe("an agent that gets on", () => {
  test("is left alone: other inputs, other results, work between its words", () => {
    const lines = [
      ...times(20, () => call("npm test", `run ${calls}`)),
      ...times(20, () => call(`cat ${calls}`, "same")),
      ...times(20, () => [said("Next."), ...call(`step ${calls}`, "x")]),
    ];
    expect(watch(lines).found).toEqual([]);
  });

  test("says one thing in many pieces", () => {
    expect(watch(times(50, () => [said("piece ", true)])).found).toEqual([]);
  });
});

test("the watch stays small and keeps what it needs, however long the stream is", () => {
  const line = fc.constantFrom<AgentLine>(
    toolStarted("a", "x", {}),
    toolStarted("b", "y", {}),
    toolEnded("a", false, "r"),
    toolEnded("b", true, "r"),
    said("s"),
    said("p", true),
    overflow,
    { kind: "activity", what: "x" },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 400 }), (lines) => {
      const { state } = watch(lines);
      expect(state.steps.length).toBeLessThanOrEqual(24);
      expect(state.open.size).toBeLessThanOrEqual(100);
    }),
  );
  const many = Array.from({ length: 5_000 }, (_, at) => toolStarted(String(at), "x", { at }));
  expect(watch(many).state.open.size).toBe(100);
});
