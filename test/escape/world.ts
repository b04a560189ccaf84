import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { type Server, createServer } from "node:net";
import { networkInterfaces, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { ConfinementProfile, NetworkProfile } from "../../src/model/index.ts";
import { allPids, killPid, readOr } from "../processes.ts";

export const DOOR_PORT = 4501;
const SOCKETS = ["control.sock", "warden.sock", "docker.sock", "bus", "agent.sock"] as const;
const KERNEL_SETTINGS = ["core_pattern", "modprobe", "hostname", "panic"] as const;
const EVERYBODYS = ["/", "/etc", "/usr/bin", "/usr/local/bin", "/lib", "/opt", "/bin", "/tmp"];
const MORE_PLACES = ["/var/tmp", "/dev/shm", "/run/lock", "/var/lock", "/dev", "/run/fence"];

/**
 * A user with keys and services, a repository, and our state with two attempts in it: everything an
 * agent could want, none of it real. What was touched shows in {@link World.breaches}.
 */
export class World {
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), "escape-")));
  readonly clone = join(this.base, "state/ws/own/clone");
  readonly #id = `escape-${randomBytes(4).toString("hex")}`;
  readonly #secret = `canary-${randomBytes(8).toString("hex")}`;
  readonly #servers: Server[] = [];
  readonly #udp = createSocket("udp4");
  readonly #hits: string[] = [];
  readonly #kernel = kernelSettings();
  #victim: ChildProcess | null = null;
  #ports = { tcp: 0, tcp6: 0, udp: 0 };
  #before = "";

  async open(): Promise<void> {
    this.#layFiles();
    const env = { SECRET: this.#secret, PATH: "/usr/bin:/bin" };
    const script = `sleep 7777 & wait # ${this.#secret}`;
    this.#victim = spawn("/bin/sh", ["-c", script], { env, stdio: "ignore", detached: true });
    for (const name of SOCKETS) await this.#listen(name, join(this.base, "run", name));
    await this.#listen("abstract socket", `\0${this.#id}`);
    this.#ports.tcp = await this.#listen("tcp", { port: 0, host: "0.0.0.0" });
    this.#ports.tcp6 = await this.#listen("tcp6", { port: 0, host: "::1" });
    this.#udp.on("message", () => this.#hits.push("udp"));
    await new Promise<void>((resolve) => this.#udp.bind(0, "127.0.0.1", resolve));
    this.#ports.udp = this.#udp.address().port;
    this.settle();
  }

  #layFiles(): void {
    const put = (path: string, text = `${this.#secret}\n`): void => {
      mkdirSync(dirname(join(this.base, path)), { recursive: true });
      writeFileSync(join(this.base, path), text);
    };
    for (const name of ["out/precious", "repo/.env", "state/journal.db"]) put(name);
    for (const name of [".ssh/id_ed25519", ".netrc", ".aws/credentials", ".npmrc"])
      put(`home/${name}`);
    for (const name of [".config/gh/hosts.yml", ".bash_history", ".bashrc"]) put(`home/${name}`);
    put("state/ws/other/clone/secret");
    put("state/homes/other/.credentials.json");
    put("repo/.git/HEAD", "ref: refs/heads/main\n");
    put("repo/.git/objects/info/packs", "objects\n");
    put("repo/.git/refs/heads/.keep", "");
    put(
      "repo/.git/config",
      `[remote "origin"]\n\turl = https://x:${this.#secret}@example.org/r.git\n`,
    );
    for (const dir of ["run", "state/homes/own"])
      mkdirSync(join(this.base, dir), { recursive: true });
    mkdirSync(this.clone, { recursive: true });
  }

  #listen(name: string, where: string | { port: number; host: string }): Promise<number> {
    const server = createServer((socket) => {
      this.#hits.push(name);
      socket
        .on("error", () => undefined)
        .resume()
        .end(this.#secret);
    });
    this.#servers.push(server);
    return new Promise((resolve) => {
      const listening = (): void => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      };
      // A machine without IPv6 has nothing to be reached there.
      server.on("error", () => resolve(9));
      if (typeof where === "string") server.listen(where, listening);
      else server.listen(where, listening);
    });
  }

  /** Every `{NAME}` of a program, as it is in this world. */
  fill(text: string, left: string): string {
    const places: Readonly<Record<string, string>> = {
      HOME: join(this.base, "home"),
      OUT: join(this.base, "out"),
      STATE: join(this.base, "state"),
      OTHER: join(this.base, "state/ws/other/clone"),
      REPO: join(this.base, "repo"),
      RUN: join(this.base, "run"),
      CLONE: this.clone,
      ID: this.#id,
      ABSTRACT: this.#id,
      LEFT: left,
      VICTIM: String(this.#victim?.pid ?? 0),
      WARDEN: String(process.pid),
      PARENT: String(process.ppid),
      TCP: String(this.#ports.tcp),
      TCP6: String(this.#ports.tcp6),
      UDP: String(this.#ports.udp),
      DOOR: String(DOOR_PORT),
      LAN: ownAddress(),
      USER_LINE: `^${userInfo().username}:[^:]*:[0-9]*:[0-9]*:[^:]*:/.*/(bash|zsh|fish)$`,
    };
    return text.replaceAll(/\{([A-Z0-9_]+)\}/g, (whole, name: string) => places[name] ?? whole);
  }

  profile(network: NetworkProfile): ConfinementProfile {
    return {
      mode: "required",
      view: "fenced",
      writable: [this.clone, join(this.base, "state/homes/own")],
      readOnly: [join(this.base, "repo/.git/objects")],
      hidden: [join(this.base, "state")],
      network,
      ceilings: {
        memoryBytes: 512 * 1024 ** 2,
        cpus: null,
        processes: 128,
        diskBytes: 100 * 1024 ** 2,
      },
    };
  }

  /** What is there now is what must be there afterwards. */
  settle(): void {
    this.#before = this.#outside();
  }

  /** A clean clone for the next attempt. */
  renew(): void {
    rmSync(this.clone, { recursive: true, force: true });
    mkdirSync(this.clone, { recursive: true });
    this.#hits.length = 0;
  }

  /** What an attempt got done although it must not; empty when it was held. */
  breaches(output: string, left: string): string[] {
    const stray = processesWith(`sleep ${left}`);
    const kernel = kernelSettings();
    const places = [...EVERYBODYS, ...MORE_PLACES].filter((dir) => existsSync(join(dir, this.#id)));
    return [
      ...(output.includes(this.#secret) ? ["it read a secret"] : []),
      ...this.#hits.map((name) => `it reached ${name}`),
      ...(this.#isVictimWell() ? [] : ["it harmed a process"]),
      ...(this.#outside() === this.#before ? [] : ["it changed what is outside"]),
      ...(kernel === this.#kernel ? [] : [`it set the kernel: ${kernel}`]),
      ...places.map((dir) => `it wrote to ${dir}`),
      ...(stray.length === 0 ? [] : [`it left ${stray.length} processes`]),
    ];
  }

  #isVictimWell(): boolean {
    const text = readOr(`/proc/${this.#victim?.pid ?? 0}/stat`);
    return /\) [SR] /.test(text);
  }

  /** Everything but the clone, the own home and what keeps changing by itself. */
  #outside(): string {
    const skip = new Set(["state/ws/own/clone", "state/homes/own", "runs", "fence", "gw", "run/g"]);
    const lines: string[] = [];
    const walk = (dir: string, at: string): void => {
      for (const name of readdirSync(dir).sort()) {
        const [path, rest] = [join(dir, name), at === "" ? name : `${at}/${name}`];
        if (skip.has(rest) || /^(w\.sock|warden\.)/.test(rest)) continue;
        const found = lstatSync(path);
        if (found.isDirectory()) walk(path, rest);
        const text = found.isFile() ? readFileSync(path, "latin1") : "";
        const link = found.isSymbolicLink() ? readlinkSync(path) : "";
        lines.push(`${rest} ${found.mode} ${found.nlink} ${link} ${text}`);
      }
    };
    walk(this.base, "");
    return createHash("sha256").update(lines.join("\n")).digest("hex");
  }

  close(): void {
    const { pid } = this.#victim ?? {};
    if (pid !== undefined) killPid(-pid);
    this.#udp.close();
    for (const server of this.#servers) server.close();
    rmSync(this.base, { recursive: true, force: true });
  }
}

function kernelSettings(): string {
  return KERNEL_SETTINGS.map((name) => readOr(`/proc/sys/kernel/${name}`).trim()).join(" ");
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find((one) => one.family === "IPv4" && !one.internal)?.address ?? "127.0.0.1";
}

/** Living processes whose command line holds a text. */
export function processesWith(text: string): number[] {
  return allPids()
    .filter((pid) => readOr(`/proc/${pid}/cmdline`).replaceAll("\0", " ").includes(text))
    .filter((pid) => statQuietly(pid));
}

function statQuietly(pid: number): boolean {
  try {
    return statSync(`/proc/${pid}`).isDirectory() && !/\) Z /.test(readOr(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}
