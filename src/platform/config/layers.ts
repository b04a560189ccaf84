import { join } from "node:path";
import type { TargetId } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { stateHome } from "../environment.ts";
import { readTextIfExists } from "../files/look.ts";
import { ensureDir, writeDurable } from "../files/write.ts";
import { sha256 } from "../hash.ts";
import { type FileLook, lookAtFile } from "./reading/look.ts";
import type { Author, Layer, Settings } from "./settings.ts";
import { type Problem, validateSettings } from "./reading/validate.ts";
import { harmless } from "./words.ts";

/** Raised with every change of the schema: what was valid before is looked at again. */
const SCHEMA_VERSION = 11;

/** Reads and validates one settings file; null when there is none. */
export function readLayer(path: string, label: string, author: Author): Layer | null {
  const look = lookAtFile(path);
  if (look === null) return null;
  refuseUnreadable(look, path, label);
  if (author === "user") refuseUnsafe(look, path, label);
  const text = readTextIfExists(path);
  if (text === null) return null;
  const { settings, warnings } = settingsOf(text, label);
  return { label, path, author, text, settings, warnings };
}

/** `.worktreeinclude`, as other tools know it: one pattern a line, `#` for remarks. */
export function readIncludeLayer(
  path: string,
  label: string,
  target: TargetId | null = null,
): Layer | null {
  const look = lookAtFile(path);
  if (look === null) return null;
  refuseUnreadable(look, path, label);
  const text = readTextIfExists(path) ?? "";
  const patterns = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const own = { workspace_include: patterns };
  const settings = target === null ? own : { targets: { [target]: own } };
  return { label, path, author: "repository", text, settings, warnings: [] };
}

function refuseUnreadable(look: FileLook, path: string, label: string): void {
  if (look.kind !== "file") {
    throw new OrchestratorError("bad-config", `${label} is not a file`, {
      hint: "Look at it and move it away.",
      details: { path },
    });
  }
  if (look.size > LIMITS.configBytesMax) {
    throw new OrchestratorError(
      "bad-config",
      `${label} is ${look.size} bytes; settings may have ${LIMITS.configBytesMax}`,
      { hint: "Settings are written by hand: is it the file that was meant?", details: { path } },
    );
  }
}

/** Whoever may write the user's settings could run commands in the user's name (law I14). */
function refuseUnsafe(look: FileLook, path: string, label: string): void {
  if (look.foreign) {
    throw new OrchestratorError("unsafe-config", `${label} belongs to another user`, {
      hint: `Look at it, then take it over: sudo chown "$USER" '${path}'`,
      details: { path },
    });
  }
  if (look.writableByOthers) {
    throw new OrchestratorError("unsafe-config", `${label} can be written by other users`, {
      hint: `Take that right away: chmod go-w '${look.writablePath}'`,
      details: { path, writable: look.writablePath },
    });
  }
}

interface Remembered {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/**
 * The valid settings of a text. What was found valid once is remembered by the text's hash in the
 * user's state directory, never in the repository (which could forge it), so that `status` loads
 * neither the YAML parser nor zod.
 */
function settingsOf(text: string, label: string): Remembered {
  const key = sha256(`${SCHEMA_VERSION}\0${label}\0${text}`);
  const path = join(stateHome(), "cache", `config-${key}.json`);
  const remembered = recall(path);
  if (remembered !== null) return remembered;
  const result = validateSettings(text);
  if (!result.ok) throw badConfig(label, result.error);
  const found: Remembered = {
    settings: result.value.settings,
    warnings: result.value.unknownKeys.map((problem) => sentence(label, problem)),
  };
  remember(path, found);
  return found;
}

function recall(path: string): Remembered | null {
  try {
    const text = readTextIfExists(path);
    return text === null ? null : (JSON.parse(text) as Remembered);
  } catch {
    return null; // unreadable: validated again, that is all
  }
}

function remember(path: string, found: Remembered): void {
  try {
    ensureDir(join(stateHome(), "cache"));
    writeDurable(path, JSON.stringify(found), { mode: 0o600 });
  } catch {
    // A read-only or full home makes the next look slower, nothing else.
  }
}

function badConfig(label: string, problems: readonly Problem[]): OrchestratorError {
  const lines = problems.map((problem) => sentence(label, problem));
  return new OrchestratorError("bad-config", lines.join("\n"), {
    hint: "docs/configuration.md lists every setting with what it may hold.",
    details: { file: label, problems },
  });
}

/** `orchestrator.yaml:12: gates[0].timeout: "soon" is not a duration …` */
function sentence(label: string, { line, key, message }: Problem): string {
  return harmless(`${label}:${line}: ${key === "" ? "" : `${key}: `}${message}`);
}
