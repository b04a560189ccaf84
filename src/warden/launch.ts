import { mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { ConfinementKind } from "../model/index.ts";
import { explainIo, liveness, nowMs, randomId, removeTreeSync } from "../platform/index.ts";
import { makeCgroup } from "./fence/cgroup.ts";
import { type ConfinementTools, confine, refusalOf } from "./fence/confinement.ts";
import { describeFence, watchOf } from "./fence/fence.ts";
import type { SentSpec } from "./messages.ts";
import type { KeeperRequest } from "./keepers.ts";
import { type Run, newRun, runFromRecord } from "./run.ts";
import {
  CLAIM_FILE,
  type KeeperNote,
  RUN_FILE,
  type RunTerms,
  appendRunLine,
  createRunFile,
  isSandboxed,
  newTerms,
  readClaims,
  readRunFile,
} from "./run-file.ts";
import { cgroupOf } from "./tree.ts";

/**
 * Makes a run's directory and file, or reads those that are there already: `created` is false. A
 * directory of `spare` files is cleared and nobody's, and gets its record before its name.
 */
export function layRun(
  dir: string,
  slug: string,
  spec: SentSpec,
  kind: ConfinementKind,
  tools: ConfinementTools,
  spare: string | null,
): { readonly run: Run; readonly created: boolean } {
  const terms = newTerms(
    spec,
    `${slug}.${randomId(6)}`,
    kind,
    nowMs(),
    fenceTerms(spec, kind, tools),
  );
  if (spare !== null && moveIn(spare, dir, terms)) {
    return { run: newRun(terms, slug, dir), created: true };
  }
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw explainIo(error, "make the directory", dir);
    }
  }
  if (createRunFile(dir, terms)) return { run: newRun(terms, slug, dir), created: true };
  const record = readRunFile(dir);
  const run = record === null ? null : runFromRecord(dir, slug, record);
  if (run !== null) return { run, created: false };
  // Whoever created the file was killed before its first line, so no keeper was asked for yet.
  appendRunLine(dir, { terms });
  return { run: newRun(terms, slug, dir), created: true };
}

/** False when the run has a directory already; the spare one is then as good as any other. */
function moveIn(spare: string, dir: string, terms: RunTerms): boolean {
  try {
    appendRunLine(spare, { terms });
    renameSync(spare, dir);
    return true;
  } catch {
    removeTreeSync(spare);
    return false;
  }
}

function fenceTerms(spec: SentSpec, kind: ConfinementKind, tools: ConfinementTools) {
  const { confinement: profile } = spec;
  if (kind !== "bubblewrap" || tools.fence === null || profile.view !== "fenced") return null;
  return { held: describeFence(profile, tools.fence), watch: watchOf(profile, tools.fence) };
}

/** What a keeper needs to start it, confined as its terms say. Throws when it cannot be. */
export function keeperRequest(
  run: Run,
  spec: SentSpec,
  tools: ConfinementTools,
  filesDir: string,
): KeeperRequest {
  const { confinement, tag } = run.terms;
  const cgroup = cgroupOf(run, tools.cgroupBase);
  if (cgroup !== null) makeCgroup(cgroup);
  return {
    slug: run.slug,
    cwd: spec.cwd,
    hasStdin: spec.hasStdin,
    listens: spec.listens === true,
    env: spec.env,
    argv: confine(confinement, tools, {
      argv: spec.argv,
      cwd: spec.cwd,
      profile: spec.confinement,
      cgroup,
      env: spec.env,
      tag,
      filesDir,
    }),
    inside: isSandboxed(confinement),
    deadlineMs: spec.deadlineMs,
    stdoutBytesMax: spec.stdoutBytesMax,
    stderrBytesMax: spec.stderrBytesMax,
    tag,
  };
}

/** What no process could be given, whatever the machine: shown as a run that never started. */
export function refusalFor(spec: SentSpec): string | null {
  const texts = [...spec.argv, spec.cwd, ...Object.entries(spec.env).flat()];
  if (texts.some((text) => text.includes("\0"))) return "a NUL in the command or its environment";
  const names = Object.keys(spec.env);
  if (names.some((name) => name === "" || name.includes("="))) return "a bad variable name";
  return refusalOf(spec.argv[0], spec.cwd, spec.env["PATH"]);
}

/** What became of a run that was to start. `never-ran` is certain; `unclear` is to look again. */
export type StartLook =
  | { readonly kind: "unclear" }
  | { readonly kind: "started"; readonly keeper: KeeperNote }
  | { readonly kind: "ended" }
  | { readonly kind: "never-ran" };

/**
 * Looks in an order that makes `never-ran` certain (law I1): first who claimed it, then whether they
 * live, and last what they wrote. A keeper claims before it writes `started`, and that before it
 * runs anything; the dead write no more. So if all who claimed are dead and none wrote `started`,
 * nothing ran; and whoever claims after them finds that it is not the first.
 */
export function lookAtStart(dir: string, boot: string): StartLook {
  const claims = readClaims(dir, boot);
  const areDead = claims.every((one) => liveness(one.process) === "dead");
  const record = readRunFile(dir);
  if (record === null) return { kind: "unclear" };
  if (record.started !== null) return { kind: "started", keeper: record.started };
  if (record.ending !== null) return { kind: "ended" };
  if (!areDead || readClaims(dir, boot).length !== claims.length) return { kind: "unclear" };
  return { kind: "never-ran" };
}

/** Lets another keeper claim the run; only after `never-ran`. */
export function liftClaim(dir: string): void {
  rmSync(join(dir, CLAIM_FILE), { force: true });
}

/**
 * Removes a run's directory, if there is nothing in it but files. The run's own goes last: a kill on
 * the way leaves a run that has ended. Renaming the directory first would make that one step, and
 * costs the whole machine a millisecond.
 */
export function removeRun(dir: string): boolean {
  try {
    for (const name of readdirSync(dir)) if (name !== RUN_FILE) unlinkSync(join(dir, name));
    rmSync(join(dir, RUN_FILE), { force: true });
    rmdirSync(dir);
    return true;
  } catch {
    return false;
  }
}
