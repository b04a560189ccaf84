import { expect, test } from "vitest";
import type { FenceConfig } from "../../model/index.ts";
import { NO_CEILINGS } from "../../model/index.ts";
import { agentNetwork } from "./fence.ts";

const config = (network: FenceConfig["network"]): FenceConfig => ({
  read: [],
  write: [],
  egress: [],
  network,
  ceilings: NO_CEILINGS,
});
const way = { socket: "/somewhere/s", port: 4501 };
const door = { ...way, hasModels: true };

test("an agent with a door has nothing but the door, unless its user said otherwise", () => {
  expect(agentNetwork(config("auto"), door)).toEqual({ kind: "door", ...way });
  expect(agentNetwork(config("open"), door)).toEqual({ kind: "open" });
  expect(agentNetwork(config("none"), door)).toEqual({ kind: "none" });
  expect(agentNetwork(config("none"), null)).toEqual({ kind: "none" });
});

test("without a door its own login needs the network, and that is shown", () => {
  expect(agentNetwork(config("auto"), null)).toEqual({ kind: "open" });
  expect(agentNetwork(config("auto"), { ...way, hasModels: false })).toEqual({ kind: "open" });
});
