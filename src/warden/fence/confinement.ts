import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { ConfinementKind, ConfinementProfile } from "../../model/index.ts";
import { CONFINEMENTS, OrchestratorError } from "../../model/index.ts";
import { environment, exec, isRoot, osName, isExecutable } from "../../platform/index.ts";
import { bubblewrapMounts } from "./bubblewrap-mounts.ts";
import { findCgroupBase } from "./cgroup.ts";
import type { FenceTools } from "./fence.ts";
import { fencedCommand, findFence, missingParts, saysFence } from "./fence.ts";

/** How processes can be held here, and what stands in the way of something stronger. */
export interface ConfinementProbe {
  readonly kind: ConfinementKind;
  /** One sentence for `doctor` and `status`. */
  readonly why: string;
  /** What was tried, strongest first. */
  readonly detail: readonly {
    readonly kind: ConfinementKind;
    readonly works: boolean;
    readonly message: string;
  }[];
  readonly tools: ConfinementTools;
}

export interface ConfinementTools {
  readonly bubblewrap: string | null;
  readonly unshare: readonly string[] | null;
  readonly cgroupBase: string | null;
  readonly setsid: string | null;
  /** What makes a root and a network of their own; null where bubblewrap cannot. */
  readonly fence: FenceTools | null;
}

const PROBE_MS_MAX = 10_000;

/**
 * What root keeps inside: enough to own files and change users as builds do, and nothing that
 * could undo the mounts (with CAP_SYS_ADMIN a remount makes everything writable again).
 */
const ROOT_CAPABILITIES = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_SETGID",
  "CAP_SETUID",
] as const;

/** The first process of the namespace: when its command ends it ends, and everything with it. */
const INIT_SCRIPT = `echo '{"inside":true}' >&9; exec 9>&-; "$@"; exit $?`;

/** Enters its control group, then a session of its own. */
const CGROUP_SCRIPT = `echo 0 >"$1/cgroup.procs" || exit 126; shift; exec "$@"`;

const MEANING: Readonly<Record<ConfinementKind, string>> = {
  bubblewrap: "no process outlives its run",
  "pid-namespace": "no process outlives its run, but the whole disk stays writable",
  cgroup: "no process outlives a stop, but the whole disk stays writable",
  "process-group": "a daemon that scrubs its environment can outlive its run",
};

const cache = new Map<ConfinementKind, Promise<ConfinementProbe>>();

/** Tries what this machine gives, once per process. `atMost` passes over what is stronger. */
export function probeConfinement({
  atMost = "bubblewrap",
}: {
  readonly atMost?: ConfinementKind;
} = {}): Promise<ConfinementProbe> {
  let probe = cache.get(atMost);
  if (probe === undefined) {
    probe = tryAll(atMost);
    cache.set(atMost, probe);
  }
  return probe;
}

async function tryAll(atMost: ConfinementKind): Promise<ConfinementProbe> {
  const bubblewrap = await tryBubblewrap();
  const unshare = await tryUnshare();
  const cgroupBase = osName() === "linux" ? findCgroupBase() : null;
  const detail: ConfinementProbe["detail"] = [
    { kind: "bubblewrap", works: bubblewrap.ok, message: bubblewrap.message },
    { kind: "pid-namespace", works: unshare.ok, message: unshare.message },
    {
      kind: "cgroup",
      works: cgroupBase !== null,
      message: cgroupBase ?? "no control group can be made here",
    },
    { kind: "process-group", works: true, message: "always there" },
  ];
  const allowed = detail.filter(
    (one) => CONFINEMENTS.indexOf(one.kind) >= CONFINEMENTS.indexOf(atMost),
  );
  const kind = allowed.find((one) => one.works)?.kind ?? "process-group";
  const fence =
    kind === "bubblewrap" && bubblewrap.path !== null ? await findFence(bubblewrap.path) : null;
  const missing = allowed.filter((one) => !one.works && isStronger(one.kind, kind));
  const reasons = missing.map((one) => ` (${one.kind}: ${one.message})`).join("");
  return {
    kind,
    why: `${kind}: ${MEANING[kind]}${kind === "bubblewrap" ? saysFence(fence) : ""}${reasons}`,
    detail,
    tools: {
      bubblewrap: bubblewrap.path,
      unshare: unshare.argv,
      cgroupBase,
      setsid: plainTools().setsid,
      fence,
    },
  };
}

/** What a run without any sandbox needs: no probe, only a session of its own. */
export function plainTools(): ConfinementTools {
  plain ??= {
    bubblewrap: null,
    unshare: null,
    cgroupBase: null,
    setsid: osName() === "linux" ? findProgram("setsid") : null,
    fence: null,
  };
  return plain;
}

let plain: ConfinementTools | null = null;

function isStronger(one: ConfinementKind, than: ConfinementKind): boolean {
  return CONFINEMENTS.indexOf(one) < CONFINEMENTS.indexOf(than);
}

interface BubblewrapLook {
  readonly ok: boolean;
  readonly message: string;
  readonly path: string | null;
}

async function tryBubblewrap(): Promise<BubblewrapLook> {
  if (osName() !== "linux") return { ok: false, message: "it exists on Linux only", path: null };
  const path = findProgram("bwrap");
  if (path === null) {
    return { ok: false, message: "bwrap is not installed (package bubblewrap)", path };
  }
  const empty = { mode: "auto", writable: [], readOnly: [], hidden: [] } as const;
  const ran = await tryRun([path, ...bubblewrapArgs(empty, "/"), "--", "/bin/sh", "-c", ":"]);
  return { ...ran, path: ran.ok ? path : null };
}

interface UnshareLook {
  readonly ok: boolean;
  readonly message: string;
  readonly argv: readonly string[] | null;
}

async function tryUnshare(): Promise<UnshareLook> {
  if (osName() !== "linux") return { ok: false, message: "it exists on Linux only", argv: null };
  const path = findProgram("unshare");
  if (path === null) return { ok: false, message: "unshare is not installed", argv: null };
  const base = [path, "--pid", "--fork", "--kill-child", "--mount-proc"];
  const users = isRoot()
    ? [[]]
    : [
        ["--user", "--map-current-user"],
        ["--user", "--map-root-user"],
      ];
  let message = "";
  for (const user of users) {
    const argv = [...base, ...user];
    const ran = await tryRun([...argv, "/bin/sh", "-c", ":"]);
    if (ran.ok) return { ok: true, message: ran.message, argv };
    message = ran.message;
  }
  return { ok: false, message, argv: null };
}

async function tryRun(argv: readonly string[]): Promise<{ ok: boolean; message: string }> {
  const [command = "", ...rest] = argv;
  const ran = await exec([command, ...rest], { cwd: "/", env: {}, timeoutMs: PROBE_MS_MAX });
  if (ran.code === 0) return { ok: true, message: "works" };
  const said = ran.stderr.toString("utf8").trim().slice(0, 500);
  return { ok: false, message: said === "" ? `it ended with ${ran.code ?? ran.signal}` : said };
}

function findProgram(name: string): string | null {
  const dirs = ["/usr/bin", "/bin", "/usr/local/bin", ...pathDirs(environment()["PATH"] ?? "")];
  return dirs.map((dir) => join(dir, name)).find(isExecutable) ?? null;
}

function pathDirs(path: string): string[] {
  return path.split(delimiter).filter(isAbsolute);
}

/** The confinement that a profile gets here; throws `sandbox-unavailable` rather than give less. */
export function chooseConfinement(
  profile: ConfinementProfile,
  probe: ConfinementProbe,
): ConfinementKind {
  switch (profile.mode) {
    case "off":
      return "process-group";
    case "auto":
      return probe.kind;
    case "required":
      refuseLess(profile, probe);
      return "bubblewrap";
  }
}

/** `required` means every part that was asked for: it fails closed. */
function refuseLess(profile: ConfinementProfile, probe: ConfinementProbe): void {
  const missing = probe.kind === "bubblewrap" ? missingParts(profile, probe.tools.fence) : null;
  if (missing?.length === 0) return;
  throw new OrchestratorError(
    "sandbox-unavailable",
    missing === null
      ? `The configuration requires a sandbox, and this machine gives only ${probe.why}.`
      : `The configuration requires a sandbox, and this machine cannot hold ${missing.join(", ")}.`,
    { hint: "Install bubblewrap (and allow user namespaces), or set sandbox: auto." },
  );
}

/** The command line that runs `argv` under a confinement. Absolute program paths throughout. */
export function confine(
  kind: ConfinementKind,
  tools: ConfinementTools,
  run: {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly profile: ConfinementProfile;
    readonly cgroup: string | null;
    readonly env: Readonly<Record<string, string>>;
    readonly tag: string;
    /** Where the files of fences are kept. */
    readonly filesDir: string;
  },
): readonly string[] {
  const init = ["/bin/sh", "-c", INIT_SCRIPT, "init", ...run.argv];
  const session = tools.setsid === null ? [] : [tools.setsid];
  switch (kind) {
    case "bubblewrap":
      if (tools.bubblewrap === null) throw unavailable(kind);
      if (tools.fence !== null && run.profile.view === "fenced") {
        return fencedCommand(tools.bubblewrap, tools.fence, run);
      }
      return [tools.bubblewrap, ...bubblewrapArgs(run.profile, run.cwd), "--", ...init];
    case "pid-namespace":
      if (tools.unshare === null) throw unavailable(kind);
      return [...session, ...tools.unshare, ...init];
    case "cgroup":
      if (run.cgroup === null) throw unavailable(kind);
      return ["/bin/sh", "-c", CGROUP_SCRIPT, "enter", run.cgroup, ...session, ...run.argv];
    case "process-group":
      // Who asked for nothing around it gets its keeper's session.
      return run.profile.mode === "off" ? run.argv : [...session, ...run.argv];
  }
}

function unavailable(kind: ConfinementKind): OrchestratorError {
  return new OrchestratorError("sandbox-unavailable", `${kind} is not to be had here.`);
}

/** No parent-death signal (decision 1): the sandbox outlives whoever started it. */
function bubblewrapArgs(profile: ConfinementProfile, cwd: string): string[] {
  return [
    "--unshare-pid",
    "--unshare-ipc",
    "--as-pid-1",
    "--new-session",
    ...(isRoot()
      ? ["--cap-drop", "ALL", ...ROOT_CAPABILITIES.flatMap((name) => ["--cap-add", name])]
      : []),
    ...bubblewrapMounts(profile, null),
    "--chdir",
    cwd,
  ];
}

/** Why a command cannot be started, seen from outside the sandbox; null when it can. */
export function refusalOf(argv0: string, cwd: string, path: string | undefined): string | null {
  if (!isDirectoryHere(cwd)) return `there is no directory ${cwd}`;
  if (argv0 === "") return "the command is empty";
  if (argv0.includes("/")) {
    return isExecutable(resolve(cwd, argv0)) ? null : `${argv0} is missing or not executable`;
  }
  const found = (path ?? "/usr/local/bin:/usr/bin:/bin")
    .split(delimiter)
    .some((dir) => isExecutable(resolve(cwd, dir, argv0)));
  return found ? null : `${argv0}: command not found`;
}

function isDirectoryHere(path: string): boolean {
  return isExecutable(`${path}/.`);
}
