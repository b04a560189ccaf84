import type { ObjectId } from "../model/index.ts";
import { writeRefs } from "./locks.ts";
import { NOTES_REF } from "./names.ts";
import type { Repository } from "./repository.ts";
import { requireIdentity } from "./repository.ts";

/**
 * Attaches evidence to a landed commit as a git note (E10): `git notes --ref=orchestrator show <commit>`.
 * The same evidence again changes nothing.
 */
export async function noteEvidence(
  repository: Repository,
  commit: ObjectId,
  evidence: unknown,
): Promise<void> {
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  const notes = ["notes", `--ref=${NOTES_REF}`];
  const before = await repository.git.ask(repository.vault, [...notes, "show", commit]);
  if (before.code === 0 && before.stdout.toString("utf8") === text) return;
  const { name, email } = requireIdentity(repository);
  const env = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
  const args = [...notes, "add", "-f", "-F", "-", commit];
  await writeRefs(repository, () =>
    repository.git.run(repository.vault, args, { stdin: text, env }),
  );
}
