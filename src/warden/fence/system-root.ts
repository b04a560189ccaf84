import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { ensureDir, exec, minimalEnv, realPathOrNull, statOrNull } from "../../platform/index.ts";

/** Where operating systems keep programs and libraries: the same for everybody, no one's secret. */
const SYSTEM_DIRS = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/opt",
  "/nix/store",
  "/gnu/store",
  "/snap",
] as const;

/**
 * What programs read below /etc to find libraries, names, certificates and the time. Keys of the
 * machine (`ssl/private`, `shadow`, `ssh`), its users and other people's settings are not in it.
 */
const SYSTEM_SETTINGS = [
  "alternatives",
  "bash.bashrc",
  "ca-certificates",
  "crypto-policies",
  "debian_version",
  "fonts",
  "gai.conf",
  "host.conf",
  "hosts",
  "inputrc",
  "java-11-openjdk",
  "java-17-openjdk",
  "java-21-openjdk",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "localtime",
  "locale.alias",
  "locale.conf",
  "lsb-release",
  "magic",
  "mime.types",
  "nsswitch.conf",
  "os-release",
  "perl",
  "pki/ca-trust",
  "pki/java",
  "pki/tls/certs",
  "profile",
  "profile.d",
  "protocols",
  "python3",
  "rpc",
  "services",
  "shells",
  "ssl/cert.pem",
  "ssl/certs",
  "ssl/openssl.cnf",
  "terminfo",
  "timezone",
] as const;

/** How names become addresses; of no use, and told to nobody, where there is no network. */
const RESOLVER = "resolv.conf";

/** Variables that name certificates of the user's own. */
const CERTIFICATE_VARIABLES = [
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
] as const;

/**
 * The parts of the machine that every fenced root has, as arguments of bubblewrap. `etcDir`: what
 * {@link laySettings} made, one mount in place of fifty; null where nobody will look.
 */
export function systemMounts(etcDir: string | null, hasNetwork: boolean): string[] {
  return [
    ...SYSTEM_DIRS.flatMap(systemDir),
    // Sealed at the end: what is mounted inside may need a place that is not there yet.
    ...(etcDir === null ? [] : ["--bind", etcDir, "/etc"]),
    ...(etcDir !== null && hasNetwork ? settingsFile(join("/etc", RESOLVER)) : []),
  ];
}

/** What the settings are now: another text when anything of them was changed. */
export function settingsStamp(): string {
  return SYSTEM_SETTINGS.map((name) => {
    const found = lookAt(join("/etc", name));
    return found === null ? "" : `${name} ${found.mtimeMs} ${found.size}`;
  }).join("\n");
}

/** Copies them into a directory of ours; links at the top become what they lead to. */
export async function laySettings(dir: string): Promise<void> {
  const names = SYSTEM_SETTINGS.filter((name) => realPathOrNull(join("/etc", name)) !== null);
  ensureDir(dir, 0o755);
  // What cannot be read is left out: it would be absent for the agent as well.
  await exec(["cp", "-r", "-H", "--preserve=mode,timestamps,links", "--parents", ...names, dir], {
    cwd: "/etc",
    env: minimalEnv(),
  });
}

function lookAt(path: string): { mtimeMs: number; size: number } | null {
  const real = realPathOrNull(path);
  return real === null ? null : statOrNull(real);
}

/** `/bin` is a link to `usr/bin` on most systems, and stays one. */
function systemDir(path: string): string[] {
  const found = statOrNull(path);
  if (found === null) return [];
  return found.kind === "symlink"
    ? ["--symlink", readlinkSync(path), path]
    : ["--ro-bind", path, path];
}

/** A link may lead to where the root has nothing (`/run/…`): what it leads to lies in its place. */
function settingsFile(path: string): string[] {
  const real = realPathOrNull(path);
  return real === null ? [] : ["--ro-bind-try", real, path];
}

/** Certificates that the run's own variables name. */
export function certificatesOf(env: Readonly<Record<string, string>>): string[] {
  return CERTIFICATE_VARIABLES.flatMap((name) => {
    const path = env[name];
    return path === undefined || !path.startsWith("/") ? [] : [path];
  });
}

/** Whether a path is among what every fenced root has. */
export function isSystemPath(path: string): boolean {
  return SYSTEM_DIRS.some((dir) => path === dir || path.startsWith(`${dir}/`));
}

/** The users there are inside: whoever runs, root and nobody. Names of other people stay outside. */
export function accounts(
  user: { readonly uid: number; readonly gid: number },
  home: string,
): { readonly passwd: string; readonly group: string } {
  const safe = home.replaceAll(/[:\n]/g, "_");
  const isRoot = user.uid === 0;
  return {
    passwd: [
      `root:x:0:0:root:${isRoot ? safe : "/"}:/bin/sh`,
      ...(isRoot ? [] : [`agent:x:${user.uid}:${user.gid}:agent:${safe}:/bin/sh`]),
      "nobody:x:65534:65534:nobody:/:/bin/false",
      "",
    ].join("\n"),
    group: [
      "root:x:0:",
      ...(user.gid === 0 ? [] : [`agent:x:${user.gid}:`]),
      "nogroup:x:65534:",
      "",
    ].join("\n"),
  };
}
