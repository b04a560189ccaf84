import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfinementKind, RunSpec, RunView } from "../model/index.ts";
import { type LockHolder, sleep } from "../platform/index.ts";
import { type Warden, connectWarden } from "./client.ts";

/** A real warden on a directory of its own, and the means to be cruel to it. */
export class Rig {
  readonly base = mkdtempSync(join(tmpdir(), "warden-"));
  readonly runsDir = join(this.base, "runs");
  readonly #atMost: ConfinementKind;
  readonly #open: Warden[] = [];

  constructor(atMost: ConfinementKind = "bubblewrap") {
    this.#atMost = atMost;
  }

  async connect(askedBefore: readonly string[] = []): Promise<Warden> {
    const warden = await connectWarden({
      runsDir: this.runsDir,
      socketPath: join(this.base, "w.sock"),
      askedBefore,
      idleExitMs: 2_000,
      confinementAtMost: this.#atMost,
    });
    this.#open.push(warden);
    return warden;
  }

  spec(id: string, script: string, more: Partial<RunSpec> = {}): RunSpec {
    return {
      id,
      kind: "agent",
      argv: ["/bin/sh", "-c", script],
      cwd: this.base,
      env: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: this.base },
      stdin: "",
      confinement: { mode: "off", writable: [this.base], readOnly: [], hidden: [] },
      deadlineMs: 60_000,
      stdoutBytesMax: 1_000_000,
      stderrBytesMax: 1_000_000,
      ...more,
    };
  }

  sandboxed(id: string, script: string, more: Partial<RunSpec> = {}): RunSpec {
    const confinement = { mode: "auto", writable: [this.base], readOnly: [], hidden: [] } as const;
    return this.spec(id, script, { confinement, ...more });
  }

  wardenPid(): number {
    const holder = JSON.parse(
      readFileSync(join(this.runsDir, "warden.lock.holder"), "utf8"),
    ) as LockHolder;
    return holder.identity.pid;
  }

  /** Nobody restarts it but us: every client has let go. */
  abandon(): void {
    for (const warden of this.#open.splice(0)) warden.close();
    killAtOnce(this.wardenPid());
  }

  path(name: string): string {
    return join(this.base, name);
  }

  async close(): Promise<void> {
    const warden = this.#open.at(-1) ?? (await this.connect());
    for (const view of await warden.list()) await warden.stop(view.id, { graceMs: 0, now: true });
    await warden.shutdown();
    for (const one of this.#open) one.close();
    // A warden that came too late, or keepers that wait, still write what is to be removed.
    await until(() => processesWith(this.base).length === 0);
    rmSync(this.base, { recursive: true, force: true, maxRetries: 12 });
  }
}

/** Waits for the end of a run, wherever it stands. */
export async function exitOf(warden: Warden, started: RunView): Promise<RunView> {
  if (started.state === "exited") return started;
  return await new Promise((resolve) => {
    const look = (view: RunView): void => {
      if (view.id !== started.id || view.state !== "exited") return;
      stop();
      resolve(view);
    };
    const stop = warden.watch(look);
    // On a slow machine it may have ended while something else was waited for.
    warden.list().then(
      (views) => views.forEach(look),
      () => undefined,
    );
  });
}

/** Ends a process at once; one that has ended by itself meanwhile is as dead. */
export function killAtOnce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export async function run(warden: Warden, spec: RunSpec): Promise<RunView> {
  return await exitOf(warden, await warden.ensure(spec));
}

/** Waits, however long the machine takes, until something is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

/** Living processes whose command line holds a text: how a test finds what a run left behind. */
export function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(text));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
