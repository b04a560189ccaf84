import { homedir } from "node:os";
import { environment, minimalEnv, osName } from "../environment.ts";
import type { ExecResult } from "./exec.ts";
import { exec } from "./exec.ts";

type Argv = readonly [string, ...string[]];

/**
 * Ends the program after its time, with all that it started, also when nobody watches it any more
 * (law I7), and leaves a file behind where it did well: that file, seconds, then argv. What is told
 * comes on stdin, which a shell's children in the background have not.
 */
const BOUNDED = `
exec 3<&0
heard=$1
left=$2
shift 2
"$@" <&3 &
told=$!
exec 3<&-
(
  trap 'kill "$slept"; exit' TERM
  sleep "$left" &
  slept=$!
  wait "$slept"
  kill -KILL 0
) </dev/null >/dev/null 2>&1 &
bound=$!
wait "$told"
code=$?
exec 2>/dev/null
[ "$code" -ne 0 ] || : >"$heard"
kill "$bound"
wait "$bound"
exit "$code"
`;

/** What a program needs to find the person's desktop; none of it is a secret of theirs. */
const DESKTOP_VARIABLES = [
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "XDG_RUNTIME_DIR",
  "XDG_CONFIG_HOME",
  "XDG_STATE_HOME",
  "DBUS_SESSION_BUS_ADDRESS",
] as const;

function personalEnv(): Record<string, string> {
  const env = minimalEnv();
  const all = environment();
  for (const name of DESKTOP_VARIABLES) {
    const value = all[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}

export interface Telling {
  readonly stdin: string;
  readonly timeoutMs: number;
  /** A file that is there once the program has exited with 0, whatever became of us meanwhile. */
  readonly heardPath: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a program of the person's in their home, without a shell and without their keys. As `exec`;
 * it ends in time whatever becomes of us.
 */
export function runForPerson(argv: Argv, told: Telling): Promise<ExecResult> {
  const seconds = String(Math.ceil(told.timeoutMs / 1_000));
  const shell = ["/bin/sh", "-c", BOUNDED, "orchestrator-tell", told.heardPath, seconds] as const;
  return exec([...shell, ...argv], {
    cwd: homedir(),
    env: personalEnv(),
    stdin: told.stdin,
    signal: told.signal,
    // The shell's own bound comes first, and ends all of it.
    timeoutMs: told.timeoutMs + GRACE_MS,
    stdoutBytesMax: OUTPUT_BYTES_MAX,
  });
}

const GRACE_MS = 2_000;
const OUTPUT_BYTES_MAX = 16 * 1024;

/** The program that shows a line on the desktop; null where none is known. */
export function desktopProgram(): string | null {
  switch (osName()) {
    case "linux":
      return "notify-send";
    case "macos":
      return "osascript";
    case "windows":
    case "other":
      return null;
  }
}

/** A person sits at a desktop that can be found from here. */
export function hasDesktop(): boolean {
  if (osName() === "macos") return true;
  const { DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS } = environment();
  return [DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS].some((one) => (one ?? "") !== "");
}

const SHOW = `on run argv
  display notification (item 2 of argv) with title (item 1 of argv)
end run`;

/** A line on the desktop, without a sound. Both texts are plain: nothing in them is markup. */
export function desktopCommand(title: string, text: string): Argv | null {
  switch (desktopProgram()) {
    case "notify-send":
      // Servers read the text as markup.
      return [
        "notify-send",
        "--app-name=orchestrator",
        "--hint=boolean:suppress-sound:true",
        "--",
        title,
        escapeMarkup(text),
      ];
    case "osascript":
      return ["osascript", "-e", SHOW, "--", title, text];
    default:
      return null;
  }
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
