import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A real repository that a test or a benchmark has to itself; paths are relative to its root. */
export abstract class Checkout {
  abstract readonly root: string;
  /** All that programs see there: nothing of the machine's user. */
  abstract get env(): Readonly<Record<string, string>>;

  write(path: string, text: string): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** What git says; throws what it complains of. */
  git(...words: string[]): string {
    const ran = spawnSync("git", words, { cwd: this.root, encoding: "utf8", env: this.env });
    if (ran.status === 0) return ran.stdout.trimEnd();
    throw new Error(`git ${words.join(" ")}: ${ran.stderr}${ran.error?.message ?? ""}`);
  }
}
