import fc from "fast-check";
import { test } from "vitest";
import { ADAPTERS } from "../model/index.ts";
import { NOTHING_SEEN, see } from "./lines/seen.ts";
import { adapter, exited, NOW_MS, WELL } from "./streams.fixture.ts";

/** Every place in a value, outermost first. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]));
  return [path, ...inner];
}

function withValueAt(value: unknown, path: readonly string[], put: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return put;
  if (Array.isArray(value)) {
    return value.map((one, at) => (String(at) === name ? withValueAt(one, rest, put) : one));
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: withValueAt(fields[name], rest, put) };
}

test("whatever a line is, every adapter reads it without an exception and within bounds", () => {
  const events: readonly unknown[] = [
    ...Object.values(WELL).flat(),
    { type: "result", is_error: true, errors: ["x"], modelUsage: { m: {} }, usage: {} },
    {
      type: "error",
      error: { name: "APIError", data: { responseHeaders: { "retry-after": "1" } } },
    },
    { type: "system", subtype: "api_retry", attempt: 1, error_status: 500, error: "x" },
    { type: "usage", usage: { inputTokens: 1, outputTokens: 2 } },
    { kind: "retrying", attempt: 1, afterMs: 1, failure: { cause: "x", message: "", reset: null } },
    { kind: "tool-started", id: "", tool: "", input: "", inputDigest: "", files: [""] },
  ];
  const json = fc.jsonValue({ maxDepth: 1 });
  const damaged = fc
    .tuple(fc.constantFrom(...events), fc.array(fc.tuple(fc.nat(99), json), { maxLength: 3 }))
    .map(([event, edits]) => {
      const places = placesIn(event);
      const edit = (value: unknown, [at, put]: readonly [number, unknown]) => {
        const path = places[at % places.length] ?? [];
        const isStill = path
          .slice(0, -1)
          .reduce<unknown>(
            (inner, name) =>
              typeof inner === "object" && inner !== null
                ? (inner as Readonly<Record<string, unknown>>)[name]
                : undefined,
            value,
          );
        return typeof isStill === "object" && isStill !== null
          ? withValueAt(value, path, put)
          : value;
      };
      return JSON.stringify(edits.reduce(edit, event));
    });
  const line = fc.oneof({ arbitrary: damaged, weight: 8 }, fc.string());
  fc.assert(
    fc.property(line, (text) => {
      for (const name of ADAPTERS) {
        const lines = adapter(name).parse(text);
        const seen = lines.reduce(see, NOTHING_SEEN);
        adapter(name).classify(exited(0), seen, NOW_MS);
        if (JSON.stringify(lines).length > 20 * text.length + 20_000) throw new Error("unbounded");
      }
    }),
    { numRuns: 15_000 },
  );
});
