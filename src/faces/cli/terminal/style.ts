import type { Globals } from "../globals.ts";

/** The sixteen colours of the user's own theme, or nothing at all. */
export type Colour = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan";

const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

export interface Style {
  readonly colour: boolean;
  /** No symbols, one sentence a line: for screen readers. */
  readonly accessible: boolean;
  paint(colour: Colour, text: string): string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Colour only on a terminal that can show it and whose owner has not declined it. */
export function chooseStyle(globals: Globals, env: Environment, isTerminal: boolean): Style {
  const accessible =
    globals.accessible || isSet(env["ORCHESTRATOR_ACCESSIBLE"] ?? env["ACCESSIBLE"]);
  const colour = wantsColour(globals, env, isTerminal) && !accessible;
  return {
    colour,
    accessible,
    paint: (name, text) => {
      if (!colour || text === "") return text;
      const [on, off] = CODES[name];
      return `\u001b[${on}m${text}\u001b[${off}m`;
    },
  };
}

function wantsColour(globals: Globals, env: Environment, isTerminal: boolean): boolean {
  if (globals.noColor || (env["NO_COLOR"] ?? "") !== "") return false;
  if (isSet(env["FORCE_COLOR"]) || isSet(env["CLICOLOR_FORCE"])) return true;
  return isTerminal && env["TERM"] !== "dumb";
}

/** A variable that says yes. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
