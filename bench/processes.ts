import { readFileSync, readdirSync } from "node:fs";

interface ProcessSeen {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly command: string;
}

/** Every process that can be read now. */
function processes(): ProcessSeen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const end = stat.lastIndexOf(")");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return [
          {
            pid: Number(name),
            parent: Number(stat.slice(end + 2).split(" ")[1]),
            name: stat.slice(stat.indexOf("(") + 1, end),
            command,
          },
        ];
      } catch {
        return []; // ended while it was looked at
      }
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
