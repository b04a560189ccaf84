import type { GateDefinition, SetupStep } from "../../model/index.ts";
import { exec, minimalEnv } from "../../platform/index.ts";
import { safeText } from "../text/safe.ts";
import { list } from "../text/words.ts";
import type { Check } from "./checks.ts";
import { ok, warn } from "./checks.ts";

const LOOK_MS_MAX = 5_000;

/** Commands of a shell that are no program of their own. */
const SHELL_WORDS = new Set(
  "! . : [ alias break case cd command continue echo eval exec exit export false for if printf pwd read return set shift test time trap true type ulimit umask unset until wait while { (".split(
    " ",
  ),
);

export interface Missing {
  /** `setup` or the gate's name. */
  readonly what: string;
  readonly command: string;
  /** "pnpm is not on your PATH" */
  readonly why: string;
}

/** What setup and gates ask for and this machine does not have; starts nothing of theirs. */
export async function findMissing(project: {
  readonly setup: readonly Pick<SetupStep, "run">[];
  readonly gates: readonly Pick<GateDefinition, "name" | "check">[];
}): Promise<readonly Missing[]> {
  const commands = [
    ...project.setup.map(({ run }) => ({ what: "setup", command: run })),
    ...project.gates.flatMap(({ name, check }) =>
      check.kind === "command" ? [{ what: name, command: check.run }] : [],
    ),
  ];
  const found = await Promise.all(
    commands.map(async ({ what, command }) => {
      const whys = await Promise.all(simpleCommands(command).map(whyMissing));
      const why = whys.find((one) => one !== null);
      return why === undefined || why === null ? [] : [{ what, command, why }];
    }),
  );
  return found.flat();
}

/** The words of each simple command, as far as they can be told without being a shell. */
export function simpleCommands(line: string): readonly (readonly string[])[] {
  // Quotes, substitutions and heredocs: what cannot be told is not guessed at.
  if (/["'`$\\<]/.test(line)) return [];
  return line
    .split(/&&|\|\||[;|&\n]/)
    .map((part) => part.trim().split(/\s+/))
    .map(withoutAssignments)
    .filter(([program = ""]) => program !== "" && !SHELL_WORDS.has(program));
}

function withoutAssignments(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^\w+=/.test(word));
  return first === -1 ? [] : words.slice(first);
}

async function whyMissing(words: readonly string[]): Promise<string | null> {
  const [program = "", flag, module] = words;
  if (!/^[\w.+-]+$/.test(program)) return null;
  if (!(await isOnPath(program))) {
    return `${program} is not on your PATH`;
  }
  if (!/^python[\d.]*$/.test(program) || flag !== "-m" || !/^\w+$/.test(module ?? "")) return null;
  const look =
    "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)";
  if (await succeeds([program, "-c", look, module ?? ""])) return null;
  return `${program} has no module ${module}`;
}

/** A program's name, or the path of one. */
export function isOnPath(program: string): Promise<boolean> {
  return succeeds(["/bin/sh", "-c", 'command -v -- "$1"', "sh", program]);
}

async function succeeds(argv: readonly [string, ...string[]]): Promise<boolean> {
  const options = { cwd: "/", env: minimalEnv(), timeoutMs: LOOK_MS_MAX, stdoutBytesMax: 10_000 };
  return (await exec(argv, options)).code === 0;
}

export function missingSentence({ what, command, why }: Missing): string {
  return `${safeText(what)} (${safeText(command)}): ${why}`;
}

/** Whether what setup and gates start is installed here. */
export async function checkPrograms(
  project: Parameters<typeof findMissing>[0],
): Promise<readonly Check[]> {
  if (project.setup.length + project.gates.length === 0) return [];
  const missing = await findMissing(project);
  if (missing.length === 0) return [ok("programs", "what setup and gates start is there")];
  const found = list(missing.map(missingSentence));
  return [warn("programs", found, "Install what is missing, or change orchestrator.yaml.")];
}
