import type { BudgetConfig } from "./budget.ts";
import type { Ceilings } from "./confinement.ts";
import type { GateDefinition } from "./gate.ts";
import type { TargetId } from "./ids.ts";
import type { AdmissionPolicy } from "./machine.ts";
import type { QuestionPolicy } from "./inbox.ts";
import type { NoticeConfig } from "./notice.ts";
import type { RoleSetting } from "./routing.ts";
import type { Detection, RecoveryStep } from "./recovery.ts";
import type { SourceConfig } from "./source.ts";
import type { TelemetryConfig } from "./trace.ts";

export const ADAPTERS = [
  "scripted",
  "command",
  "claude-code",
  "codex",
  "opencode",
  "gemini",
  "acp",
] as const;
export type AdapterName = (typeof ADAPTERS)[number];

/** Whose model APIs the gateway speaks. */
export const MODEL_PROVIDERS = ["anthropic", "openai", "gemini"] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** An agent as configured; `run` and `script` belong to the command and the scripted adapter. */
export interface AgentConfig {
  readonly adapter: AdapterName;
  /** `command`: a command line for `/bin/sh -c`. */
  readonly run: string | null;
  /** `scripted`: absolute path of the YAML script. */
  readonly script: string | null;
  readonly model: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Names of the user's variables an agent may see, besides the built-in few. */
  readonly envAllow: readonly string[];
  /**
   * The providers whose keys the gateway holds for an agent of the `acp` or `command` adapter;
   * empty: it reaches its models by itself. Absent: those that its environment gives it.
   */
  readonly providers?: readonly ModelProvider[];
  /** Written in the user's own settings: the user's keys go to an address that its `env` names. */
  readonly isUsers?: true;
}

export interface SetupStep {
  readonly run: string;
  readonly cwd: string;
  readonly timeoutMs: number;
  /** Paths (globs, from the root) whose content keys the cached result; empty: run every time. */
  readonly cacheKey: readonly string[];
  /** Directories that the step fills and that are reused read-only under the same key. */
  readonly cachePaths: readonly string[];
}

/** One repository with its roadmap and its rules, resolved: paths absolute, defaults filled in. */
export interface TargetConfig {
  readonly id: TargetId;
  readonly name: string;
  /** Absolute path of the repository's root. */
  readonly path: string;
  /**
   * Path of the roadmap relative to the root, with `/`: a file, or the folder of a source that has
   * several. What is no file of the repository has a name here that no path can be.
   */
  readonly roadmap: string;
  readonly source: SourceConfig;
  /** The integration branch; null means the one that is checked out. */
  readonly branch: string | null;
  readonly gates: readonly GateDefinition[];
  readonly setup: readonly SetupStep[];
  /** Changes here wait for a person. Globs from the root. */
  readonly protectedPaths: readonly string[];
  readonly conventions: readonly string[];
  readonly identityContext: string | null;
  /** Folder for dev-log entries, one file per work stream; null writes none. */
  readonly devlog: string | null;
  /** Ignored files to carry into a workspace (.worktreeinclude). */
  readonly workspaceInclude: readonly string[];
  readonly isolation: "clone" | "shared";
}

/** What a sandbox lets through beyond the attempt's own work, and what it holds an attempt to. */
export interface FenceConfig {
  /** Absolute paths that agents and gates may read, and write, besides. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Hosts, with `*` for labels, that an agent may reach through its door. */
  readonly egress: readonly string[];
  /** Of agents. `auto`: their door alone where they have one, else the machine's network. */
  readonly network: "open" | "auto" | "none";
  readonly ceilings: Ceilings;
}

/** Everything resolved from flags, environment, files and defaults. */
export interface Config {
  /** The repository the orchestrator was started in. */
  readonly root: string;
  /** Where the settings came from, first wins; null when defaults alone are in force. */
  readonly source: string | null;
  /** SHA-256 of the text that names commands: what trust is given to. */
  readonly trustDigest: string;
  /**
   * What the repository's own files ask to be run, one line each (`gate tests: npm test`).
   * Empty: nothing here needs trust. The user's own files are trusted by being theirs.
   */
  readonly repositoryCommands: readonly string[];
  readonly targets: readonly TargetConfig[];
  readonly defaultTarget: TargetId;
  readonly agents: Readonly<Record<string, AgentConfig>>;
  readonly concurrency: number;
  readonly sandbox: "auto" | "required" | "off";
  readonly fence: FenceConfig;
  /** `auto`: agents whose key is known reach their models through the gateway alone. */
  readonly gateway: "auto" | "off";
  readonly autoCommit: boolean;
  readonly timeouts: {
    readonly totalMs: number;
    readonly idleMs: number;
    readonly startupMs: number;
    readonly stopGraceMs: number;
  };
  readonly retry: {
    readonly rejectionsMax: number;
    readonly failuresMax: number;
    readonly baseMs: number;
    readonly ceilingMs: number;
  };
  /** What the machine has to have left before another agent starts. */
  readonly admission: AdmissionPolicy;
  /** Null: nothing is limited, and what is spent is only recorded. */
  readonly budget: BudgetConfig | null;
  readonly overlapMax: number;
  readonly ageingMs: number;
  /** `stop` ends the session at the first stream that fails for good; `continue` goes on. */
  readonly onFailure: "continue" | "stop";
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Roles that work is routed to, in role order; null: every agent takes every work. */
  readonly roles: readonly RoleSetting[] | null;
  /** Rows of the recovery table that stand in for the shipped ones, and who stands in for whom. */
  readonly recovery: {
    readonly rows: Readonly<Partial<Record<Detection, readonly RecoveryStep[]>>>;
    readonly standIns: readonly string[];
  };
  /** What answers agents before a person is asked. */
  readonly questions: QuestionPolicy;
  readonly archiveDays: number;
  /** What landed once is taken over where the very same is asked for again. */
  readonly solutionCache: boolean;
  /** Null: nobody is told what happens here. */
  readonly telemetry: TelemetryConfig | null;
  /** Null: nobody is told by more than the inbox, the status and exit codes. */
  readonly notify: NoticeConfig | null;
  readonly warnings: readonly string[];
}
