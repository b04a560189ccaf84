import type {
  AdapterName,
  BuiltInGate,
  Detection,
  ModelProvider,
  NoticeKind,
  SourceKind,
  TerminalNotice,
} from "../../model/index.ts";

/**
 * The settings a file may hold, as written there: shorthands expanded, units not yet converted.
 * One shape for orchestrator.yaml, orchestrator.local.yaml, the user's config.yaml and
 * config/targets.yaml. The schema in `schema.ts` accepts exactly this.
 */
export interface Settings extends RepositorySettings {
  readonly agents?: Readonly<Record<string, AgentSettings>>;
  readonly concurrency?: number;
  readonly sandbox?: SandboxSettings;
  readonly gateway?: "auto" | "off";
  readonly auto_commit?: boolean;
  readonly timeouts?: {
    readonly total?: Duration;
    readonly idle?: Duration;
    readonly startup?: Duration;
    readonly stop_grace?: Duration;
  };
  readonly retry?: {
    readonly rejections?: number;
    readonly failures?: number;
    readonly base?: Duration;
    readonly ceiling?: Duration;
  };
  readonly budget?: BudgetSettings;
  readonly overlap?: Share;
  readonly ageing?: Duration;
  readonly on_failure?: "continue" | "stop";
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly roles?: Readonly<Record<string, RoleSettings>>;
  readonly questions?: QuestionSettings;
  readonly recovery?: RecoverySettings;
  readonly archive_days?: number;
  readonly solution_cache?: boolean;
  readonly admission?: AdmissionSettings;
  readonly telemetry?: TelemetrySettings | false;
  readonly notify?: NotifySettings | false;
  readonly default_target?: string;
  readonly defaults?: TargetSettings;
  readonly targets?: Readonly<Record<string, TargetSettings>>;
}

/** What the machine has to have left before another agent starts; `false`: nothing. */
export interface AdmissionSettings {
  readonly free_memory?: Share | false;
  readonly free_disk?: Size | false;
  readonly busy_cpu?: Share | false;
  readonly stagger?: Duration;
  readonly adapt?: boolean;
}

/** `false`: whatever the environment says, nothing is sent. */
export interface TelemetrySettings {
  readonly otlp?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agents?: boolean;
}

/** How the person is told when they are needed; a repository has no say in it. */
export interface NotifySettings {
  readonly on?: readonly NoticeKind[];
  readonly terminal?: TerminalNotice | false;
  readonly desktop?: boolean;
  /** A program and its arguments, never a line for a shell. */
  readonly command?: readonly string[];
  readonly webhook?: {
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly quiet_hours?: string | false;
}

/** `$20`, `300k tokens`, `$20, 1M tokens`, or `{ usd: 20, tokens: 1000000 }`. */
export type CapSetting = string | { readonly usd?: number; readonly tokens?: number };

export interface BudgetSettings {
  readonly per_attempt?: CapSetting;
  readonly per_stream?: CapSetting;
  readonly per_run?: CapSetting;
  readonly per_repository?: CapSetting;
  readonly per_day?: CapSetting;
  readonly per_month?: CapSetting;
  readonly per_account?: CapSetting;
  readonly roles?: Readonly<Record<string, CapSetting>>;
  readonly targets?: Readonly<Record<string, CapSetting>>;
  readonly conserve_at?: Share;
  readonly emergency_at?: Share;
  /** `22:00-07:00`, local time; `false`: none. */
  readonly quiet_hours?: string | false;
  readonly conserve_model?: string;
  readonly spike?: number;
  readonly retry_loop?: number;
}

export interface SandboxSettings {
  readonly mode?: "auto" | "required" | "off";
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly egress?: readonly string[];
  readonly network?: "open" | "auto" | "none";
  readonly memory?: Size;
  readonly cpu?: number;
  readonly processes?: number;
  readonly disk?: Size;
}

/** `8GB`, `512MB`, `75%` (of memory), or a number of bytes. */
export type Size = string | number;

/** A role that work is routed to; what is left out is as in the product's own table. */
export interface RoleSettings {
  readonly domain?: string;
  readonly words?: readonly string[];
  readonly files?: readonly string[];
  readonly rest?: boolean;
  readonly capabilities?: readonly string[];
  /** Name of a configured agent. */
  readonly agent?: string;
}

/** Kind of trouble → the steps taken, as words; `agents`: who may stand in for others. */
export type RecoverySettings = { readonly agents?: readonly string[] } & Readonly<
  Partial<Record<Detection, readonly string[]>>
>;

/** What answers agents before a person is asked. */
export interface QuestionSettings {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  /** Pattern of a question → its answer. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** `30m`, `1.5h`, `1h30m`, or a number of seconds. */
export type Duration = string | number;

/** `20%` or `0.2`. */
export type Share = string | number;

/** What may differ from one repository to the next. */
interface RepositorySettings {
  readonly roadmap?: string;
  readonly source?: SourceSettings;
  readonly branch?: string;
  readonly devlog?: string;
  readonly conventions?: readonly string[];
  readonly identity_context?: string;
  readonly isolation?: "clone" | "shared";
  readonly protected_paths?: readonly string[];
  readonly workspace_include?: readonly string[];
  readonly gates?: readonly GateSettings[];
  readonly setup?: readonly SetupSettings[];
}

export interface TargetSettings extends RepositorySettings {
  readonly name?: string;
  /** Relative to the repository that holds the file; `~/` is the user's home. */
  readonly path?: string;
}

/** Work in another tool's format, in place of a Markdown roadmap. */
export interface SourceSettings {
  readonly kind: SourceKind;
  /** Of its file or folder, from the repository's root; left out, where it is by convention. */
  readonly path?: string;
  /** `github`: `owner/name`. */
  readonly repository?: string;
  readonly api?: string;
  readonly label?: string;
  /** `command`: what prints the work as JSON. */
  readonly run?: string;
  readonly write?: string;
}

export interface GateSettings {
  readonly name?: string;
  readonly run?: string;
  readonly check?: BuiltInGate;
  readonly cwd?: string;
  readonly only?: readonly string[];
  readonly timeout?: Duration;
  readonly flaky?: number;
  readonly baseline?: "green" | "allow";
  readonly known_failures?: readonly string[];
  readonly network?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface SetupSettings {
  readonly run: string;
  readonly cwd?: string;
  readonly timeout?: Duration;
  readonly cache_key?: readonly string[];
  readonly cache_paths?: readonly string[];
}

export interface AgentSettings {
  readonly adapter?: AdapterName;
  readonly run?: string;
  readonly script?: string;
  readonly model?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly env_allow?: readonly string[];
  readonly providers?: readonly ModelProvider[];
}

/** Who wrote a file decides what it may do: only the user widens. */
export type Author = "user" | "repository";

/** One file of settings, read and found valid. */
export interface Layer {
  /** As people know it: `orchestrator.yaml`, `~/.config/orchestrator/config.yaml`. */
  readonly label: string;
  readonly path: string;
  readonly author: Author;
  /** The bytes as read, for the trust digest. */
  readonly text: string;
  readonly settings: Settings;
  readonly warnings: readonly string[];
}
