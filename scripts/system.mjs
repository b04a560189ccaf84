import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Everything the tests need from the system, and why. Debian's names. */
const SYSTEM_TOOLS = [
  { command: "git", apt: "git", why: "the tests work on real repositories" },
  { command: "bwrap", apt: "bubblewrap", why: "the sandbox every agent runs in" },
  { command: "unshare", apt: "util-linux", why: "pid namespaces, the next best confinement" },
  { command: "setpriv", apt: "util-linux", why: "running the process tests as an ordinary user" },
  { command: "ps", apt: "procps", why: "counting the processes a stop leaves behind" },
  { command: "strace", apt: "strace", why: "kill points: a signal at a chosen system call" },
];

/** @param {string} command */
function onPath(command) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      // not here
    }
  }
  return false;
}

function missingTools() {
  return SYSTEM_TOOLS.filter((tool) => !onPath(tool.command));
}

/** Installs what is missing where that is allowed; gives back what is missing still. */
export function installTools() {
  const missing = missingTools();
  const mayInstall = process.getuid?.() === 0 && onPath("apt-get");
  if (missing.length === 0 || !mayInstall) return missing;
  const packages = [...new Set(missing.map((tool) => tool.apt))];
  process.stdout.write(`installing ${packages.join(", ")}\n`);
  const apt = (...args) =>
    spawnSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
  // A fresh machine has no package lists yet; a prepared one should not need the network for them.
  if (!install()) {
    apt("update");
    install();
  }
  return missingTools();
}
