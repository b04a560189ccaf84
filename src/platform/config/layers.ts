import type { TargetId } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import { readTextIfExists } from "../files/look.ts";
import { type FileLook, lookAtFile } from "./reading/look.ts";
import { remembered } from "./reading/remembered.ts";
import type { Author, Layer, Settings } from "./settings.ts";
import { type Problem, validateSettings } from "./reading/validate.ts";
import { harmless } from "./words.ts";

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

interface ValidText {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

function settingsOf(text: string, label: string): ValidText {
  return remembered("config", [label, text], () => {
    const result = validateSettings(text);
    if (!result.ok) throw badConfig(label, result.error);
    const { settings, unknownKeys } = result.value;
    return { settings, warnings: unknownKeys.map((problem) => sentence(label, problem)) };
  });
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
