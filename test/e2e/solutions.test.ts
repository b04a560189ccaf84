import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { Rig } from "./rig.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.1
`;

/** Every clone of it has the same trees; what its agent writes is never the same twice. */
function clone(state?: string): Rig {
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: {
        "*": [{ run: "head -c 20 /dev/urandom | od > {{id}}.txt; printf '\\0\\1' > bin" }],
      },
      files: { "check.sh": "#!/bin/sh\nls ./*.txt\n", "base.txt": "base\n" },
    }),
  );
  rig.git("update-index", "--chmod=+x", "check.sh");
  rig.git("commit", "--quiet", "--amend", "--no-edit");
  rig.git("checkout", "--quiet", "--", ".");
  rig.writeUserConfig("solution_cache: true\n");
  if (state !== undefined) rig.extraEnv = { XDG_STATE_HOME: state };
  return rig;
}

test("what landed once is taken over in a fresh clone, judged by its gates, and no agent is started", async () => {
  const first = clone();
  await first.data("run", "1.1", "--trust");
  const second = clone(join(first.folder, "state"));
  const run = second.follow("batch", "--trust");
  expect(await run.data()).toMatchObject({ completed: ["1.1", "1.2"] });
  expect(second.git("show", "main:1.1.txt")).toBe(first.git("show", "main:1.1.txt"));
  expect(second.git("rev-parse", "main:bin")).toBe(first.git("rev-parse", "main:bin"));
  const started = run.events.filter(({ type }) => type === "agent_running").map(({ id }) => id);
  expect(started).toEqual(["1.2"]);
  const judged = run.events.filter(({ type }) => type === "verification_complete");
  expect(judged.map(({ id }) => id)).toEqual(["1.1", "1.2"]);

  // What was undone was not what was wanted: an agent does it anew.
  expect(await second.data("learn", "cache")).toMatchObject({ kept: 2, taken: ["self:1.1/1"] });
  await second.data("trust", "--yes");
  await second.data("rollback", "1.1", "--with-dependents", "--yes");
  await second.data("run", "1.1", "--trust");
  expect(second.git("show", "main:1.1.txt")).not.toBe(first.git("show", "main:1.1.txt"));
});
