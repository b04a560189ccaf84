/** The options every command takes, before or after its name. */
export interface Globals {
  readonly json: boolean;
  readonly ndjson: boolean;
  readonly cwd: string | null;
  readonly config: string | null;
  readonly target: string | null;
  readonly yes: boolean;
  readonly noInput: boolean;
  readonly noColor: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly accessible: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

export interface SplitArguments {
  readonly globals: Globals;
  /** What is left for the command, in order. */
  readonly rest: readonly string[];
  /** A usage error in the global options themselves, or null. */
  readonly problem: string | null;
}

type Valued = "cwd" | "config" | "target";
type Switch = Exclude<keyof Globals, Valued>;

const SWITCHES: ReadonlyMap<string, Switch> = new Map<string, Switch>([
  ["--json", "json"],
  ["--ndjson", "ndjson"],
  ["--yes", "yes"],
  ["-y", "yes"],
  ["--no-input", "noInput"],
  ["--no-color", "noColor"],
  ["--quiet", "quiet"],
  ["-q", "quiet"],
  ["--debug", "debug"],
  ["-d", "debug"],
  ["--accessible", "accessible"],
  ["--help", "help"],
  ["-h", "help"],
  ["--version", "version"],
]);

const VALUES: ReadonlyMap<string, Valued> = new Map<string, Valued>([
  ["--cwd", "cwd"],
  ["--config", "config"],
  ["--target", "target"],
]);

const NONE: Globals = {
  json: false,
  ndjson: false,
  cwd: null,
  config: null,
  target: null,
  yes: false,
  noInput: false,
  noColor: false,
  quiet: false,
  debug: false,
  accessible: false,
  help: false,
  version: false,
};

/**
 * Takes the global options out of a command line without loading the argument parser: they must
 * be known even when the rest of the line is a usage error (it still ends in one envelope).
 */
export function splitGlobals(argv: readonly string[]): SplitArguments {
  const globals: { -readonly [name in keyof Globals]: Globals[name] } = { ...NONE };
  const rest: string[] = [];
  let problem: string | null = null;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--") {
      rest.push(...argv.slice(at));
      break;
    }
    const named = SWITCHES.get(word);
    if (named !== undefined) {
      globals[named] = true;
      continue;
    }
    const equals = word.indexOf("=");
    const valued = VALUES.get(equals < 0 ? word : word.slice(0, equals));
    if (valued === undefined) {
      rest.push(word);
      continue;
    }
    const value = equals < 0 ? argv[at + 1] : word.slice(equals + 1);
    // A directory that is called like an option can still be named with an equals sign.
    const missing = value === undefined || value === "" || (equals < 0 && value.startsWith("-"));
    if (equals < 0 && !missing) at += 1;
    if (missing) problem ??= `--${valued} needs a value`;
    else globals[valued] = value;
  }
  if (globals.json && globals.ndjson) problem ??= "--json and --ndjson exclude each other";
  return { globals, rest, problem };
}
