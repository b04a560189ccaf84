import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const TURNS = 60;

export interface Written {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What strace saw. */
  readonly log: string;
}

/** A whole life of the built writer in `dir`, looked at by strace. */
export function write(
  writer: string,
  what: string,
  dir: string,
  how: { readonly files: readonly string[]; readonly options: readonly string[] },
): Promise<Written> {
  const path = `${dir}.strace`;
  mkdirSync(dir, { recursive: true });
  const tracer = ["-f", "-qq", "-o", path, ...how.files.flatMap((file) => ["-P", join(dir, file)])];
  const options = how.options.flatMap((option) => ["-e", option]);
  const argv = [...tracer, ...options, process.execPath, writer, dir, `${TURNS}`, what];
  const child = spawn("strace", argv, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const log = readFileSync(path, "utf8");
      rmSync(path, { force: true });
      resolve({ code, stdout, stderr, log });
    });
  });
}

export function hasTracer(): boolean {
  return spawnSync("strace", ["-V"]).status === 0;
}

/** The last number that a writer said. */
export function ackedIn({ stdout }: Written): number {
  return Math.max(
    0,
    ...stdout
      .split("\n")
      .filter((line) => /^\d+$/.test(line))
      .map(Number),
  );
}
