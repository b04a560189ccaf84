import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { processMs, runProcess } from "./measure.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** Exact versions, so that a figure of today can be had again. */
const PEERS: Readonly<Record<string, string>> = {
  marked: "18.2.1",
  wireit: "0.14.13",
  nx: "24.0.6",
  turbo: "2.11.11",
};

/**
 * The bench's own folder outside the repository: a build of the product as it is now (others may
 * rebuild `dist/` meanwhile), the subjects, the peers and every repository that is worked on.
 */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "orchestrator-bench-"));
  /** Fewer rounds and smaller data: to see that the pieces run, not to believe the figures. */
  readonly quick: boolean;
  #built: Promise<string> | null = null;
  #peers: Promise<string | null> | null = null;

  constructor(quick: boolean) {
    this.quick = quick;
  }

  /** Rounds of a measurement: many for cheap ones. */
  rounds(many: number): number {
    return this.quick ? Math.min(3, many) : many;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Below the folder, or at a whole path in it; returns that. */
  write(path: string, text: string): string {
    const full = resolve(this.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  /** The built file of that name: a program of the product, or `subjects/<name>.ts`. */
  async program(name: string): Promise<string> {
    this.#built ??= this.#build();
    return join(await this.#built, name === "orchestrator" ? `${name}.cjs` : `${name}.js`);
  }

  /** Where a peer's package lies; null when it cannot be had here. */
  async peer(name: string): Promise<string | null> {
    this.#peers ??= installPeers();
    const folder = await this.#peers;
    if (folder === null) return null;
    const path = join(folder, "node_modules", name);
    return existsSync(path) ? path : null;
  }

  /** The file that a peer's command runs; null when it cannot be had here. */
  async peerCommand(name: string): Promise<string | null> {
    const folder = await this.peer(name);
    if (folder === null) return null;
    const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly bin: string | Readonly<Record<string, string>>;
    };
    const file = typeof bin === "string" ? bin : bin[name];
    return file === undefined ? null : join(folder, file);
  }

  /** A folder with an environment of its own: nothing of the machine's user is read or written. */
  home(name: string): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
    const folder = this.path(name);
    mkdirSync(folder, { recursive: true });
    return {
      folder,
      env: {
        ...callersEnv(),
        HOME: join(folder, "home"),
        XDG_STATE_HOME: join(folder, "state"),
        XDG_CONFIG_HOME: join(folder, "config"),
        NO_COLOR: "1",
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #build(): Promise<string> {
    const out = this.path("product", "dist");
    mkdirSync(out, { recursive: true });
    copyFileSync(join(ROOT, "package.json"), this.path("product", "package.json"));
    for (const beside of ["node_modules", "templates", "schema"]) {
      symlinkSync(join(ROOT, beside), this.path("product", beside));
    }
    const subjects = join(ROOT, "bench", "subjects");
    const also = readdirSync(subjects)
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => ["--also", `${file.slice(0, -3)}=${join(subjects, file)}`]);
    const argv = [process.execPath, "scripts/build.mjs", "--out", out, ...also] as const;
    await processMs(argv, { cwd: ROOT });
    return out;
  }
}

/** What the caller's programs run with: some of it (certificates) costs Node time to start. */
function callersEnv(): Record<string, string> {
  const env: Record<string, string> = { LANG: "C.UTF-8" };
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(ORCHESTRATOR_|GIT_)/.test(name)) env[name] = value;
  }
  return env;
}

/** Kept between runs: what is installed once need not be fetched again. */
async function installPeers(): Promise<string | null> {
  const folder = join(tmpdir(), "orchestrator-bench-peers");
  const manifest = JSON.stringify({ name: "peers", private: true, dependencies: PEERS });
  const path = join(folder, "package.json");
  const names = Object.keys(PEERS);
  const isThere = () => names.every((name) => existsSync(join(folder, "node_modules", name)));
  if (existsSync(path) && readFileSync(path, "utf8") === manifest && isThere()) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, manifest);
  process.stderr.write(`installing peers: ${names.join(", ")}\n`);
  const argv = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"] as const;
  const run = await runProcess(argv, { cwd: folder });
  if (run.code !== 0 || !isThere()) {
    process.stderr.write(`peers cannot be had: ${run.stderr.slice(-500)}\n`);
    return null;
  }
  return folder;
}

/** Whether a command of the system is there. */
export function onPath(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}
