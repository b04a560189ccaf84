import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Rig } from "../e2e/rig.ts";
import { allPids, readOr } from "../processes.ts";
import { ENCODINGS } from "./encodings.ts";

const SAMPLE_MS = 15;

/** Command lines of everything that ran meanwhile, once each. */
export function watchCommands(): { stop: () => string } {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const pid of allPids()) seen.add(readOr(`/proc/${pid}/cmdline`));
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen].join("\n");
    },
  };
}

export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Everything that was kept, shown or said. */
export async function places(rig: Rig, shown: readonly Place[]): Promise<readonly Place[]> {
  const kept = [".orchestrator", "data"].flatMap((dir) => filesIn(rig, join(rig.root, dir)));
  const state = ["state", "config"].flatMap((dir) => filesIn(rig, join(rig.folder, dir)));
  const objects = spawnSync("git", ["cat-file", "--batch-all-objects", "--batch"], {
    cwd: rig.root,
    maxBuffer: 1e9,
  }).stdout.toString("latin1");
  const said: Place[] = [];
  for (const words of [
    ["status", "--json"],
    ["report"],
    ["report", "--json"],
    ["log", "--json"],
    ["explain", "1.1", "--json"],
    ["doctor", "--json"],
    ["logs", "1.1"],
    ["logs", "1.1", "--json"],
  ]) {
    const ran = await rig.run(...words);
    said.push({ name: `orchestrator ${words.join(" ")}`, text: latin1(ran.stdout + ran.stderr) });
  }
  return [
    ...kept,
    ...state,
    { name: "objects, notes and archives in git", text: objects },
    ...shown,
    ...said,
  ];
}

function filesIn(rig: Rig, dir: string): Place[] {
  const found: Place[] = [];
  const waiting = [dir];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of listOr(at)) {
      const path = join(at, name);
      const stat = statOr(path);
      if (stat?.isDirectory() === true) waiting.push(path);
      found.push({ name: relative(rig.folder, path), text: latin1(path) });
      if (stat?.isFile() === true) {
        found.push({ name: relative(rig.folder, path), text: readOr(path) });
      }
    }
  }
  return found;
}

export function findings(all: readonly Place[], secret: string): string[] {
  return ENCODINGS.flatMap(({ name, of }) =>
    of(secret).flatMap((text) =>
      all
        .filter((place) => place.text.includes(latin1(text)))
        .map((place) => `${name} in ${place.name}`),
    ),
  );
}

export const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

function listOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function statOr(path: string) {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
