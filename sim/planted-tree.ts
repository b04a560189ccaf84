import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { Found } from "./seek.ts";

const ROOT = resolve(import.meta.dirname, "..");
export const PATCHES = join(ROOT, "sim", "planted");

/** What a copy needs to be compiled, tested and simulated. */
const COPIED = [
  "src/model",
  "src/engine",
  "src/planner",
  // What the simulated histories are read by.
  "src/journal",
  "src/platform",
  "sim",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

/** A patched engine may go round for ever. */
const SEARCH_MS_MAX = 300_000;

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of what is simulated, made once: bugs are planted in it and taken out, one at a time. */
export class PlantedTree {
  readonly #dir = mkdtempSync(join(tmpdir(), "planted-"));

  constructor() {
    for (const path of COPIED) {
      cpSync(join(ROOT, path), join(this.#dir, path), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.#dir, "node_modules"));
  }

  async plant(name: string): Promise<boolean> {
    const { code } = await this.#run(["git", "apply", "-C1", this.#patch(name)]);
    return code === 0;
  }

  /** What cannot be taken out makes the copy useless: an exception, and no verdict. */
  async weed(name: string): Promise<void> {
    const { code, output } = await this.#run(["git", "apply", "-R", "-C1", this.#patch(name)]);
    if (code !== 0) throw new Error(`${name} stays in the copy: ${output}`);
  }

  /** Of the copy itself: somebody may be at work on the others. */
  #patch(name: string): string {
    return join(this.#dir, "sim", "planted", name);
  }

  compile(): Promise<Ran> {
    return this.#run([tool("tsc"), "--noEmit", "-p", "tsconfig.json"]);
  }

  test(): Promise<Ran> {
    return this.#run([tool("vitest"), "run", "--reporter=dot", "src/engine"]);
  }

  /** A seed up to `most` that breaks a law; null when none does, a text when it ends badly. */
  async seek(likely: number, most: number): Promise<Found | null | string> {
    const outfile = join(this.#dir, "seek.mjs");
    await build({
      entryPoints: [join(this.#dir, "sim", "seek.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
      absWorkingDir: this.#dir,
      logLevel: "silent",
    });
    const words = [outfile, String(likely), String(most)];
    const { code, output } = await this.#run([process.execPath, ...words], SEARCH_MS_MAX);
    if (code !== 0) return code === null ? "it does not end" : lastLine(output);
    return JSON.parse(output) as Found | null;
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #run(argv: readonly string[], timeout = 0): Promise<Ran> {
    const [program = "", ...args] = argv;
    return new Promise((done, reject) => {
      const child = spawn(program, args, {
        cwd: this.#dir,
        stdio: ["ignore", "pipe", "pipe"],
        timeout,
        killSignal: "SIGKILL",
      });
      let output = "";
      const keep = (bytes: Buffer) => {
        output += bytes.toString("utf8");
      };
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      child.on("error", reject);
      child.on("close", (code) => done({ code, output }));
    });
  }
}

function tool(name: string): string {
  return join(ROOT, "node_modules", ".bin", name);
}

function lastLine(output: string): string {
  return output.trimEnd().split("\n").at(-1)?.slice(0, 100) ?? "no output";
}
