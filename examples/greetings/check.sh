#!/bin/sh
# Every greeting ends in a full stop.
for file in greetings/*.txt; do
  [ "$file" = greetings/index.txt ] && continue
  [ -e "$file" ] || continue
  if grep -n -v '\.$' "$file"; then
    echo "$file: a greeting without a full stop" >&2
    exit 1
  fi
done
