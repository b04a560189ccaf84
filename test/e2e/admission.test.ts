import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { fiveStreams, WAIT } from "./rig.ts";

test("a machine without room has one agent at a time, tells why, and comes to the end all the same", async () => {
  const rig = kept(
    fiveStreams({
      config: "admission: { free_memory: 100% }\n",
      script: {
        "1.1": [WAIT, { write: { path: "one.txt", text: "1\n" } }],
        "*": [{ write: { path: "{{id}}.txt", text: "{{title}}\n" } }],
      },
    }),
  );
  await rig.data("trust", "--yes");
  const following = rig.follow("batch", "-n", "3");
  const { lack } = await following.until("machine");
  expect(lack).toBe("memory");
  await following.until("spawning_agent", { id: "1.1" });
  expect(await rig.data("explain", "1.5")).toMatchObject({
    headline: expect.stringMatching(
      /nobody starts beside those at work: \d+% of the memory is free/,
    ),
  });
  await following.letGoOn("1.1");
  expect(await following.data()).toMatchObject({ completed: ["1.1", "1.2", "1.3", "1.4", "1.5"] });
  // 100 % is never free: whoever started was alone.
  let working = 0;
  for (const { type } of following.events) {
    if (type === "claimed") working += 1;
    if (type === "agent_completed" || type === "agent_failed") working -= 1;
    expect(working).toBeLessThanOrEqual(1);
  }
});
