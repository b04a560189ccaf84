import type { ExitCode } from "../../../model/index.ts";
import { AGENT_GUIDES } from "./agent-guides.ts";
import { HANDS_GUIDES } from "./hands-guides.ts";
import { INBOX_GUIDES } from "./inbox-guides.ts";
import { LEARNING_GUIDES } from "./learning-guides.ts";
import { MEMORY_GUIDES } from "./memory-guides.ts";
import { MONEY_GUIDES } from "./money-guides.ts";
import { RECOVERY_GUIDES } from "./recovery-guides.ts";
import { TEAM_GUIDES } from "./team-guides.ts";

/** What the help of a command and docs/cli.md say of it, besides its arguments and options. */
export interface Guide {
  /** One or two sentences. */
  readonly about: string;
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** What standard output holds; with `--json`, `data` of this schema. */
  readonly prints: string;
  readonly schema: string;
  /** Besides 0, 2 (usage), 70 (a bug), 130 and 143 (interrupted). */
  readonly exits: readonly ExitCode[];
}

const RUN_EXITS: readonly ExitCode[] = [1, 3, 4, 6, 7, 8, 9, 10, 11, 124];
const REPORTS = "The report of the session; on standard error, what happens as it happens.";

export const GUIDES: Readonly<Record<string, Guide>> = {
  status: {
    about: "Reads the roadmap and the journal and starts nothing; what needs you comes first.",
    examples: [
      ["orchestrator status", "one screen"],
      ["orchestrator status --exit-code", "for scripts: 8 while something is open"],
    ],
    prints: "Needs you, Working, Ready, Waiting, Blocked, Done, and how agents are held.",
    schema: "status",
    exits: [3, 8],
  },
  run: {
    about: "One after the other, in dependency order, unless -n says otherwise.",
    examples: [
      ["orchestrator run 1.2", "one work stream"],
      ["orchestrator run 1.2 1.3 -n 2", "two, side by side"],
      ["orchestrator run --dry-run", "only show what would be started"],
    ],
    prints: REPORTS,
    schema: "run",
    exits: [...RUN_EXITS, 5],
  },
  parallel: {
    about: "Takes what is available now, in the order of priority, and nothing that appears later.",
    examples: [
      ["orchestrator parallel -n 5", "up to five agents"],
      ["orchestrator parallel set-limit 2", "fewer, in the run under way"],
    ],
    prints: REPORTS,
    schema: "run",
    exits: RUN_EXITS,
  },
  batch: {
    about:
      "Goes on until nothing is left that could be started, and takes up what you add meanwhile.",
    examples: [
      ["orchestrator batch -n 3", "everything, three agents at a time"],
      ["orchestrator batch --detach", "in the background; see status, logs -f, stop"],
    ],
    prints: REPORTS,
    schema: "run",
    exits: RUN_EXITS,
  },
  goal: {
    about:
      "Understands ids, ranges, names, urgency, size and questions. Unsure, it starts nothing.",
    examples: [['orchestrator goal "the task parser" --dry-run', "what it is taken to mean"]],
    prints: "What was understood, or what the command that was meant prints.",
    schema: "goal",
    exits: [...RUN_EXITS, 5],
  },
  workflow: {
    about:
      "Reads YAML templates of phases from workflows/ and proposes them as work streams: a diff of the roadmap that you accept.",
    examples: [
      ["orchestrator workflow list", "the templates here"],
      ['orchestrator workflow run fix --answer issue="Login fails" --dry-run', "only the diff"],
    ],
    prints: "The templates, one of them, or the lines that are added to the roadmap.",
    schema: "workflow-list, workflow-show, workflow-run",
    exits: [3, 5, 8, 9],
  },
  plan: {
    about: "Computed from the roadmap and the settings; nothing is started or written.",
    examples: [
      ["orchestrator plan -n 4", "levels, critical path and forecast for four agents"],
      ["orchestrator plan 2.1", "for what 2.1 takes"],
      ["orchestrator plan --explain", "the bottleneck, slack, and 1, 2, N agents"],
    ],
    prints: "Levels, the critical path, what runs one after the other and why, when it ends.",
    schema: "plan",
    exits: [3, 5],
  },
  graph: {
    about: "Dependencies, and overlaps of files that keep work streams apart.",
    examples: [["orchestrator graph --format mermaid > graph.mmd", "for a Markdown page"]],
    prints: "The graph in the format asked for.",
    schema: "graph",
    exits: [3],
  },
  explain: {
    about: "Names what stands in the way (an id, a limit, a path), and what would end it.",
    examples: [["orchestrator explain 2.1", "why is this one not running?"]],
    prints: "Where it stands, why, and until when.",
    schema: "explain",
    exits: [3, 5],
  },
  roadmap: {
    about:
      "With --file it needs no repository. An edit changes one place and keeps every other byte.",
    examples: [
      ["orchestrator roadmap show --file plans/roadmap.md --json", "as data"],
      ["orchestrator roadmap lint", "mistakes, with their lines"],
      ["orchestrator roadmap refresh", "look at work kept elsewhere"],
      ["orchestrator roadmap set 1.2 deferred", "change one status"],
    ],
    prints: "show: the work streams; lint: one mistake a line; set: what it is now.",
    schema: "roadmap-show, roadmap-lint, roadmap-set",
    exits: [3, 5, 8],
  },
  garden: {
    about: "Sets blocked work streams whose dependencies are complete to not started.",
    examples: [
      ["orchestrator garden --check", "for CI: 8 when there is something to do"],
      ["orchestrator garden --dry-run", "the lines that would change"],
      ["orchestrator garden --break-cycles", "open circles of dependencies; you are asked first"],
    ],
    prints: "What was unblocked, what still waits, and claims that nobody holds.",
    schema: "garden, garden-cycles",
    exits: [3, 8],
  },
  add: {
    about: "Written at the end, in the style of the file; the id is the next free one.",
    examples: [
      ['orchestrator add "Parse dates" --depends-on 1.2 --files src/dates.ts', "one more"],
      ["orchestrator add --from requirements.json", "from a program"],
    ],
    prints: "The ids they were given.",
    schema: "add",
    exits: [3, 5, 8],
  },
  stop: {
    about:
      "Waits until they have ended. The session is paused; resume goes on with it. Finished work still lands; if all has, it is complete.",
    examples: [
      ["orchestrator stop", "everything, after what it is doing"],
      ["orchestrator stop Aria --now", "one agent, at once"],
    ],
    prints: "Who was stopped, and how long each had run.",
    schema: "stop",
    exits: [3, 5, 124],
  },
  pause: {
    about: "Agents that are at work finish, and their work lands.",
    examples: [
      ["orchestrator pause", "then: orchestrator resume"],
      ["orchestrator pause 1.2", "one work stream; its agent ends, what it did is kept"],
    ],
    prints: "That it is so.",
    schema: "pause",
    exits: [3],
  },
  resume: {
    about: "After pause, stop, a crash or a reboot: agents that still live are adopted.",
    examples: [
      ["orchestrator resume", "go on where it stopped"],
      ["orchestrator resume 1.2", "one work stream that was paused"],
    ],
    prints: REPORTS,
    schema: "run",
    exits: RUN_EXITS,
  },
  retry: {
    about:
      "Its counts of failures and rejections begin anew; a running session takes it up at once.",
    examples: [["orchestrator retry 2.1", "another chance"]],
    prints: "That it will be tried.",
    schema: "retry",
    exits: [3, 5],
  },
  skip: {
    about: "What depends on it keeps waiting; retry takes it back in.",
    examples: [['orchestrator skip 2.1 --reason "not this month"', "leave it out"]],
    prints: "That it is skipped, and why.",
    schema: "skip",
    exits: [3, 5],
  },
  block: {
    about: "Holds until you say otherwise; the reason is written into the roadmap.",
    examples: [['orchestrator block 2.1 --reason "waits for the API key"', "hold it"]],
    prints: "That it is blocked, and why.",
    schema: "block",
    exits: [3, 5, 8],
  },
  ...INBOX_GUIDES,
  ...HANDS_GUIDES,
  land: {
    about: "What needs your word (protected paths, deleted tests), or waits for a clean checkout.",
    examples: [
      ["orchestrator land", "what landed beside your branch moves onto it"],
      ["orchestrator land 1.4", "agree to one work stream"],
    ],
    prints: "What landed, what was left alone, what still waits.",
    schema: "land",
    exits: [3, 5, 8, 9, 10, 11],
  },
  restore: {
    about: "Every attempt is archived before it is cleaned: commits, changes, untracked files.",
    examples: [
      ["orchestrator restore 1.2", "as a branch"],
      ["orchestrator restore 1.2 --attempt 1 --into ../look", "its files, too"],
    ],
    prints: "The branch it is back on, and what was too large to be kept.",
    schema: "restore",
    exits: [3, 5],
  },
  ...MEMORY_GUIDES,
  ...MONEY_GUIDES,
  ...AGENT_GUIDES,
  ...LEARNING_GUIDES,
  ...RECOVERY_GUIDES,
  ...TEAM_GUIDES,
  report: {
    about: "From the journal, for this session or any older one.",
    examples: [
      ["orchestrator report --md > report.md", "as Markdown"],
      ["orchestrator report --standup", "who did what since yesterday"],
    ],
    prints: "A line for each work stream, and the figures of the session.",
    schema: "report",
    exits: [3, 5],
  },
  logs: {
    about: "By agent, work stream or attempt. What looks like a credential is masked.",
    examples: [
      ["orchestrator logs 1.2", "everything its agents printed"],
      ["orchestrator logs --failed", "gates with their output, agents with their last words"],
      ["orchestrator logs --follow", "what happens from now on"],
    ],
    prints: "Output, or one event a line.",
    schema: "logs",
    exits: [3, 5],
  },
  agents: {
    about: "Everybody who has worked here, those at work first.",
    examples: [["orchestrator agents", "who does what, and how it went"]],
    prints: "A line for each agent.",
    schema: "agents",
    exits: [3],
  },
  names: {
    about: "A name is given out once and never again.",
    examples: [["orchestrator names", "who is called what"]],
    prints: "Names that are taken, and those left by role.",
    schema: "names",
    exits: [3],
  },
  state: {
    about: "What the journal says, as the product itself reads it.",
    examples: [
      ["orchestrator state current", "the session and its stages"],
      ["orchestrator state history --events --limit 50", "the newest fifty events"],
      ["orchestrator state transition paused", "the same as orchestrator pause"],
      ["orchestrator state repair --from last-good --yes", "after damage; the old one is kept"],
    ],
    prints: "current: the session, its stages, the journal's position; history: one move a line.",
    schema: "state, state-history, state-transition, state-repair",
    exits: [3],
  },
  replay: {
    about: "Proves that the state is what its inputs lead to; names the first difference.",
    examples: [["orchestrator replay", "all of it"]],
    prints: "How many records, the digest of the state, the first difference.",
    schema: "replay",
    exits: [1, 3],
  },
  targets: {
    about: "From config/targets.yaml or orchestrator.yaml; * marks the default.",
    examples: [["orchestrator targets", "ids, paths and roadmaps"]],
    prints: "A line for each target.",
    schema: "targets",
    exits: [3],
  },
  init: {
    about:
      "Finds roadmap, package manager, tests and agents; writes orchestrator.yaml and trusts it.",
    examples: [
      ["orchestrator init", "look around, show it, ask, write"],
      ["orchestrator init --run ./agent.sh", "with an agent of your own"],
    ],
    prints: "What was found and what was written.",
    schema: "init",
    exits: [3, 11],
  },
  doctor: {
    about: "The machine, the repository, the settings, the agents, and how strongly they are held.",
    examples: [["orchestrator doctor --fix", "put right what is safe to put right"]],
    prints: "One check a line: ok, warn or FAIL, with what to do.",
    schema: "doctor",
    exits: [3],
  },
  demo: {
    about: "A small repository is made and carried out, with crashes, rejections and a kill -9.",
    examples: [["orchestrator demo --keep", "leave the repository to look around in"]],
    prints: "What happens, the report, and each incident checked against the journal.",
    schema: "demo",
    exits: [1, 3],
  },
  trust: {
    about: "Shows the commands that a repository's settings ask for, and records your yes.",
    examples: [
      ["orchestrator trust", "show, and ask"],
      ["orchestrator trust --revoke", "take it back"],
    ],
    prints: "The commands.",
    schema: "trust",
    exits: [3, 11],
  },
  gc: {
    about:
      "Frees workspaces that nobody uses, and archives, logs and gate outputs older than archive_days.",
    examples: [["orchestrator gc --dry-run", "only show"]],
    prints: "What is in use where, and what was freed.",
    schema: "gc",
    exits: [3, 9],
  },
  schema: {
    about: "For editors and for programs that read --json.",
    examples: [
      ["orchestrator schema", "the names"],
      ["orchestrator schema status", "one of them"],
    ],
    prints: "The schema.",
    schema: "schema",
    exits: [],
  },
  completion: {
    about: "On a terminal it also says where the script belongs.",
    examples: [["source <(orchestrator completion bash)", "for this shell"]],
    prints: "The script.",
    schema: "completion",
    exits: [],
  },
  help: {
    about: "Topics are exit-codes, environment, formats, json and trust.",
    examples: [["orchestrator help exit-codes", "a topic"]],
    prints: "The text.",
    schema: "help",
    exits: [],
  },
};

/** The end of a command's help: how it is used, and what it ends in. */
export function guideText(name: string): string {
  const guide = GUIDES[name];
  if (guide === undefined) return "";
  const width = Math.max(...guide.examples.map(([line]) => line.length));
  const exits = [0, ...guide.exits].sort((a, b) => a - b).join(", ");
  return [
    "",
    ...guide.examples.map(
      ([line, what], at) => `${at === 0 ? "Example" : "       "}  ${line.padEnd(width)}  ${what}`,
    ),
    `Exit     ${exits} (orchestrator help exit-codes)`,
    "",
  ].join("\n");
}
