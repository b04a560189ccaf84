import { err, ok, type Result } from "../../model/index.ts";
import { plainText } from "../words.ts";
import type { WorkflowPhase, WorkflowQuestion, WorkflowTemplate } from "./template.ts";

/** A work stream that a workflow proposes; others are named by their place in the proposal. */
export interface ProposedStream {
  readonly phase: string;
  readonly title: string;
  /** What must hold when it is done: the tasks, outputs and what to do when it goes wrong. */
  readonly acceptance: readonly string[];
  /** Places, from 0, of those before it. */
  readonly dependsOn: readonly number[];
  /** Roles the template asks for. */
  readonly agents: readonly string[];
}

export type ExpandFault =
  | { readonly kind: "unanswered"; readonly questions: readonly WorkflowQuestion[] }
  | { readonly kind: "unknown-answer"; readonly keys: readonly string[] }
  | { readonly kind: "not-an-option"; readonly key: string; readonly options: readonly string[] }
  | { readonly kind: "cycle"; readonly phases: readonly string[] };

const PLACEHOLDER = /\$\{([A-Za-z_][\w.-]*)\}/g;

/** What the placeholders of a template stand for when nobody says. */
const DEFAULTS: Readonly<Record<string, string>> = { detected_language: "the project's language" };

/**
 * A template with its answers as work streams in an order that respects what each waits for.
 * Nothing is started: a proposal becomes work only when a person puts it into the roadmap.
 */
export function expandTemplate(
  template: WorkflowTemplate,
  answers: Readonly<Record<string, string>>,
): Result<readonly ProposedStream[], ExpandFault> {
  const fault = checkAnswers(template, answers);
  if (fault !== null) return err(fault);
  const after = phasesBefore(template.phases);
  const order = sortPhases(template.phases, after);
  if (!order.ok) return err({ kind: "cycle", phases: order.error });
  const place = new Map(order.value.map((phase, at) => [phase.name, at]));
  const subject = subjectOf(template, answers);
  const fill = (text: string): string =>
    text.replace(
      PLACEHOLDER,
      (whole, key: string) => of(answers, key) || of(DEFAULTS, key) || whole,
    );
  return ok(
    order.value.map((phase) => ({
      phase: phase.name,
      title: plainText(`${fill(phase.name)}: ${subject}`),
      acceptance: [...acceptanceOf(template, phase, answers)].map((one) => plainText(fill(one))),
      dependsOn: (after.get(phase.name) ?? []).flatMap((name) => place.get(name) ?? []),
      agents: phase.agents.map(fill),
    })),
  );
}

function checkAnswers(
  { questions }: WorkflowTemplate,
  answers: Readonly<Record<string, string>>,
): ExpandFault | null {
  const known = new Set([...questions.map(({ key }) => key), ...Object.keys(DEFAULTS)]);
  const strange = Object.keys(answers).filter((key) => !known.has(key));
  if (strange.length > 0) return { kind: "unknown-answer", keys: strange };
  const open = questions.filter(({ key, required }) => required && of(answers, key) === "");
  if (open.length > 0) return { kind: "unanswered", questions: open };
  const wrong = questions.find(
    ({ key, options }) =>
      options.length > 0 && of(answers, key) !== "" && !options.includes(of(answers, key)),
  );
  return wrong === undefined
    ? null
    : { kind: "not-an-option", key: wrong.key, options: wrong.options };
}

/** The first answer says what it is about; without one, the workflow itself does. */
function subjectOf(
  { name, questions }: WorkflowTemplate,
  answers: Readonly<Record<string, string>>,
): string {
  const said = questions.map(({ key }) => of(answers, key)).find((answer) => answer !== "");
  return said ?? name;
}

/**
 * What each phase waits for: what it says, else the phase before it; neighbours that may run side
 * by side wait for the same.
 */
function phasesBefore(phases: readonly WorkflowPhase[]): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, readonly string[]>();
  let beside: string[] = [];
  let earlier: readonly string[] = [];
  phases.forEach((phase, i) => {
    const joins = phase.parallel && phases[i - 1]?.parallel === true;
    if (!joins) {
      earlier = beside;
      beside = [];
    }
    beside.push(phase.name);
    before.set(phase.name, phase.dependsOn ?? earlier);
  });
  return before;
}

/** In the order of the file where that is possible; else the names of phases in a circle. */
function sortPhases(
  phases: readonly WorkflowPhase[],
  after: ReadonlyMap<string, readonly string[]>,
): Result<readonly WorkflowPhase[], readonly string[]> {
  const sorted: WorkflowPhase[] = [];
  const placed = new Set<string>();
  let left = [...phases];
  while (left.length > 0) {
    const next = left.find(({ name }) => (after.get(name) ?? []).every((one) => placed.has(one)));
    if (next === undefined) return err(left.map(({ name }) => name));
    sorted.push(next);
    placed.add(next.name);
    left = left.filter((phase) => phase !== next);
  }
  return ok(sorted);
}

function* acceptanceOf(
  template: WorkflowTemplate,
  phase: WorkflowPhase,
  answers: Readonly<Record<string, string>>,
): Iterable<string> {
  yield* phase.tasks;
  for (const output of phase.outputs) yield `${output} is written`;
  const checked = phase.checkpoint !== null;
  for (const { name, action, fallback, checkpoint } of template.recovery) {
    if (!checked || checkpoint !== phase.checkpoint) continue;
    const other = fallback === null ? "" : `; failing that, ${spoken(fallback)}`;
    yield `On ${spoken(name)}: ${spoken(action)}${other}`;
  }
  if (template.phases[0] !== phase && template.phases.at(-1) !== phase) return;
  if (template.phases[0] === phase) {
    for (const { key, prompt } of template.questions) {
      const answer = of(answers, key);
      if (answer !== "") yield `${prompt} ${answer}`;
    }
  }
  if (template.phases.at(-1) !== phase) return;
  yield* template.successCriteria;
  for (const one of template.deliverables) yield `${one} is delivered`;
}

/** Empty when nothing was said; never what every object has. */
function of(answers: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(answers, key) ? (answers[key] ?? "") : "";
}

function spoken(key: string): string {
  return key.replace(/_/g, " ");
}
