/** One try to get out: a small real program and what it would need. */
export interface EscapeAttempt {
  readonly name: string;
  /** For `/bin/sh`, `perl` or `node`; `{NAME}` stands for a place of the world, see world.ts. */
  readonly run: string;
  readonly by?: "sh" | "perl" | "node";
  /** `none` when not said. */
  readonly network?: "none" | "open" | "door";
  /** It is expected to be ended, so it need not come to its last line. */
  readonly ends?: true;
  /** Takes seconds; not in the quick round. */
  readonly slow?: true;
  /** The same program gets through where nothing holds it: what proves that it tries. */
  readonly control?: true;
  /** Numbers of system calls are those of this processor. */
  readonly only?: "x64";
}

/** Says in the program's own output that a call was not refused. */
export const BREACH = "BREACH";
export const DONE = "came to its end";

/** Perl that makes a call and tells how it went. */
export function calls(...lines: readonly string[]): string {
  return [
    `sub try { my ($n, $r) = @_; print defined $r && $r != -1 ? "${BREACH} $n ($r)\\n" : "refused $n: $!\\n" }`,
    ...lines,
  ].join("\n");
}
