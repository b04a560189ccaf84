import { relative } from "node:path";
import { replaceRoadmap } from "../../../daemon/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import type { ExpandFault, ProposedStream, WorkflowTemplate } from "../../../planner/index.ts";
import { expandTemplate } from "../../../planner/index.ts";
import { appendWorkStream } from "../../../roadmap/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import { commandLine, count } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import { requireApproval } from "../roadmap/approval.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { askLine } from "../terminal/prompt.ts";
import { openDesk } from "../roadmap/streams.ts";
import {
  findWorkflow,
  listWorkflows,
  readWorkflow,
  WORKFLOW_FOLDER,
} from "../roadmap/workflow-files.ts";

interface RunOptions {
  readonly answer?: readonly string[];
  readonly dryRun?: boolean;
}

export const workflow: Face = (command, on) => {
  command.command("list").description("the templates of this repository").action(on(list));
  command
    .command("show")
    .description("one template: its questions and phases")
    .argument("<workflow>", "name, number of its intent (1–8), or .yaml file")
    .action(on((context, name: string) => show(context, name)));
  command
    .command("run")
    .description("propose its phases as work streams")
    .argument("<workflow>", "name, number of its intent (1–8), or .yaml file")
    .option("--answer <key=value...>", "answers to its questions")
    .option("--dry-run", "change nothing; show the lines that would be added")
    .action(on((context, name: string, options: RunOptions) => propose(context, name, options)));
};

function list(context: Context): Answer {
  const { root } = workplaceOf(context);
  const warnings: string[] = [];
  const found = listWorkflows(root).flatMap((file) => {
    try {
      const { name: title, phases, questions, estimatedTime } = readWorkflow(file);
      const path = relative(root, file.path);
      const [many, asked] = [phases.length, questions.length];
      return [{ name: file.name, title, path, phases: many, questions: asked, estimatedTime }];
    } catch (error) {
      // One that cannot be read is named, and hides none of the others.
      if (!(error instanceof OrchestratorError)) throw error;
      warnings.push(error.message);
      return [];
    }
  });
  const rows = found.map(({ name, title, phases, estimatedTime }) => [
    safeText(name),
    safeText(title),
    count(phases, "phase"),
    safeText(estimatedTime ?? ""),
  ]);
  return {
    schema: "workflow-list",
    data: { workflows: found },
    text:
      rows.length === 0
        ? `No workflow here: put YAML templates into ${WORKFLOW_FOLDER}/.`
        : alignRows(rows).join("\n"),
    warnings,
  };
}

function show(context: Context, asked: string): Answer {
  const { root } = workplaceOf(context);
  const template = readWorkflow(findWorkflow(root, context.cwd, asked));
  return {
    schema: "workflow-show",
    data: template,
    text: [
      `${safeText(template.name)}${template.estimatedTime === null ? "" : ` (${safeText(template.estimatedTime)})`}`,
      ...template.questions.map(
        ({ key, prompt, required, options }) =>
          `  ${required ? "asks" : "may ask"} ${safeText(key)}: ${safeText(prompt)}${options.length === 0 ? "" : ` (${options.map(safeText).join(", ")})`}`,
      ),
      ...template.phases.map(({ name, tasks, dependsOn, parallel }, at) => {
        const after = dependsOn === null ? "" : ` after ${dependsOn.map(safeText).join(", ")}`;
        const beside = parallel ? ", side by side with its neighbours" : "";
        return `  ${at + 1}. ${safeText(name)}: ${count(tasks.length, "task")}${after}${beside}`;
      }),
      ...template.recovery.map(({ name, action }) => `  on ${safeText(name)}: ${safeText(action)}`),
    ].join("\n"),
    next: [`${commandLine("orchestrator workflow run", asked)} --dry-run`],
  };
}

/** The phases as work streams of the roadmap: a diff that a person accepts; nothing is started. */
async function propose(context: Context, asked: string, options: RunOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const template = readWorkflow(findWorkflow(place.root, context.cwd, asked));
  const answers = await answersTo(context, template, readAnswers(options.answer ?? [], asked));
  const expanded = expandTemplate(template, answers);
  if (!expanded.ok) throw refusal(expanded.error, asked);
  const { read } = openDesk(context, place);
  const { text, ids } = appendAll(read.text, read.path, expanded.value);
  const added = addedLines(read.text, text);
  const streams = expanded.value.map((one, at) => ({
    id: ids[at] ?? "",
    title: one.title,
    phase: one.phase,
    dependsOn: one.dependsOn.flatMap((place_) => ids[place_] ?? []),
    agents: one.agents,
    acceptance: one.acceptance,
  }));
  const dry = options.dryRun === true;
  if (!dry) {
    const amount = count(ids.length, "work stream");
    await requireApproval(context, {
      shown: added.map((line) => `+ ${safeText(line)}`),
      question: `Add ${amount} to the roadmap?`,
      declined: "nothing was added",
      pending: `this adds ${amount}`,
      hint: "Nobody could be asked. To add them: -y. To see them: --dry-run",
    });
    replaceRoadmap(read, text);
  }
  return {
    schema: "workflow-run",
    data: { workflow: template.name, added: !dry, file: read.path, streams },
    text: [
      ...(dry || !context.interactive ? added.map((line) => `+ ${safeText(line)}`) : []),
      `${dry ? "Would add" : "Added"} ${count(ids.length, "work stream")}: ${ids.map(safeText).join(", ")}`,
    ].join("\n"),
    next: dry
      ? [commandLine("orchestrator workflow run", asked)]
      : [commandLine("orchestrator run", ...ids), "orchestrator plan"],
  };
}

function seeQuestions(asked: string): string {
  return `See what is asked: ${commandLine("orchestrator workflow show", asked)}`;
}

function readAnswers(given: readonly string[], asked: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1)
        throw new OrchestratorError("usage", `an answer is KEY=VALUE, not "${one}"`, {
          hint: seeQuestions(asked),
        });
      return [one.slice(0, at), one.slice(at + 1)] as const;
    }),
  );
}

/** A person at the terminal is asked what is open; elsewhere what is missing is said. */
async function answersTo(
  context: Context,
  template: WorkflowTemplate,
  given: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  if (!context.interactive) return given;
  const answers = new Map(Object.entries(given));
  for (const { key, prompt, required } of template.questions) {
    if (answers.has(key)) continue;
    const reply = await askLine(`${safeText(prompt)}${required ? "" : " (may stay empty)"}`);
    if (reply !== null) answers.set(key, reply);
  }
  return Object.fromEntries(answers);
}

function refusal(fault: ExpandFault, asked: string): OrchestratorError {
  switch (fault.kind) {
    case "unanswered": {
      const [first] = fault.questions;
      return new OrchestratorError(
        "usage",
        `unanswered: ${fault.questions.map(({ prompt }) => prompt).join(" ")}`,
        {
          hint: `Answer it: --answer ${first?.key ?? "key"}=…`,
        },
      );
    }
    case "unknown-answer":
      return new OrchestratorError("usage", `nothing asks for: ${fault.keys.join(", ")}`, {
        hint: seeQuestions(asked),
      });
    case "not-an-option":
      return new OrchestratorError("usage", `${fault.key} is one of: ${fault.options.join(", ")}`, {
        hint: `Choose one: --answer ${fault.key}=${fault.options[0] ?? ""}`,
      });
    case "cycle":
      return new OrchestratorError(
        "usage",
        `phases wait for one another: ${fault.phases.join(", ")}`,
        { hint: "Take one of their dependencies out of the workflow's file." },
      );
  }
}

function appendAll(
  text: string,
  path: string,
  streams: readonly ProposedStream[],
): { readonly text: string; readonly ids: readonly string[] } {
  let edited = text;
  const ids: string[] = [];
  for (const { title, acceptance, dependsOn } of streams) {
    const before = dependsOn.flatMap((at) => ids[at] ?? []);
    const work = {
      title: safeText(title),
      acceptance: acceptance.map(safeText),
      dependsOn: before,
    };
    const appended = appendWorkStream(edited, work, { file: path });
    if (!appended.ok) {
      throw new OrchestratorError(
        "roadmap-unreadable",
        `nothing was added: ${appended.error.message}`,
      );
    }
    edited = appended.value.text;
    ids.push(appended.value.id);
  }
  return { text: edited, ids };
}

/** What was put in, between what is the same before and after. */
function addedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return now.slice(head, now.length - tail);
}
