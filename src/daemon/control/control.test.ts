import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PersonAct } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { connectLines } from "../../platform/index.ts";
import { readRequest } from "./request.ts";
import { askLeader, serveControl } from "./control.ts";

let dir = "";
const closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orchestrator-control-"));
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(dir, { recursive: true, force: true });
});

const ACTS: readonly PersonAct[] = [
  { kind: "stop", keys: null, now: true },
  { kind: "stop", keys: ["self:1.1"], now: false },
  { kind: "pause" },
  { kind: "resume" },
  { kind: "retry", key: "self:1.1" },
  { kind: "skip", key: "self:1.1", reason: "later" },
  { kind: "block", key: "self:1.1", reason: "" },
  { kind: "set-limit", concurrency: 3 },
  { kind: "land", key: "self:1.1", force: false },
  { kind: "add-streams", keys: [] },
  { kind: "claim-name", agentId: "a", role: "coder", preferred: null },
];

test("every act goes through as it was asked", () => {
  for (const act of ACTS) {
    const request = { type: "act", by: "ana", act } as const;
    expect(readRequest(JSON.parse(JSON.stringify(request)))).toEqual(request);
  }
});

test("what is no request, or has no bound, is refused with the reason", () => {
  const long = "x".repeat(10_000);
  const many = Array<string>(LIMITS.roadmapStreamsMax + 1).fill("self:1.1");
  for (const message of [
    null,
    7,
    [],
    {},
    { type: "drop" },
    { type: "act", by: "ana" },
    { type: "act", act: ACTS[0] },
    { type: "act", by: long, act: { kind: "pause" } },
    { type: "act", by: "ana", act: { kind: "explode" } },
    { type: "act", by: "ana", act: { kind: "stop", keys: "all", now: true } },
    { type: "act", by: "ana", act: { kind: "stop", keys: null, now: "yes" } },
    { type: "act", by: "ana", act: { kind: "skip", key: 5, reason: "" } },
    { type: "act", by: "ana", act: { kind: "skip", key: "k", reason: long } },
    { type: "act", by: "ana", act: { kind: "retry", key: long } },
    { type: "act", by: "ana", act: { kind: "add-streams", keys: many } },
    { type: "act", by: "ana", act: { kind: "add-streams", keys: [null] } },
    { type: "act", by: "ana", act: { kind: "set-limit", concurrency: "3" } },
  ]) {
    expect(() => readRequest(message), JSON.stringify(message).slice(0, 100)).toThrow(
      OrchestratorError,
    );
  }
});

test("a leader answers every request once, also with what went wrong", async () => {
  const path = join(dir, "control.sock");
  const server = await serveControl(path, (request) => {
    if (request.type === "act") throw new Error("");
    return Promise.resolve({ accepted: true, message: "here" });
  });
  closers.push(() => server.close());
  expect(await askLeader(path, { type: "ping" })).toEqual({ accepted: true, message: "here" });
  const act = { type: "act", by: "ana", act: { kind: "pause" } } as const;
  const failed = await askLeader(path, act);
  expect(failed.accepted).toBe(false);
  expect(failed.message).not.toBe("");
  const channel = await connectLines(path, 1000);
  const answer = new Promise((resolve) => channel.onMessage(resolve));
  channel.send({ type: "act", by: 1 });
  expect(await answer).toEqual({ accepted: false, message: "by is not text" });
  channel.close();
});

test("a leader that hangs up without a word is an error with a way out", async () => {
  const path = join(dir, "control.sock");
  const server = await serveControl(path, () => new Promise(() => undefined));
  const asked = askLeader(path, { type: "ping" });
  setTimeout(() => void server.close(), 50);
  await expect(asked).rejects.toMatchObject({ code: "timeout" });
});
