import type { RoutedRole } from "../../src/model/index.ts";
import { Random } from "../random.ts";

const OWN = "claude-code/sim";
/** The configured agents besides the session's own, and whose login each of them works with. */
const LOGINS = { second: "codex/sim", third: "opencode/sim" } as const;

/** How often somebody has logged in as another by the time an orchestrator begins. */
const ANOTHER_LOGIN = 0.15;

/**
 * The accounts that agents work with: one, or in some seeds several, by who works on what. They have
 * chance of their own, so that the world without them is the same with every seed.
 */
export class Accounts {
  readonly #random: Random;
  readonly isMany: boolean;
  #programs: Readonly<Record<string, string>> = {};

  constructor(seed: number) {
    this.#random = new Random(seed * 41 + 17);
    this.isMany = this.#random.chance(0.5);
    if (this.isMany) this.#programs = LOGINS;
  }

  /** What whoever leads is told of them. */
  observe(): { readonly account: string; readonly programs?: Readonly<Record<string, string>> } {
    if (!this.isMany) return { account: OWN };
    if (this.#random.chance(ANOTHER_LOGIN)) {
      const second = this.#random.pick([LOGINS.second, "codex/other", OWN]) ?? OWN;
      this.#programs = { ...LOGINS, second };
    }
    return { account: OWN, programs: this.#programs };
  }

  /** Whose account a run of a configured agent is on; absent: of the session's own. */
  of(program: string | undefined): string {
    return (program === undefined ? undefined : this.#programs[program]) ?? OWN;
  }

  /** Two roles with agents of their own, and one for the rest. */
  get routing(): { readonly routing?: readonly RoutedRole[] } {
    if (!this.isMany) return {};
    return {
      routing: [
        role("backend", ["src/file-1*.ts"], "second"),
        role("frontend", ["src/file-2*.ts"], "third"),
        { ...role("coder", [], null), rest: true },
      ],
    };
  }
}

function role(id: string, files: readonly string[], agent: string | null): RoutedRole {
  return { id, domain: id, words: [], files, rest: false, capabilities: [], agent };
}
