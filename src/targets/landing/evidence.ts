import type { ObjectId } from "../../model/index.ts";
import { GitFailure } from "../git/git.ts";
import { writeRefs } from "../git/locks.ts";
import { NOTES_REF } from "../names.ts";
import { identityEnv, requireIdentity } from "../identity.ts";
import type { Repository } from "../repository.ts";

/**
 * Attaches evidence to a commit that lands as a git note (E10): `git notes --ref=orchestrator show <commit>`.
 * The same evidence again changes nothing.
 */
export async function noteEvidence(
  repository: Repository,
  commit: ObjectId,
  evidence: unknown,
): Promise<void> {
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  const add = (...options: readonly string[]) =>
    changeNotes(repository, ["add", ...options, "-F", "-", commit], text);
  try {
    await add();
  } catch (error) {
    if (!(error instanceof GitFailure) || !/existing notes/.test(error.stderr)) throw error;
    const before = await repository.git.run(repository.vault, [...NOTES, "show", commit]);
    if (before.toString("utf8") !== text) await add("-f");
  }
}

/** Takes the evidence of a commit that did not land back; where there is none, nothing changes. */
export async function dropEvidence(repository: Repository, commit: ObjectId): Promise<void> {
  await changeNotes(repository, ["remove", "--ignore-missing", commit], "");
}

const NOTES = ["notes", `--ref=${NOTES_REF}`] as const;

function changeNotes(
  repository: Repository,
  args: readonly string[],
  stdin: string,
): Promise<Buffer> {
  const input = { stdin, env: identityEnv(requireIdentity(repository)) };
  return writeRefs(repository, () =>
    repository.git.run(repository.vault, [...NOTES, ...args], input),
  );
}
