/**
 * How a shell that runs on is given values: as data, which it never evaluates (law I14). A value is
 * one line `=text`, preceded by a line `+text` for every newline in it, so that no text of a person
 * or an agent can end it early.
 *
 * The piece of POSIX sh reads `$n` of them from stdin into `$@`, and leaves when stdin ends among
 * them. Besides these it uses the variables `nl`, `line` and `value`.
 */
export const READ_SHELL_VALUES = `
  nl='
'
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
`;

/** What {@link READ_SHELL_VALUES} reads. No shell can hold a NUL: whoever asks has refused those. */
export function encodeShellValues(values: readonly string[]): string {
  return values.map(encodeValue).join("");
}

function encodeValue(value: string): string {
  const lines = value.split("\n");
  return lines.map((line, at) => `${at < lines.length - 1 ? "+" : "="}${line}\n`).join("");
}
