import { resolve } from "node:path";
import type { Workplace } from "../../daemon/index.ts";
import { openWorkplace } from "../../daemon/index.ts";
import type { TargetConfig } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { nearest } from "../text/words.ts";
import type { Globals } from "./globals.ts";
import type { Environment, Style } from "./terminal/style.ts";
import { chooseStyle, isSet } from "./terminal/style.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What a command is carried out in. */
export interface Context {
  readonly globals: Globals;
  readonly terminal: Terminal;
  readonly style: Style;
  readonly env: Environment;
  /** Absolute: where relative paths on the command line start from. */
  readonly cwd: string;
  /** A person can be asked. */
  readonly interactive: boolean;
}

export function openContext(globals: Globals, terminal: Terminal, env: Environment): Context {
  const machine = globals.json || globals.ndjson;
  const declined = globals.noInput || isSet(env["CI"]) || machine;
  return {
    globals,
    terminal,
    style: chooseStyle(globals, env, !machine && terminal.stdoutIsTerminal),
    env,
    cwd: resolve(globals.cwd ?? "."),
    interactive: !declined && terminal.stderrIsTerminal && terminal.stdinIsTerminal,
  };
}

/** The repository around the working directory with its settings. Throws named errors. */
export function workplaceOf(
  context: Context,
  flags: Readonly<Record<string, unknown>> = {},
): Workplace {
  return openWorkplace({
    cwd: context.cwd,
    configFile: configFileOf(context),
    env: context.env,
    flags,
  });
}

/** The file of `--config`, absolute. */
export function configFileOf({ globals, cwd }: Context): string | null {
  return globals.config === null ? null : resolve(cwd, globals.config);
}

/** The target of `--target`, or the configuration's default one. */
export function targetIn(context: Context, place: Workplace): TargetConfig {
  const wanted = context.globals.target ?? place.config.defaultTarget;
  const found = place.config.targets.find((target) => target.id === wanted);
  if (found !== undefined) return found;
  const known = place.config.targets.map((target) => target.id);
  const close = nearest(wanted, known);
  throw new OrchestratorError("unknown-target", `there is no target ${JSON.stringify(wanted)}`, {
    hint: `Known targets: ${(close.length > 0 ? close : known).join(", ")}`,
    details: { known },
  });
}
