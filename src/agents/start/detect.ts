import { dirname, join } from "node:path";
import type { AdapterName, AgentConfig } from "../../model/index.ts";
import {
  askVersion,
  environment,
  minimalEnv,
  osName,
  pathExists,
  readTextIfExists,
  realPath,
} from "../../platform/index.ts";
import * as claudeCode from "../claude-code/command.ts";
import * as codex from "../codex/command.ts";
import { readObject, textOf } from "../lines/fields.ts";
import * as gemini from "../gemini/command.ts";
import * as opencode from "../opencode/command.ts";
import { findProgram, isOnPath, missingIn } from "./program.ts";

/** Whether an agent can reach its model, as far as that can be told without asking anybody. */
export type LoginState =
  | { readonly kind: "key"; readonly variable: string }
  | { readonly kind: "account" }
  /** Nothing of a login was seen; `command` logs in. */
  | { readonly kind: "none"; readonly command: string }
  /** It may be where we cannot look: a keychain, a provider of the user's own. */
  | { readonly kind: "unknown" };

export interface DetectedAgent {
  readonly adapter: AdapterName;
  readonly program: string;
  /** Where the PATH has it. */
  readonly path: string;
  /** As the program or its package says it; empty when neither does. */
  readonly version: string;
  readonly login: LoginState;
  /** Variables in which it looks for a key. */
  readonly keys: readonly string[];
  /** Older than what it was tried with. */
  readonly isOld: boolean;
}

interface KnownProgram {
  readonly adapter: AdapterName;
  readonly program: string;
  readonly package: string;
  /** Variables with a key or a token in them. */
  readonly keys: readonly string[];
  readonly loginFile: () => string;
  readonly loginCommand: string;
  /** The oldest that the adapter was tried with. */
  readonly triedWith: string;
  /** Some work without any login: with a model that costs nothing, or one that is near. */
  readonly worksWithout: boolean;
}

const PROGRAMS: readonly KnownProgram[] = [
  {
    adapter: "claude-code",
    program: claudeCode.PROGRAM,
    package: "@anthropic-ai/claude-code",
    keys: claudeCode.OWN_VARIABLES.filter(isKey),
    loginFile: claudeCode.loginFile,
    loginCommand: "claude auth login",
    triedWith: "2.1.197",
    worksWithout: false,
  },
  {
    adapter: "codex",
    program: codex.PROGRAM,
    package: "@openai/codex",
    keys: codex.OWN_VARIABLES.filter(isKey),
    loginFile: codex.loginFile,
    loginCommand: "codex login",
    triedWith: "0.169.0",
    worksWithout: false,
  },
  {
    adapter: "opencode",
    program: opencode.PROGRAM,
    package: "opencode-ai",
    keys: opencode.OWN_VARIABLES.filter(isKey),
    loginFile: opencode.loginFile,
    loginCommand: "opencode auth login",
    triedWith: "1.18.33",
    worksWithout: true,
  },
  {
    adapter: "gemini",
    program: gemini.PROGRAM,
    package: "@google/gemini-cli",
    keys: gemini.OWN_VARIABLES.filter(isKey),
    loginFile: gemini.loginFile,
    loginCommand: "gemini",
    triedWith: "0.61.0",
    worksWithout: false,
  },
];

const VERSION_CHARS_MAX = 60;
/** From a program's file up to its package. */
const LEVELS_MAX = 4;

/** What a variable that holds a key or a token is called. */
export function isKey(name: string): boolean {
  return /_(?:API_KEY|TOKEN)$/.test(name);
}

/** Variables in which an adapter's program looks for a key or a token. */
export function keyVariables(adapter: AdapterName): readonly string[] {
  return PROGRAMS.find((known) => known.adapter === adapter)?.keys ?? [];
}

/** The program that a configured agent is started with, where its PATH has none of that name. */
export async function missingProgram(agent: AgentConfig): Promise<string | null> {
  const path = agent.env["PATH"] ?? minimalEnv()["PATH"] ?? "";
  const known = PROGRAMS.find(({ adapter }) => adapter === agent.adapter);
  if (known !== undefined) return isOnPath(known.program, path) ? null : known.program;
  return agent.run === null ? null : await missingIn(agent.run, path);
}

/** The agents there are adapters for that the user's PATH has, in the order of preference. */
export async function detectAgents(): Promise<readonly DetectedAgent[]> {
  const found = await Promise.all(PROGRAMS.map(detect));
  return found.filter((agent) => agent !== null);
}

async function detect(known: KnownProgram): Promise<DetectedAgent | null> {
  const path = findProgram(known.program);
  if (path === null) return null;
  const version = packageVersion(path, known.package) ?? (await versionSaidBy(path));
  if (version === null) return null;
  const { adapter, program } = known;
  const isOld = isOlder(version, known.triedWith);
  return { adapter, program, path, version, login: loginOf(known), keys: known.keys, isOld };
}

/** By the numbers alone; what is no version is not said to be an old one. */
function isOlder(version: string, than: string): boolean {
  if (!/^\d+\.\d+/.test(version)) return false;
  const [own, other] = [version, than].map((text) => text.split(/[.+-]/).map(Number));
  for (let at = 0; at < 3; at++) {
    const [a, b] = [own?.[at] ?? 0, other?.[at] ?? 0];
    if (a !== b) return a < b;
  }
  return false;
}

/** Its package says it at once; some of these programs take seconds to say it themselves. */
function packageVersion(path: string, name: string): string | null {
  let dir = dirname(realPath(path));
  for (let level = 0; level < LEVELS_MAX; level++) {
    const text = readTextIfExists(join(dir, "package.json"));
    const fields = text === null ? null : readObject(text.trimStart());
    if (fields !== null && textOf(fields, "name") === name) return textOf(fields, "version");
    dir = dirname(dir);
  }
  return null;
}

/** Null when it does not run: then it is not there for us either. */
async function versionSaidBy(path: string): Promise<string | null> {
  const line = await askVersion(path);
  return line === null
    ? null
    : (/\d+(?:\.\d+)+\S*/.exec(line)?.[0] ?? line.slice(0, VERSION_CHARS_MAX));
}

function loginOf(known: KnownProgram): LoginState {
  const env = environment();
  const variable = known.keys.find((name) => (env[name] ?? "") !== "");
  if (variable !== undefined) return { kind: "key", variable };
  if (pathExists(known.loginFile())) return { kind: "account" };
  // There it is in the keychain.
  if (known.worksWithout || osName() === "macos") return { kind: "unknown" };
  if (known.adapter === "codex" && hasOwnProvider()) return { kind: "unknown" };
  return { kind: "none", command: known.loginCommand };
}

function hasOwnProvider(): boolean {
  const config = readTextIfExists(join(dirname(codex.loginFile()), "config.toml")) ?? "";
  return /^\s*model_provider\s*=/m.test(config);
}
