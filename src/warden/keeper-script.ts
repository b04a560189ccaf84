import { READ_SHELL_VALUES } from "../platform/index.ts";

/**
 * The program of a keeper: one small shell, leader of a session of its own, that carries out run
 * after run, so that a run costs the fork and exec of its command and nothing more. POSIX sh only
 * (dash, busybox ash, bash). Nothing read here is ever evaluated: what a person or an agent wrote
 * arrives as data and stays in quotes (law I14).
 *
 * A request is a line `<slug> <flags> <values> <tag> <deadline s> <stdout max> <stderr max>`, then
 * the values. The flags are five digits: a cwd comes first in the values (else it is the last
 * run's); NAME=value… and `--` follow (else they are the last run's); it has a file of stdin; it
 * notes itself that its sandbox stands; it listens. The rest of the values is argv.
 *
 * The order of its steps is law I1. It claims the run by adding who it is to the file `claim`, whose
 * first line counts (of several keepers, whoever asked for them, one wins); reports to the warden,
 * whose death makes that report kill it (an agent that nobody owns is never started); writes
 * `started`; and only then runs the command. Without `started` nothing ran; with it nothing runs
 * again. What it cannot write ends it: then nobody waits for a keeper that has gone on to another
 * run. It has let go of the run's files when it reports the end: they may serve another run then.
 *
 * A run without a sandbox may signal its own process group, in which the keeper is: it lets pass
 * what can be let pass.
 *
 * A command that listens reads its stdin from a mouth, a process beside it: the file first, then
 * one file for every id that is written to the FIFO `ear`. A file is renamed before it is said, so
 * that whatever is asked for twice is said once, and a word is whole however its writer ended. The
 * id `.` closes the stdin. The mouth carries the run's tag, and goes with the run, as the keeper does.
 *
 * When the warden is gone its requests end: the keeper leaves when its run is over. The variables
 * here are small letters only, which no exported one is.
 */
export const KEEPER_SCRIPT = `
PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
own=$PATH
runs=$1
cwd=/
trap : HUP INT QUIT USR1 USR2 ALRM TERM TSTP

mouth='
d=$1
cat "$2"
while IFS= read -r id; do
  case $id in
  .) exit ;;
  *[!0-9A-Za-z-]*) ;;
  *) mv "$d/say-$id" "$d/said-$id" 2>/dev/null && cat "$d/said-$id" ;;
  esac
done
'

identify() {
  me="$1 \${22}"
}
stat=
[ ! -r /proc/self/stat ] || IFS= read -r stat </proc/self/stat
if [ -n "$stat" ]; then identify $stat; else me="$$ -"; fi

keep() {
  cd "$cwd" 2>/dev/null || {
    echo '{"refused":"there is no such working directory"}' >>"$d/run.ndjson"
    echo "x $slug" >&3
    return
  }
  unset OLDPWD
  up=0
  [ ! -r /proc/uptime ] || IFS=' ' read -r up stat </proc/uptime
  case $flags in
  ??1*) said=$d/stdin ;;
  *) said=/dev/null ;;
  esac
  exec 6<"$said" 7>>"$d/run.ndjson"
  echo "$me $up" >>"$d/claim" || exit
  line=
  IFS= read -r line <"$d/claim"
  [ "$line" = "$me $up" ] || {
    exec 7>&-
    echo "x $slug" >&3
    return
  }
  exec 4>>"$d/stdout" 5>>"$d/stderr"
  case $flags in
  # Before anybody knows that it started: whoever speaks to it then is heard.
  ????1)
    PATH=$own mkfifo -m 600 "$d/ear" "$d/tube" 2>/dev/null
    exec 8<>"$d/ear" 9<>"$d/tube"
    ;;
  esac
  echo "s $slug $me $up" >&3
  echo '{"started":"'"$me $up $limits $tag"'"}' >&7 || exit
  mouthpid=
  case $flags in
  ????1)
    PATH=$own ORCHESTRATOR_RUN=$tag /bin/sh -c "$mouth" mouth "$d" "$said" \\
      <&8 >&9 2>/dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    mouthpid=$!
    exec 6<"$d/tube" 8>&- 9>&-
    ;;
  esac
  case $flags in
  ???1?) ORCHESTRATOR_RUN=$tag "$@" <&6 >&4 2>&5 9>&7 3>&- 4>&- 5>&- 6>&- 7>&- ;;
  *) ORCHESTRATOR_RUN=$tag "$@" <&6 >&4 2>&5 3>&- 4>&- 5>&- 6>&- 7>&- ;;
  esac
  code=$?
  [ -z "$mouthpid" ] || kill "$mouthpid" 2>/dev/null
  echo '{"code":'"$code"'}' >&7 || exit
  exec 4>&- 5>&- 6>&- 7>&-
  echo "e $slug $code" >&3
  [ -z "$mouthpid" ] || exit
  cd /
}

while IFS=' ' read -r slug flags n tag limits; do
  d=$runs/$slug
  tag=$slug.$tag
  ${READ_SHELL_VALUES}
  case $flags in
  1*)
    cwd=$1
    shift
    ;;
  esac
  case $flags in
  ?1*)
    while [ "$1" != -- ]; do
      export "$1"
      shift
    done
    shift
    ;;
  esac
  keep "$@"
done
`;
