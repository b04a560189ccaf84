import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "../test/checkout.ts";
import type { Workshop } from "./workshop.ts";

export interface RepositoryWish {
  readonly name: string;
  /** Files besides roadmap and settings, in folders of fifty. */
  readonly files: number;
  readonly roadmap: string;
  /** The command of the agent, for `/bin/sh -c`. */
  readonly agent: string;
  /** More lines of orchestrator.yaml. */
  readonly config?: string;
}

/** A real repository with state, settings and home of its own beside it. */
export class BenchRepository extends Checkout {
  readonly folder: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    super();
    this.folder = folder;
    this.root = join(folder, "repo");
    this.env = env;
  }

  static make(workshop: Workshop, wish: RepositoryWish): BenchRepository {
    const { folder, env } = workshop.home(wish.name);
    const made = new BenchRepository(folder, env);
    mkdirSync(made.root, { recursive: true });
    made.git("init", "--quiet", "--initial-branch=main");
    made.git("config", "user.name", "Bench");
    made.git("config", "user.email", "bench@example.com");
    for (let at = 0; at < wish.files; at++) {
      made.write(`src/${Math.floor(at / 50)}/file-${at}.txt`, `${at}\n`.repeat(40));
    }
    made.write("roadmap.md", wish.roadmap);
    made.write(
      "orchestrator.yaml",
      `roadmap: roadmap.md\nagents:\n  default: { adapter: command, run: ${JSON.stringify(wish.agent)} }\n${wish.config ?? ""}`,
    );
    made.git("add", ".");
    made.git("commit", "--quiet", "--message", "start");
    return made;
  }

  /** Starts the product here; `closed` tells what it printed and how it ended. */
  start(program: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const child: ChildProcess = spawn(process.execPath, [program, ...words], {
      cwd: this.root,
      env: { ...this.env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
    const closed = new Promise<{ readonly code: number | null; readonly output: string }>(
      (resolve) => {
        child.on("close", (code) => resolve({ code, output }));
      },
    );
    return { child, closed };
  }

  async run(program: string, words: readonly string[]): Promise<string> {
    const { code, output } = await this.start(program, words).closed;
    if (code === 0) return output;
    throw new Error(`orchestrator ${words.join(" ")} exited with ${code}: ${output.slice(-3000)}`);
  }
}

/** A roadmap of `count` streams; `dependsOn` gives the ones a stream waits for, by number. */
export function roadmapOf(
  count: number,
  dependsOn: (at: number) => readonly number[] = () => [],
): string {
  const sections = Array.from({ length: count }, (_, at) => {
    const on = dependsOn(at).map((one) => `Phase ${phase(one)}`);
    return [
      `### Phase ${phase(at)}: Work stream number ${at}`,
      "- **Status:** ⚪ Not Started",
      ...(on.length === 0 ? [] : [`- **Depends On:** ${on.join(", ")}`]),
      `- **Files:** made/${phase(at)}.txt`,
      "- **Tasks:**",
      "  - [ ] Write the file",
      "  - [ ] See that it is there",
      "- **Done When:** it is there",
      "",
    ].join("\n");
  });
  return `# Roadmap\n\n## Batch 1\n\n${sections.join("\n")}`;
}

/**
 * A roadmap as long as people make them: as in the longest real one known, most lines of a work
 * stream are lists, code and prose around a few fields. Until the text has `characters`.
 */
export function longRoadmap(characters: number): string {
  const sections: string[] = [];
  let length = 0;
  for (let at = 0; length < characters; at++) {
    const section = `${longSection(at)}\n`;
    sections.push(section);
    length += section.length;
  }
  return `# Roadmap\n\n${sections.join("")}`;
}

function longSection(at: number): string {
  const id = phase(at);
  const lines = [`### Phase ${id}: Work stream number ${at}`, "", "- **Status:** ⚪ Not Started"];
  if (at > 0) lines.push(`- **Depends On:** Phase ${phase(at - 1)}`);
  lines.push("- **Effort:** M", `- **Files:** src/part-${at}/index.ts, src/part-${at}/run.ts`, "");
  for (let chapter = 1; chapter <= 6; chapter++) {
    lines.push(`#### Part ${chapter} of the work`, "");
    lines.push("What it is about is said in a sentence or two, and nobody reads it twice.", "");
    lines.push("**What to do**:");
    for (let task = 1; task <= 14; task++) {
      lines.push(
        `- [ ] Do the thing called ${chapter}.${task} with \`call(${task})\` and see that it holds`,
      );
    }
    lines.push("", "```python");
    for (let line = 1; line <= 18; line++) lines.push(`    value_${line} = compute(${line})`);
    lines.push("```", "");
  }
  lines.push("- **Done When:** all of it is there", "");
  return lines.join("\n");
}

/** Ids count through batches of a hundred: `1.1` … `1.100`, `2.1` … */
export function phase(at: number): string {
  return `${Math.floor(at / 100) + 1}.${(at % 100) + 1}`;
}
