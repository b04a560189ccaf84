/**
 * The program that holds deadlines and output limits when the warden is gone (decision 1): a shell
 * that waits for a word on its stdin. `bye` sends it away; the end of its stdin is the warden's
 * death, and then it stays until the last run is over. POSIX sh only (dash, busybox ash, bash).
 */
export const VIGIL_SCRIPT = `
PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
runs=$1

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

read -r word
[ "$word" != bye ] && [ -r /proc/uptime ] || exit 0
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
