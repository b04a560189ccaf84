import { spawn } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isTrusted, recordTrust, revokeTrust } from "./trust.ts";

let top: string;
let root: string;
let file: string;
const before = { ...process.env };

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "orchestrator-trust-")));
  root = join(top, "repository");
  mkdirSync(root);
  process.env["XDG_CONFIG_HOME"] = join(top, "config");
  file = join(top, "config", "orchestrator", "trust.json");
});

afterEach(() => {
  process.env = { ...before };
  rmSync(top, { recursive: true, force: true });
});

it("trusts nothing before it is told to, and then exactly one text", () => {
  expect(isTrusted(root, "digest")).toBe(false);
  recordTrust(root, "digest");
  expect(isTrusted(root, "digest")).toBe(true);
  expect(isTrusted(root, "other")).toBe(false);
  recordTrust(root, "other");
  expect(isTrusted(root, "digest")).toBe(false);
});

it("takes trust back", () => {
  recordTrust(root, "digest");
  expect(revokeTrust(root)).toBe(true);
  expect(isTrusted(root, "digest")).toBe(false);
  expect(revokeTrust(root)).toBe(false);
});

it("keeps its record where only the user can read it", () => {
  recordTrust(root, "digest");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("follows a link to the place it leads to, and asks anew after a move", () => {
  symlinkSync(root, join(top, "link"));
  recordTrust(join(top, "link"), "digest");
  expect(isTrusted(root, "digest")).toBe(true);
  renameSync(root, join(top, "moved"));
  expect(isTrusted(join(top, "moved"), "digest")).toBe(false);
});

it("does not take a name every object has for a repository", () => {
  mkdirSync(join(top, "__proto__"));
  expect(isTrusted(join(top, "__proto__"), "digest")).toBe(false);
  recordTrust(join(top, "__proto__"), "digest");
  expect(isTrusted(join(top, "__proto__"), "digest")).toBe(true);
});

it("refuses a record others could have written", () => {
  recordTrust(root, "digest");
  chmodSync(file, 0o666);
  expect(() => isTrusted(root, "digest")).toThrow(/written by others/);
});

it.each(["", "{", "[]", '{"repositories":3}'])(
  "refuses a broken record %j, and keeps it",
  (text) => {
    recordTrust(root, "digest");
    writeFileSync(file, text);
    expect(() => isTrusted(root, "digest")).toThrow(/cannot be read/);
    expect(() => recordTrust(root, "digest")).toThrow(/cannot be read/);
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

it("loses no record when several processes write at once", async () => {
  const writers = Array.from({ length: 4 }, (_, writer) => recordInChild(writer, 5));
  await Promise.all(writers);
  const repositories = Object.keys(JSON.parse(readFileSync(file, "utf8")).repositories);
  expect(repositories).toHaveLength(20);
});

function recordInChild(writer: number, count: number): Promise<void> {
  const module = fileURLToPath(new URL("./trust.ts", import.meta.url));
  const script = `
    import { mkdirSync } from "node:fs";
    const { recordTrust } = await import(${JSON.stringify(module)});
    for (let i = 0; i < ${count}; i++) {
      const root = ${JSON.stringify(top)} + "/r-${writer}-" + i;
      mkdirSync(root);
      recordTrust(root, "digest");
    }`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))));
  });
}
