import { EXIT } from "../../../model/index.ts";
import { sessionReport } from "../../../journal/index.ts";
import { removeDemo, runDemo } from "../../demo/run-demo.ts";
import { reportText } from "../../report/text.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";

export const demo: Face = (command, on) => {
  command
    .option("--keep", "leave the repository where it is")
    .action(on((context, options: { keep?: boolean }) => watch(context, options.keep === true)));
};

async function watch(context: Context, keep: boolean): Promise<Answer> {
  const { terminal, globals } = context;
  const [, program = ""] = process.argv;
  const end = await runDemo({
    argv: [process.execPath, ...process.execArgv, program],
    print: (line) => {
      if (!globals.quiet) terminal.err(`${line}\n`);
    },
  });
  // What went wrong must be there to be looked at.
  const kept = keep || end.exit !== EXIT.success;
  if (!kept) await removeDemo(end);
  const report = sessionReport(end.state);
  const data = { repository: kept ? end.repository : null, incidents: end.incidents, report };
  const text = [
    reportText(report, terminal.columns),
    "",
    ...end.incidents.map(
      ({ happened, title, evidence }) => `${happened ? "ok  " : "FAIL"} ${title}: ${evidence}`,
    ),
    "",
    kept
      ? `The repository is kept: ${end.repository}`
      : "To look around afterwards: orchestrator demo --keep",
  ].join("\n");
  const next = kept
    ? [
        `git -C ${end.repository} log --graph --oneline`,
        `orchestrator status --cwd ${end.repository}`,
      ]
    : ["cd your/repository && orchestrator init"];
  if (end.exit === EXIT.success) return { schema: "demo", data, text, next };
  const message = "the demo did not go as it should";
  return {
    schema: "demo",
    data,
    text,
    next,
    exit: end.exit,
    failure: { code: "work-failed", message },
  };
}
