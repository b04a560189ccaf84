import { posix } from "node:path";
import { expect, it } from "vitest";
import { AGENT_SCRIPT } from "./agents-script.ts";

/** Every file that an agent of the demo writes, as a path with its text. */
const WRITTEN = Object.values(AGENT_SCRIPT)
  .flat()
  .flatMap(({ write }) => (write === undefined ? [] : [write as { path: string; text: string }]));

it("what the demo's agents import from one another's files is exported there", () => {
  const wanted = WRITTEN.flatMap(({ path, text }) =>
    [...text.matchAll(/^import \{ ([^}]+) \} from "(\.[^"]+)";$/gm)].flatMap(([, names, from]) =>
      (names ?? "").split(", ").map((name) => ({
        name,
        from: posix.normalize(`${posix.dirname(path)}/${from ?? ""}`),
      })),
    ),
  );
  expect(wanted.length).toBeGreaterThan(5);
  for (const { name, from } of wanted) {
    const exported = WRITTEN.some(
      ({ path, text }) => path === from && new RegExp(`^export \\w+ ${name}\\b`, "m").test(text),
    );
    expect(exported, `${name} of ${from}`).toBe(true);
  }
});
