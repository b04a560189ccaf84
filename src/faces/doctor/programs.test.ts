import { expect, test } from "vitest";
import { findMissing, simpleCommands } from "./programs.ts";

const gate = (name: string, run: string) => ({ name, check: { kind: "command", run } }) as const;

test("a command line is taken apart where that is certain, and left alone where it is not", () => {
  expect(simpleCommands("A=1 make x && cd web && ./run | no-such; ! grep y")).toEqual([
    ["make", "x"],
    ["./run"],
    ["no-such"],
  ]);
  for (const line of ["$(pick) test", 'sh -c "npm test"', "cat <<E", "A=1", "", "  "]) {
    expect(simpleCommands(line), line).toEqual([]);
  }
});

test("what is not installed is named with what asks for it", async () => {
  const missing = await findMissing({
    setup: [{ run: "git --version && no-such-installer ci" }],
    gates: [
      gate("fine", "git status"),
      gate("local", "./gradlew test"),
      gate("tests", "no-such-tester"),
      { name: "clean", check: { kind: "git-clean" } },
    ],
  });
  expect(missing).toEqual([
    {
      what: "setup",
      command: "git --version && no-such-installer ci",
      why: "no-such-installer is not on your PATH",
    },
    { what: "tests", command: "no-such-tester", why: "no-such-tester is not on your PATH" },
  ]);
});

test("a module that Python does not have is named, and its own are found", async () => {
  const { length } = await findMissing({
    setup: [],
    gates: [gate("version", "python3 --version")],
  });
  if (length > 0) return console.info("python3 is not here: the modules were not looked for");
  const gates = [gate("own", "python3 -m venv x"), gate("other", "python3 -m no_such_module -q")];
  expect(await findMissing({ setup: [], gates })).toEqual([
    {
      what: "other",
      command: "python3 -m no_such_module -q",
      why: "python3 has no module no_such_module",
    },
  ]);
});
