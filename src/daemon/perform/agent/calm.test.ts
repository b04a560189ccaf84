import { describe, expect, test } from "vitest";
import { Calm } from "./calm.ts";

const never = new AbortController().signal;

describe("work that nobody waits for", () => {
  test("goes on at once where nothing else does", async () => {
    await new Calm().settled(never);
  });

  test("goes on when the last agent that somebody waits for has started", async () => {
    const calm = new Calm();
    const order: string[] = [];
    calm.begin("a/1");
    calm.begin("b/1");
    calm.begin("b/1");
    const cleaned = calm.settled(never).then(() => order.push("cleaned"));
    calm.end("a/1");
    await Promise.resolve();
    order.push("b started");
    calm.end("b/1");
    await cleaned;
    expect(order).toEqual(["b started", "cleaned"]);
    calm.end("b/1");
    await calm.settled(never);
  });

  test("does not wait for what never comes", async () => {
    const calm = new Calm();
    calm.begin("a/1");
    await calm.settled(never);
    await calm.settled(AbortSignal.abort());
  });
});
