import { join, resolve } from "node:path";
import type { TargetConfig, TargetId } from "../../../model/index.ts";
import { LIMITS, OrchestratorError, SELF_TARGET } from "../../../model/index.ts";
import { realPathOrNull, statOrNull } from "../../files/look.ts";
import { ALWAYS_PROTECTED, CONVENTION_PLACES, PROTECTED } from "../defaults.ts";
import { insideTree, resolveGates, resolveSetup } from "./gates.ts";
import type { Merged } from "../merge.ts";
import type { Settings, TargetSettings } from "../settings.ts";
import { isFile, sourceOf } from "./source.ts";
import { didYouMean, quoted } from "../words.ts";

export interface ResolvedTargets {
  readonly targets: readonly TargetConfig[];
  readonly defaultTarget: TargetId;
  readonly warnings: readonly string[];
}

interface TargetContext {
  readonly root: string;
  readonly home: string;
  readonly merged: Merged;
  /** What the targets' own repositories say where no file of settings says anything. */
  readonly carried: Readonly<Record<TargetId, TargetSettings>>;
  readonly warnings: string[];
}

/**
 * Every repository that can be worked on. `self`, the one around `root`, is always among them;
 * settings at the top of a file are its own, `defaults:` are everyone's. A target that is not
 * there is left out with a warning, unless it was asked for.
 * @throws OrchestratorError `unknown-target` for an asked target that is not configured,
 * `bad-config` for one whose path is wrong
 */
export function resolveTargets(context: TargetContext, asked: string | null): ResolvedTargets {
  const { settings } = context.merged;
  const written = settings.targets ?? {};
  const ids = [SELF_TARGET, ...Object.keys(written).filter((id) => id !== SELF_TARGET)];
  if (ids.length > LIMITS.targetsMax) {
    throw new OrchestratorError("bad-config", `${ids.length} targets; ${LIMITS.targetsMax} may be`);
  }
  const defaultTarget = asked ?? settings.default_target ?? SELF_TARGET;
  refuseUnknown(defaultTarget, ids, asked === null ? "bad-config" : "unknown-target");
  const targets: TargetConfig[] = [];
  for (const id of ids) {
    const target = resolveTarget(context, id, written[id] ?? {}, id === defaultTarget);
    if (target !== null) targets.push(target);
  }
  refuseTwins(targets);
  return { targets, defaultTarget, warnings: context.warnings };
}

function refuseUnknown(
  id: TargetId,
  known: readonly TargetId[],
  code: "bad-config" | "unknown-target",
): void {
  if (known.includes(id)) return;
  throw new OrchestratorError(
    code,
    `${quoted(id)} is not a target${didYouMean(id, known)}; there are: ${known.join(", ")}`,
    { hint: "Add it under targets: in orchestrator.yaml or config/targets.yaml." },
  );
}

/** Two names for one repository would land side by side on one branch (law I4). */
function refuseTwins(targets: readonly TargetConfig[]): void {
  const byPath = new Map<string, TargetId>();
  for (const { id, path } of targets) {
    const twin = byPath.get(path);
    if (twin !== undefined) {
      throw new OrchestratorError("bad-config", `targets ${twin} and ${id} are both ${path}`, {
        hint: "Give each repository one name.",
      });
    }
    byPath.set(path, id);
  }
}

function resolveTarget(
  context: TargetContext,
  id: TargetId,
  written: TargetSettings,
  needed: boolean,
): TargetConfig | null {
  const { merged, warnings } = context;
  const isSelf = id === SELF_TARGET;
  const own: TargetSettings = {
    ...context.carried[id],
    ...merged.settings.defaults,
    ...(isSelf ? ofTop(merged.settings) : {}),
    ...written,
  };
  const path = pathOf(context, id, own);
  if (path === null) {
    const message = `target ${id}: ${quoted(own.path ?? "")} is no directory`;
    if (needed) throw new OrchestratorError("bad-config", message, { details: { target: id } });
    warnings.push(`${message}; it is left out`);
    return null;
  }
  const key = isSelf ? "" : `targets.${id}.`;
  const { guarded, ...place } = sourceOf(path, own, key, warnings);
  const userGates = resolveGates(merged.userGates, "gates of your own settings");
  const ownGates = resolveGates(own.gates ?? [], `${key}gates`);
  for (const gate of ownGates) {
    if (userGates.some((each) => each.name === gate.name)) {
      warnings.push(`${key}gates: your own gate ${quoted(gate.name)} takes the place of this one`);
    }
  }
  return {
    id,
    name: own.name ?? (isSelf ? lastPart(path) : id),
    path,
    ...place,
    branch: own.branch ?? null,
    gates: [
      ...userGates,
      ...ownGates.filter((gate) => !userGates.some((each) => each.name === gate.name)),
    ],
    setup: resolveSetup(own.setup ?? [], `${key}setup`),
    protectedPaths: [
      ...new Set([
        ...ALWAYS_PROTECTED,
        ...merged.userProtectedPaths,
        ...(own.protected_paths ?? PROTECTED),
        ...guarded,
      ]),
    ],
    conventions:
      own.conventions?.map((each) => insideTree(each, `${key}conventions`)) ??
      CONVENTION_PLACES.filter((place) => isFile(join(path, place))),
    identityContext:
      own.identity_context === undefined
        ? null
        : insideTree(own.identity_context, `${key}identity_context`),
    devlog: own.devlog === undefined ? null : insideTree(own.devlog, `${key}devlog`),
    workspaceInclude: own.workspace_include ?? [],
    isolation: own.isolation ?? "clone",
  };
}

/** What stands at the top of a file and is a target's own. */
function ofTop(settings: Settings): TargetSettings {
  const {
    agents: _agents,
    concurrency: _concurrency,
    sandbox: _sandbox,
    auto_commit: _autoCommit,
    timeouts: _timeouts,
    retry: _retry,
    overlap: _overlap,
    ageing: _ageing,
    on_failure: _onFailure,
    names: _names,
    roles: _roles,
    archive_days: _archiveDays,
    telemetry: _telemetry,
    admission: _admission,
    solution_cache: _solutionCache,
    questions: _questions,
    default_target: _defaultTarget,
    defaults: _defaults,
    targets: _targets,
    ...own
  } = settings;
  return own;
}

function pathOf({ root, home }: TargetContext, id: TargetId, own: TargetSettings): string | null {
  const written = own.path ?? (id === SELF_TARGET ? "." : null);
  if (written === null) {
    throw new OrchestratorError("bad-config", `targets.${id}.path is missing`, {
      hint: "Where is that repository? Relative paths start at this one's root.",
    });
  }
  return placeOfTarget(root, home, written);
}

/** Where a target's written path leads; null when no directory is there. */
export function placeOfTarget(root: string, home: string, written: string | null): string | null {
  if (written === null) return null;
  const expanded = written.startsWith("~/") ? join(home, written.slice(2)) : written;
  const real = realPathOrNull(resolve(root, expanded));
  return real !== null && statOrNull(real)?.kind === "directory" ? real : null;
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}
