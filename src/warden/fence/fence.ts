import { renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ceilings, ConfinementProfile } from "../../model/index.ts";
import { NO_CEILINGS } from "../../model/index.ts";
import {
  bootId,
  ensureDir,
  exec,
  isRoot,
  listDir,
  minimalEnv,
  pathExists,
  processorKind,
  randomId,
  realPath,
  removeTree,
  sha256,
  userIds,
  writeDurable,
} from "../../platform/index.ts";
import { bubblewrapMounts } from "./bubblewrap-mounts.ts";
import type { Watch } from "./ceiling-watch.ts";
import type { CeilingTools } from "./ceilings.ts";
import { findCeilingTools, makeGroups } from "./ceilings.ts";
import type { Relay } from "./relay.ts";
import { DOOR_DIR, findRelay, relayCommand, relayMounts } from "./relay.ts";
import { seccompFilter } from "./seccomp.ts";
import { accounts, laySettings, settingsStamp } from "./system-root.ts";

/** What a fence is made with on this machine. */
export interface FenceTools {
  /** Bubblewrap's arguments for users, namespaces and rights. */
  readonly rights: readonly string[];
  /** Whom a run believes itself to be. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** In a user namespace the kernel counts processes for itself; root's it does not count. */
  readonly countsProcesses: boolean;
  readonly relay: Relay;
  /** Whether we know this processor's system calls. */
  readonly filters: boolean;
  readonly groups: CeilingTools;
}

const PROBE_MS_MAX = 10_000;
const PROBE_SCRATCH_BYTES = 1024 * 1024;
/** `/tmp` is memory, and a ceiling of it is one for the temporary files as well. */
const SCRATCH_BYTES_MAX = 8 * 1024 ** 3;

/** Root's work in here belongs to an ordinary user: builds ask "am I root" and then need rights. */
const ROOTS_STAND_IN = { uid: 1000, gid: 1000 } as const;

const NAMESPACES = [
  "--unshare-pid",
  "--unshare-ipc",
  "--unshare-uts",
  "--unshare-cgroup-try",
  "--as-pid-1",
  "--new-session",
  "--hostname",
  "fence",
  "--cap-drop",
  "ALL",
] as const;

/** Enters its control groups and opens the filter that bubblewrap is to load. */
const ENTER_SCRIPT =
  'while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs" || exit 126; shift; done; shift; ' +
  'ulimit -c 0; exec 8<"$1"; shift; exec "$@"';

/**
 * The first process of a fence. It opens the door before anybody can knock, says that the sandbox
 * stands, and when its command ends it ends, and everything with it.
 */
const INIT_SCRIPT =
  '[ -z "$2" ] || "$2" "$3" "$4" "$5" </dev/null >/dev/null 9>&- || exit 126; ' +
  '[ "$1" = 0 ] || ulimit -p "$1" 2>/dev/null || ulimit -u "$1" || exit 126; ' +
  `shift 5; echo '{"inside":true}' >&9; exec 9>&-; "$@"; exit $?`;

/** Tries what the kernel gives here, strongest first; null where no root of its own can be had. */
export async function findFence(bubblewrap: string): Promise<FenceTools | null> {
  const { uid, gid } = userIds();
  const own = ["--unshare-user", ...(isRoot() ? idArgs(ROOTS_STAND_IN) : [])];
  const ways = [
    { rights: [...own, "--disable-userns"], inUsers: true },
    { rights: own, inUsers: true },
    ...(isRoot() ? [{ rights: [], inUsers: false }] : []),
  ];
  for (const { rights, inUsers } of ways) {
    const args = [...rights, ...NAMESPACES];
    if (!(await works(bubblewrap, args))) continue;
    return {
      rights: args,
      user: isRoot() && inUsers ? ROOTS_STAND_IN : { uid, gid },
      countsProcesses: inUsers && !isRoot(),
      relay: findRelay(),
      filters: seccompFilter(processorKind()) !== null,
      groups: await findCeilingTools(),
    };
  }
  return null;
}

function idArgs({ uid, gid }: FenceTools["user"]): string[] {
  return ["--uid", String(uid), "--gid", String(gid)];
}

async function works(bubblewrap: string, rights: readonly string[]): Promise<boolean> {
  const empty: ConfinementProfile = { mode: "auto", writable: [], readOnly: [], hidden: [] };
  const mounts = bubblewrapMounts(
    { ...empty, network: { kind: "none" } },
    { env: {}, etcDir: null, files: [], scratchBytesMax: PROBE_SCRATCH_BYTES },
  );
  const ran = await exec(
    [bubblewrap, ...rights, "--unshare-net", ...mounts, "--", "/bin/sh", "-c", ":"],
    { cwd: "/", env: {}, timeoutMs: PROBE_MS_MAX },
  );
  return ran.code === 0;
}

/**
 * Lays down what every fence mounts, and answers where: `/etc`, the relay, the kernel's filter. The
 * directory is named after the boot and what is in it, made once and never changed: runs stand on it.
 * Nobody waits until it is on the disk; what a power cut left of it, no run of another boot is given.
 */
export async function layFenceFiles(base: string, tools: FenceTools): Promise<string> {
  const { passwd, group } = accounts(tools.user, minimalEnv()["HOME"] ?? "/");
  const filter = seccompFilter(processorKind());
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ["etc/passwd", passwd],
    ["etc/group", group],
    ["etc/resolv.conf", ""],
    [tools.relay.file, tools.relay.script],
    ...(filter === null ? [] : [["filter", filter] as const]),
  ];
  const content = files.map(([name, data]) => [name, sha256(data)]);
  const boot = sha256(bootId()).slice(0, 8);
  const name = `${boot}-${sha256(JSON.stringify([content, settingsStamp()])).slice(0, 16)}`;
  const dir = join(base, name);
  if (pathExists(dir)) return dir;
  ensureDir(base);
  // Those who stood on these are gone with their boot.
  const old = listDir(base).filter((other) => !other.startsWith(`${boot}-`));
  await Promise.all(old.map((other) => removeTree(join(base, other))));
  const making = join(base, `${name}.${randomId(4)}`);
  ensureDir(join(making, "etc"), 0o755);
  await laySettings(join(making, "etc"));
  for (const [file, data] of files) writeDurable(join(making, file), data, { mode: 0o644 });
  try {
    renameSync(making, dir);
  } catch (error) {
    // Another warden was there first.
    if (!pathExists(dir)) throw error;
    await removeTree(making);
  }
  return dir;
}

/** The command line that runs `argv` in a fence. Makes the run's control groups. */
export function fencedCommand(
  bubblewrap: string,
  tools: FenceTools,
  run: {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly profile: ConfinementProfile;
    readonly env: Readonly<Record<string, string>>;
    readonly tag: string;
    readonly filesDir: string;
  },
): readonly string[] {
  const { profile, filesDir } = run;
  const { ceilings = NO_CEILINGS, network = { kind: "open" } } = profile;
  const door = network.kind === "door" ? network : null;
  const mounts = bubblewrapMounts(profile, {
    env: run.env,
    etcDir: join(filesDir, "etc"),
    files: [
      ...(door === null ? [] : relayMounts(tools.relay, filesDir)),
      ...(door === null ? [] : ["--ro-bind", dirname(door.socket), DOOR_DIR]),
    ],
    scratchBytesMax: Math.min(ceilings.memoryBytes ?? SCRATCH_BYTES_MAX, SCRATCH_BYTES_MAX),
  });
  const limit =
    tools.countsProcesses && tools.groups.processes === null ? ceilings.processes : null;
  return [
    "/bin/sh",
    "-c",
    ENTER_SCRIPT,
    "enter",
    ...makeGroups(tools.groups, ceilings, run.tag),
    "--",
    tools.filters ? join(filesDir, "filter") : "/dev/null",
    bubblewrap,
    ...tools.rights,
    ...(network.kind === "open" ? [] : ["--unshare-net"]),
    ...mounts,
    ...(tools.filters ? ["--seccomp", "8"] : []),
    "--chdir",
    realPath(run.cwd),
    "--",
    "/bin/sh",
    "-c",
    INIT_SCRIPT,
    "init",
    String(limit ?? 0),
    ...(door === null
      ? ["", "", "", ""]
      : relayCommand(tools.relay, door.port, join(DOOR_DIR, basename(door.socket)))),
    ...run.argv,
  ];
}

/** What a profile asks for and this machine does not give. */
export function missingParts(profile: ConfinementProfile, tools: FenceTools | null): string[] {
  if (profile.view !== "fenced") return [];
  if (tools === null) return ["a root of its own"];
  const { cpus } = profile.ceilings ?? NO_CEILINGS;
  return [
    ...(tools.filters ? [] : ["the kernel's filter of system calls"]),
    ...(cpus !== null && tools.groups.cpus === null ? ["a ceiling of processor time"] : []),
  ];
}

/** For `doctor` and `status`, after what bubblewrap itself means. */
export function saysFence(tools: FenceTools | null): string {
  if (tools === null) return "; everything is read-only but the workspace, nothing is absent";
  const by = holders(tools);
  return (
    "; of the disk there are system programs, the own clone and the shared objects; " +
    `memory is held by ${by.memory}, processes by ${by.processes}, processor time by ${by.cpus}` +
    (tools.filters ? "" : "; system calls are not filtered on this processor")
  );
}

const WATCH = "looking every half second";

function holders(tools: FenceTools) {
  const group = "a control group";
  return {
    memory: tools.groups.memoryBytes === null ? WATCH : group,
    processes: tools.groups.processes !== null ? group : tools.countsProcesses ? "a limit" : WATCH,
    cpus: tools.groups.cpus === null ? "nobody" : group,
  };
}

/** The ceilings that somebody has to look after, because nothing in the kernel holds them. */
export function watchOf(profile: ConfinementProfile, tools: FenceTools): Watch {
  const { memoryBytes, processes, diskBytes }: Ceilings = profile.ceilings ?? NO_CEILINGS;
  const { groups, countsProcesses } = tools;
  return {
    memoryBytes: groups.memoryBytes === null ? memoryBytes : null,
    processes: groups.processes === null && !countsProcesses ? processes : null,
    diskBytes,
    paths: profile.writable,
  };
}

/** What a run is held to, in a few words, for its record. */
export function describeFence(profile: ConfinementProfile, tools: FenceTools): string {
  const by = holders(tools);
  const { memoryBytes, cpus, processes, diskBytes }: Ceilings = profile.ceilings ?? NO_CEILINGS;
  const most = (value: string, how: string) => [`${value} by ${how}`];
  return [
    "a root of its own",
    `network: ${networkName(profile)}`,
    ...(memoryBytes === null ? [] : most(`memory ${size(memoryBytes)}`, by.memory)),
    ...(processes === null ? [] : most(`processes ${processes}`, by.processes)),
    ...(cpus === null ? [] : most(`processors ${cpus}`, by.cpus)),
    ...(diskBytes === null ? [] : most(`disk ${size(diskBytes)}`, "looking every few seconds")),
    ...(tools.filters ? ["system calls filtered"] : []),
  ].join(", ");
}

function networkName({ network }: ConfinementProfile): string {
  if (network === undefined || network.kind === "open") return "open";
  return network.kind === "none" ? "none" : "its own door only";
}

function size(bytes: number): string {
  const unit = bytes >= 1024 ** 3 ? 1024 ** 3 : 1024 ** 2;
  const name = unit === 1024 ** 3 ? "GB" : "MB";
  return `${Math.round((bytes / unit) * 10) / 10} ${name}`;
}
