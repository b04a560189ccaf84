import type { Turn } from "./journal.ts";

/**
 * `count` turns of one input and one event each, told apart by their numbers from `from` on; each is
 * so many characters longer.
 */
export function tickTurns(from: number, count: number, longer = 0): Turn[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    return {
      input: { type: "time-passed", atMs: n },
      events: [
        { type: "loop-stopped", atMs: n, reason: `tick ${n} – ünï\u0000code${"x".repeat(longer)}` },
      ],
    };
  });
}
