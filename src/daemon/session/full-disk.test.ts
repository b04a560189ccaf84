import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { namingFullDisk } from "./full-disk.ts";

const PLACES = ["/no/such/place", tmpdir()];
/** With so much as the least every disk is full; with none, none is. */
const ALL = Number.MAX_VALUE;

it("says of a failed look that the disk is full, whoever met it and however", async () => {
  const message = "git read-tree: error: unable to write file 'a'";
  const thrown = namingFullDisk(PLACES, () => Promise.reject(new Error(message)), ALL);
  await expect(thrown).rejects.toThrow(
    / MB are free on the disk of .*: free some space \(git read-tree: .* 'a'\)$/,
  );
  const look = { kind: "failed-look", message } as const;
  const named = await namingFullDisk(PLACES, () => Promise.resolve(look), ALL);
  expect(named).toMatchObject({ kind: "failed-look" });
  expect(named).toHaveProperty("message", expect.stringContaining(`free some space (${message})`));
});

it("leaves everything else as it is", async () => {
  const look = { kind: "failed-look", message: "the roadmap changed" } as const;
  expect(await namingFullDisk(PLACES, () => Promise.resolve(look), 0)).toBe(look);
  const refused = { kind: "refused", message: "no" } as const;
  expect(await namingFullDisk(PLACES, () => Promise.resolve(refused), ALL)).toBe(refused);
  const bug = new TypeError("ours");
  await expect(namingFullDisk(PLACES, () => Promise.reject(bug), ALL)).rejects.toBe(bug);
});
