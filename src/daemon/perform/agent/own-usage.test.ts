import { expect, test } from "vitest";
import type { AdapterName, State } from "../../../model/index.ts";
import { ownUsage, refusedUsage } from "./own-usage.ts";

const usage = (inputTokens: number) => ({ inputTokens, outputTokens: inputTokens / 10 });

/** As much of a state as is looked at: two attempts, the first of which used 1,000 tokens. */
function stateOf(adapter: AdapterName | null): State {
  const conversation = adapter === null ? null : { session: "s", adapter, agentId: "a" };
  const attempts = [
    { attempt: "self:1/1", usage: usage(1_000) },
    { attempt: "self:1/2", usage: null },
  ];
  return { streams: new Map([["self:1", { conversation, attempts }]]) } as unknown as State;
}

test("what a conversation used before it was gone on with is not paid for again", () => {
  expect(ownUsage(stateOf("claude-code"), "self:1/2", usage(1_500))).toEqual(usage(500));
  expect(ownUsage(stateOf("codex"), "self:1/1", usage(1_000))).toEqual(usage(1_000));
});

test("a program that counts each process by itself, or began anew, is taken at its word", () => {
  expect(ownUsage(stateOf("opencode"), "self:1/2", usage(1_500))).toEqual(usage(1_500));
  expect(ownUsage(stateOf(null), "self:1/2", usage(1_500))).toEqual(usage(1_500));
  expect(ownUsage(stateOf("claude-code"), "self:1/2", usage(700))).toEqual(usage(700));
  expect(ownUsage(stateOf("claude-code"), "self:1/2", null)).toBeNull();
});

test("what no attempt can come to is as if nothing had been told", () => {
  expect(ownUsage(stateOf(null), "self:1/2", usage(1e18))).toBeNull();
  expect(ownUsage(stateOf(null), "self:1/2", { ...usage(10), costUsd: 1e9 })).toBeNull();
  expect(ownUsage(stateOf("codex"), "self:1/2", usage(Number.POSITIVE_INFINITY))).toBeNull();
  expect(ownUsage(stateOf(null), "self:1/2", usage(-10))).toBeNull();
  expect(ownUsage(stateOf(null), "self:1/2", { ...usage(10), cacheReadTokens: -1 })).toBeNull();
  expect(ownUsage(stateOf(null), "self:1/2", { ...usage(10), costUsd: -1 })).toBeNull();
  expect(ownUsage(stateOf(null), "self:1/2", usage(Number.NaN))).toBeNull();
});

test("who was refused before a model said a word has used nothing, and is not charged with all", () => {
  const limited = { kind: "limited", untilMs: 1, message: "" } as const;
  const nothing = { inputTokens: 0, outputTokens: 0 };
  expect(refusedUsage({ hasAnswered: false }, limited)).toEqual(nothing);
  expect(refusedUsage({ hasAnswered: false }, { kind: "login-needed", message: "" })).toEqual(
    nothing,
  );
  expect(refusedUsage({ hasAnswered: true }, limited)).toBeNull();
  const failed = { kind: "failed", reason: "provider", message: "" } as const;
  expect(refusedUsage({ hasAnswered: false }, failed)).toBeNull();
});
