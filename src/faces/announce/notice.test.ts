import { expect, test } from "vitest";
import { noticeSequence } from "./notice.ts";

test("a bell is nothing but a bell", () => {
  expect(noticeSequence("bell", "anything")).toBe("\u0007");
});

test("a title can neither end the sequence nor begin another field", () => {
  const title = "1.2 \u0007\u001b]0;owned\u0007 a;b\nc";
  expect(noticeSequence("osc9", title)).toBe("\u001b]9;1.2  a,b c\u0007");
  expect(noticeSequence("osc777", title)).toBe("\u001b]777;notify;orchestrator;1.2  a,b c\u0007");
  expect(noticeSequence("osc9", "x".repeat(10_000)).length).toBeLessThan(300);
});
