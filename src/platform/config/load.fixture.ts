import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { Config } from "../../model/index.ts";
import { loadConfig } from "./load.ts";

/** Of the test that runs: a folder of its own, the repository in it, the user's settings. */
export let top: string;
export let root: string;
export let home: string;
const before = { ...process.env };

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "orchestrator-config-")));
  root = join(top, "repository");
  home = join(top, "config", "orchestrator");
  mkdirSync(root);
  process.env["XDG_CONFIG_HOME"] = join(top, "config");
  process.env["XDG_STATE_HOME"] = join(top, "state");
});

afterEach(() => {
  process.env = { ...before };
  rmSync(top, { recursive: true, force: true });
});

/** Lays a file, with its folders. */
export function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** What the repository asks for. */
export const repository = (text: string) => put(join(root, "orchestrator.yaml"), text);
/** What the user has set. */
export const user = (text: string) => put(join(home, "config.yaml"), text);

export function load(
  flags: Record<string, unknown> = {},
  env: Record<string, string> = {},
): Config {
  return loadConfig({ cwd: root, env, flags });
}

export const self = (config: Config) => {
  const target = config.targets.find((each) => each.id === "self");
  if (target === undefined) throw new Error("no self target");
  return target;
};
