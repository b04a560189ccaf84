import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentProgram } from "./programs.ts";

/** Installs those that are not there yet at exactly their version; the words of npm when it fails. */
export function install(folder: string, programs: readonly AgentProgram[]): string | null {
  const missing = programs.filter((one) => installed(folder, one) !== one.version);
  if (missing.length === 0) return null;
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const exact = missing.map((one) => `${one.package}@${one.version}`);
  const words = ["install", "--no-audit", "--no-fund", "--save-exact", ...exact];
  const ran = spawnSync("npm", words, { cwd: folder, encoding: "utf8" });
  return ran.status === 0 ? null : ran.stderr;
}

function installed(folder: string, { package: name }: AgentProgram): string | null {
  const path = join(folder, "node_modules", name, "package.json");
  if (!existsSync(path)) return null;
  return String((JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>)["version"]);
}
