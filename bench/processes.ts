import { allPids, readOr } from "../test/processes.ts";

interface ProcessSeen {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly command: string;
}

/** Every process that can be read now. */
function processes(): ProcessSeen[] {
  return allPids().flatMap((pid) => {
    const stat = readOr(`/proc/${pid}/stat`);
    // It ended while it was looked at.
    if (stat === "") return [];
    const end = stat.lastIndexOf(")");
    return [
      {
        pid,
        parent: Number(stat.slice(end + 2).split(" ")[1]),
        name: stat.slice(stat.indexOf("(") + 1, end),
        command: readOr(`/proc/${pid}/cmdline`).replaceAll("\0", " "),
      },
    ];
  });
}

/** An orchestrator, the wardens of a folder and all below them, each once. */
export function oursOf(orchestrator: number, folder: string): readonly ProcessSeen[] {
  const all = processes();
  const wardens = all.filter(({ command }) => command.includes(`warden.js ${folder}/`));
  const roots = [orchestrator, ...wardens.map(({ pid }) => pid)];
  return [...new Set(roots.flatMap((pid) => treeOf(all, pid)))];
}

/** A process and all below it. */
function treeOf(all: readonly ProcessSeen[], root: number): ProcessSeen[] {
  const found = all.filter(({ pid }) => pid === root);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}
