import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainIo, readTextIfExists } from "../platform/index.ts";

/**
 * Which runs may have been begun although nothing of them is left (law I1). Run directories survive
 * any kill, but not a power cut; and a power cut ends the boot. So as long as the machine is up the
 * directories tell, and after a restart every run that was asked for before it counts as begun: it
 * is reported lost, and not begun again.
 *
 * The file holds `boot <id>` and a line `+ <slug>` for each such run. It is true of that boot alone:
 * one of another boot, one that is torn or gone, says that whoever asks must first say what was
 * asked for before. That is why nothing here needs a sync.
 */
export class Ledger {
  readonly #path: string;
  readonly #boot: string;
  readonly #begun = new Set<string>();
  /** What was asked for before this boot is in it. */
  #isComplete = false;

  constructor(runsDir: string, boot: string) {
    this.#path = join(runsDir, "ledger");
    this.#boot = boot;
    const [first, ...lines] = (readTextIfExists(this.#path) ?? "").split("\n");
    if (first !== `boot ${boot}`) return;
    this.#isComplete = true;
    for (const line of lines) if (line.startsWith("+ ")) this.#begun.add(line.slice(2));
  }

  has(slug: string): boolean {
    return this.#begun.has(slug);
  }

  /** These were asked for by somebody who is gone; in a boot that is known, nothing is to be told. */
  recall(slugs: readonly string[]): void {
    if (this.#isComplete) return;
    for (const slug of slugs) this.#begun.add(slug);
    this.#write();
    this.#isComplete = true;
  }

  forget(slug: string): void {
    if (this.#begun.delete(slug)) this.#write();
  }

  /** Whole or not at all, whoever is killed. */
  #write(): void {
    const lines = [`boot ${this.#boot}`, ...[...this.#begun].map((slug) => `+ ${slug}`)];
    try {
      writeFileSync(`${this.#path}.new`, `${lines.join("\n")}\n`, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      throw explainIo(error, "write", this.#path);
    }
  }
}
