import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rig } from "../e2e/rig.ts";

export const GIT_PHASES = ["before", "during", "after"] as const;
export type GitPhase = (typeof GIT_PHASES)[number];

/** What the git in front of the real one is told: which call to strike, how, and whom with it. */
export interface GitStrike {
  readonly command: string;
  /** The n-th call of that command: what others are called beside it differs from run to run. */
  readonly nth: number;
  readonly phase: GitPhase;
  readonly withOrchestrator: boolean;
}

/** Written by whoever strikes, just before. */
export function markOf(rig: Rig): string {
  return join(rig.folder, "struck");
}

/** What moves names, takes them away or makes bytes durable: a kill may fall in the middle of it. */
const DEEDS = "rename,link,fsync,unlink";

/**
 * Puts a git of ours before the real one. It keeps a list of the calls and strikes at the one it is
 * told, or, told nothing, notes which commands can be struck in the middle; in which phase it really struck is written to `struck`. Everything is in the script itself,
 * because the orchestrator passes nothing on to git but what git needs. Inside a sandbox, where the
 * folder cannot be written, it stands aside.
 */
export function shimEnv(rig: Rig, strike: GitStrike | null): Record<string, string> {
  const dir = join(rig.folder, "shim");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "git"), script(rig.folder, dir, strike));
  chmodSync(join(dir, "git"), 0o755);
  return { PATH: `${dir}:${rig.env["PATH"]}` };
}

/** Strikes nothing, and leaves a file that is not empty for each call that does such a thing. */
const WATCH = `mkdir -p "$folder/git-deeds"
exec strace -f -qq -o "$folder/git-deeds/$1.$call" -e trace=${DEEDS} -e signal=none git "$@"`;

/** The commands of a watched run that can be struck in the middle. */
export function commandsWithDeeds(rig: Rig): ReadonlySet<string> {
  const dir = join(rig.folder, "git-deeds");
  const busy = readdirSync(dir).filter((name) => statSync(join(dir, name)).size > 0);
  return new Set(busy.map((name) => name.slice(0, name.lastIndexOf("."))));
}

function script(folder: string, dir: string, strike: GitStrike | null): string {
  return `#!/bin/sh
folder='${folder}'
PATH=$(printf %s "$PATH" | sed "s|^${dir}:||")
export PATH
[ -w "$folder" ] || exec git "$@"
until mkdir "$folder/git-calls.lock" 2>/dev/null; do sleep 0.01; done
echo "$*" >>"$folder/git-calls.txt"
call=$(grep -c "^$1\\( \\|$\\)" "$folder/git-calls.txt")
rmdir "$folder/git-calls.lock"
${strike === null ? WATCH : `[ "$1 $call" = "${strike.command} ${strike.nth}" ] || exec git "$@"`}
# Most are started by a lane, which is not who asked for them.
caller=$PPID
case $(tr '\\0' ' ' <"/proc/$PPID/cmdline") in
*orchestrator-lane*) caller=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$PPID/status") ;;
esac
strike() {
  echo "$1 $2" >"$folder/struck"
  ${strike?.withOrchestrator === true ? 'kill -9 "$caller"' : ":"}
  kill -9 $$
}
case ${strike?.phase ?? ""} in
before) strike before "$1" ;;
after)
  git "$@"
  strike after "$1"
  ;;
during)
  # The first name that git moves or takes away, or bytes it makes durable: what it did until then
  # stays. A call that does no such thing is struck at its end.
  strace -f -qq -o /dev/null -e trace=${DEEDS} -e inject=${DEEDS}:signal=KILL:when=1 git "$@"
  [ $? -gt 128 ] || strike after "$1"
  strike during "$1"
  ;;
esac
exec git "$@"
`;
}
