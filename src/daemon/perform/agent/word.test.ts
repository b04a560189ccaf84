import { afterEach, describe, expect, test, vi } from "vitest";
import { LIMITS } from "../../../model/index.ts";
import { answered } from "./word.ts";

describe("a word to the warden", () => {
  afterEach(() => vi.useRealTimers());

  test("is answered with what the warden says", async () => {
    expect(await answered(Promise.resolve("yes"))).toBe("yes");
    await expect(answered(Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  });

  test("is a failed look when the warden hangs", async () => {
    vi.useFakeTimers();
    const word = answered(new Promise(() => undefined));
    const failed = expect(word).rejects.toThrow("the warden does not answer");
    await vi.advanceTimersByTimeAsync(LIMITS.wardenAnswerMsMax);
    await failed;
  });
});
