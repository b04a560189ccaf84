/**
 * The program of the nursery: one small shell process that forks a keeper for every run, so that a
 * start costs a fork of one megabyte and not of the warden, and a run costs a few pages of memory.
 * POSIX sh only (dash, busybox ash, bash). Nothing read here is ever evaluated: what a person or
 * an agent wrote arrives as data and stays in quotes (law I14).
 *
 * A request is the run directory, then `<values> <inside><listens> <deadline s> <stdout max> <stderr max>
 * <tag>`, then the values: cwd, path of stdin, NAME=value…, `--`, argv…. A value is one line
 * `=text`, preceded by a line `+text` for every newline in it.
 *
 * The order of a keeper's steps is law I1. It writes who it is; claims the run by creating `stdout`
 * exclusively (of several keepers, whoever asked for them, one wins); reports to the warden, whose
 * death makes that report kill it (an agent that nobody owns is never started); writes `started`;
 * and only then runs the command. Without `started` nothing ran; with it nothing runs again.
 *
 * A command that listens reads its stdin from a mouth, a process beside it: the file first, then
 * one file for every id that is written to the FIFO `ear`. A file is renamed before it is said, so
 * that whatever is asked for twice is said once, and a word is whole however its writer ended. The
 * id `.` closes the stdin. The mouth carries the run's tag, and goes with the run.
 *
 * When the warden is gone its requests end. The nursery then stays to hold deadlines and output
 * limits until the last run is over (decision 1).
 */
export const NURSERY_SCRIPT = `
PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
runs=$1
nl='
'

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
  keeper="$1 \${22} $up"
}

keep() {
  cd "$1" 2>/dev/null || {
    echo '{"refused":"there is no such working directory"}' >>"$d/run.ndjson"
    echo "x $slug" >&3
    exit
  }
  unset OLDPWD
  up=0
  stat=
  [ ! -r /proc/uptime ] || IFS=' ' read -r up stat </proc/uptime
  [ ! -r /proc/self/stat ] || IFS= read -r stat </proc/self/stat
  exec 7>>"$d/run.ndjson" 6<"$2"
  said=$2
  shift 2
  if [ -n "$stat" ]; then identify $stat; else keeper="$(exec sh -c 'echo $PPID') - 0"; fi
  echo '{"keeper":"'"$keeper"'"}' >&7
  set -C
  true 2>/dev/null >"$d/stdout" || {
    echo "x $slug" >&3
    exit
  }
  set +C
  exec 4>>"$d/stdout" 5>>"$d/stderr"
  case $inside in
  # Before anybody knows that it started: whoever speaks to it then is heard.
  ?1)
    mkfifo -m 600 "$d/ear" "$d/tube" 2>/dev/null
    exec 8<>"$d/ear" 9<>"$d/tube"
    ;;
  esac
  echo "s $slug $keeper" >&3
  echo '{"started":"'"$keeper $limits"'"}' >&7
  mouth_pid=
  case $inside in
  ?1)
    PATH=$PATH ORCHESTRATOR_RUN=\${limits##* } /bin/sh -c "$mouth" mouth "$d" "$said" \\
      <&8 >&9 2>/dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    mouth_pid=$!
    exec 6<"$d/tube" 8>&- 9>&-
    ;;
  esac
  while [ "$1" != -- ]; do
    export "$1"
    shift
  done
  shift
  case $inside in
  1?) "$@" <&6 >&4 2>&5 9>&7 3>&- 4>&- 5>&- 6>&- 7>&- ;;
  *) "$@" <&6 >&4 2>&5 3>&- 4>&- 5>&- 6>&- 7>&- ;;
  esac
  code=$?
  [ -z "$mouth_pid" ] || kill "$mouth_pid" 2>/dev/null
  echo '{"code":'"$code"'}' >&7
  echo "e $slug $code" >&3
}

while IFS= read -r d && IFS=' ' read -r n inside limits; do
  slug=\${d##*/}
  set --
  while [ "$n" -gt 0 ]; do
    value=
    while :; do
      IFS= read -r line || exit 0
      case $line in
      +*) value=$value\${line#+}$nl ;;
      *)
        value=$value\${line#=}
        break
        ;;
      esac
    done
    set -- "$@" "$value"
    n=$((n - 1))
  done
  keep "$@" &
done

tagged() {
  for path in $(grep -lsF "ORCHESTRATOR_RUN=$1" /proc/[0-9]*/environ); do
    path=\${path%/environ}
    echo "\${path#/proc/}"
  done
}

end_run() {
  for pid in $(tagged "$2"); do
    comm=
    read -r comm 2>/dev/null </proc/"$pid"/comm
    case $1:$comm in
    TERM:bwrap | TERM:unshare) ;;
    *) kill -s "$1" "$pid" 2>/dev/null ;;
    esac
  done
}

cut_spool() {
  size=$(wc -c <"$1") || return
  [ "$size" -gt $(($2 + 4096)) ] || return
  dd if=/dev/null of="$1" bs=1 seek="$2" 2>/dev/null
  echo '{"flooded":true}' >>"$1"
}

list_run() {
  echo "$slug/$1/$2/$((\${3%.*} + $4))/$5/$6/$7"
}

list_runs() {
  for file in "$runs"/*/run.ndjson; do
    [ -f "$file" ] || continue
    slug=\${file%/run.ndjson}
    slug=\${slug##*/}
    started=
    while IFS= read -r line; do
      case $line in
      '{"started":"'*)
        started=\${line#*:?}
        started=\${started%??}
        ;;
      '{"code":'* | '{"signal":'*) started= ;;
      esac
    done <"$file"
    [ -z "$started" ] || list_run $started
  done
}

started_at() {
  found=\${22}
}

watch_run() {
  stat=
  read -r stat 2>/dev/null </proc/"$2"/stat || return 1
  started_at $stat
  [ "$found" = "$3" ] || return 1
  cut_spool "$runs/$1/stdout" "$5"
  cut_spool "$runs/$1/stderr" "$6"
  [ "$now" -ge "$4" ] || return 0
  if [ "$now" -ge $(($4 + 5)) ]; then
    end_run KILL "$7"
  elif ! grep -q '^{"deadline"' "$runs/$1/run.ndjson"; then
    echo '{"deadline":true}' >>"$runs/$1/run.ndjson"
    end_run TERM "$7"
  fi
}

[ "$d" != bye ] && [ -r /proc/uptime ] || exit 0
sleep 1
left=$(list_runs)
while [ -n "$left" ]; do
  read -r now rest </proc/uptime
  now=\${now%.*}
  next=
  for one in $left; do
    IFS=/
    set -- $one
    unset IFS
    watch_run "$@" && next="$next $one"
  done
  left=$next
  sleep 1
done
`;
