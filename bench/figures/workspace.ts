import type { Figure } from "../figure.ts";
import { amount, ratioRow } from "../figure.ts";
import { processAnswer } from "../measure.ts";
import { BenchRepository, roadmapOf } from "../repository.ts";

export const workspaceFigure: Figure = {
  name: "workspace",
  title: "A workspace on a repository of 20,000 files, from the second attempt on",
  measure: async (workshop) => {
    const repository = BenchRepository.make(workshop, {
      name: "workspace",
      files: workshop.quick ? 500 : 20_000,
      roadmap: roadmapOf(1),
      agent: "true",
    });
    const pooled = workshop.path("workspace", "pooled");
    repository.git("worktree", "add", "--quiet", "-b", "work", pooled);
    const program = await workshop.program("workspace-reuse");
    const rounds = String(workshop.rounds(15));
    const answer = await processAnswer(
      [process.execPath, program, repository.root, pooled, rounds],
      { cwd: repository.root, env: repository.env },
    );
    const { ours = Number.NaN, byHand = Number.NaN, given = Number.NaN } = answer;
    const row = ratioRow({
      what: "workspace ready",
      subject: ours,
      floor: byHand,
      floorName: "checkout -f + clean of a pooled work tree",
      unit: "ms",
      max: 2,
    });
    return [
      row,
      {
        what: "given back after the attempt",
        measured: amount(given, "ms"),
        against: "",
        result: "",
        goal: "",
        verdict: "shown",
      },
    ];
  },
};
