import { describe, expect, it } from "vitest";
import type { Command } from "commander";
import { COMMAND_NAMES, COMMANDS } from "../../src/faces/cli/commands.ts";
import { GUIDES } from "../../src/faces/cli/guides/guides.ts";
import { HELP } from "../../src/faces/cli/help.ts";
import { buildCommand, helpOf } from "../../src/faces/cli/parser.ts";
import { TOPICS } from "../../src/faces/cli/guides/topics.ts";

const loaded = await Promise.all(
  COMMANDS.map(async (entry) => {
    const face = await entry.load();
    const command = buildCommand(entry, face, () => () => Promise.resolve(), []);
    return { entry, command, help: helpOf(entry, face) };
  }),
);

describe("the help of a command", () => {
  it("is there for every command and for no other", () => {
    expect(Object.keys(GUIDES).sort()).toEqual([...COMMAND_NAMES].sort());
  });

  it("fits on a screen of 24 lines and 100 columns, with an example", () => {
    for (const { entry, help } of loaded) {
      const lines = help.split("\n");
      expect([entry.name, lines.length <= 24]).toEqual([entry.name, true]);
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
      expect(help).toMatch(/^Example {2}\S/m);
    }
  });

  it("shows examples that the command would take", () => {
    const wrong = loaded.flatMap(({ entry, command }) =>
      (GUIDES[entry.name]?.examples ?? [])
        .map(([line]) => line)
        .filter((line) => !takes(command, entry.name, line)),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the topics", () => {
  it("fit on a screen, and the first page names each", () => {
    for (const [name, text] of TOPICS) {
      expect([name, text.trimEnd().split("\n").length <= 24]).toEqual([name, true]);
      expect(HELP).toContain(name);
    }
  });
});

describe("docs/cli.md", () => {
  it("has every command in one of its parts", () => {
    const told = groupsOf(HELP).flatMap(({ names }) => names);
    expect(told.toSorted()).toEqual(loaded.map(({ entry }) => entry.name).toSorted());
  });

  it("is what the commands say of themselves (write it anew: npx vitest run --update=all test/docs/cli.test.ts)", async () => {
    await expect(page()).toMatchFileSnapshot("../../docs/cli.md");
  });
});

const VALUELESS = new Set(["--json", "--yes", "-y"]);

/** Every option of the line is one of the command's or a global one. */
function takes(command: Command, name: string, line: string): boolean {
  const words = line.split(" ");
  const at = words.findIndex((word) => word.endsWith("orchestrator"));
  if (words[at + 1] !== name) return false;
  const subs = withSubcommands(command).flatMap((one) => one.options);
  return words
    .slice(at + 2)
    .filter((word) => /^--?[a-z]/.test(word))
    .every(
      (word) =>
        VALUELESS.has(word) || subs.some((option) => option.long === word || option.short === word),
    );
}

/** The command and all below it, as deep as they go. */
function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function page(): string {
  const sections = groupsOf(HELP).flatMap(({ title, names }) => [
    `## ${title}`,
    ...names.map(section),
  ]);
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

/** `Look     report history`, gone on with below. */
function groupsOf(help: string): { readonly title: string; readonly names: readonly string[] }[] {
  const groups = [
    ...help.matchAll(/^([A-Z][a-z]+(?: [a-z]+)?) {2,}([a-z ]+(?:\n {9}[a-z ]+)*)$/gm),
  ];
  return groups.map(([, title = "", names = ""]) => ({ title, names: names.trim().split(/\s+/) }));
}

function section(name: string): string {
  const found = loaded.find(({ entry }) => entry.name === name);
  const guide = GUIDES[name];
  if (found === undefined || guide === undefined) throw new Error(`no command ${name}`);
  const { entry, command } = found;
  const { summary } = entry;
  const usages = withSubcommands(command).map(usageOf).join("\n");
  const schemas = guide.schema.split(", ").map((one) => `\`orchestrator/${one}@1\``);
  return [
    `### ${name}`,
    `${summary[0]?.toUpperCase()}${summary.slice(1)}. ${guide.about}`,
    `\`\`\`\n${usages.trimEnd()}\n\`\`\``,
    ...(guide.examples.length === 0
      ? []
      : [
          `\`\`\`\n${guide.examples.map(([line, what]) => `# ${what}\n${line}`).join("\n")}\n\`\`\``,
        ]),
    `Prints: ${guide.prints} Data: ${schemas.join(", ")}.`,
    `Exits: ${[0, 2, ...guide.exits].sort((a, b) => a - b).join(", ")}.`,
  ].join("\n\n");
}

/** Usage, arguments and options, without what every command has. */
function usageOf(command: Command): string {
  const text = command.helpInformation();
  const [usage = "", ...rest] = text.replace(/^ +-h, --help.*\n/m, "").split("\n");
  const blocks = rest
    .join("\n")
    .split(/\n(?=Arguments:|Options:|Commands:)/)
    .filter((block) => /^(?:Arguments|Options):\n +\S/.test(block));
  const path = command.parent === null ? "" : `${command.parent.name()} `;
  const shown = usage
    .replace(/^Usage: /, "")
    .replace(/^orchestrator (?=[a-z]+ \[)/, "orchestrator ");
  const line = shown.startsWith("orchestrator ") ? shown : `${path}${shown}`;
  return [line, ...blocks.map((block) => block.trimEnd())].join("\n");
}

const INTRODUCTION = `# Commands

This page is made from the definitions of the commands, and a test compares the two. \`orchestrator help <command>\` prints the
same on a terminal; \`orch\` is the short name. Without a command, on a terminal, it says what is running here.

Every command takes these, before or after its name:

| Option | Meaning |
|---|---|
| \`--json\` | exactly one envelope on standard output, also on failure ([json.md](json.md)) |
| \`--ndjson\` | one event a line while work runs, then the envelope |
| \`--cwd DIR\` | work as if started there |
| \`--config FILE\` | read this in place of the repository's own settings |
| \`--target ID\` | another repository, by its id in the settings |
| \`-y\`, \`--yes\` | answer yes |
| \`--no-input\` | ask nothing; so it is too when standard input is no terminal, and with \`CI\` set |
| \`--no-color\`, \`-q\`, \`--quiet\`, \`--accessible\` | no colour; only data; no symbols, one sentence a line |
| \`-d\`, \`--debug\` | stack traces of bugs |
| \`-h\`, \`--help\`, \`--version\` | |

The exit codes are explained in [json.md](json.md#exit-codes); 70, 130 and 143 may end any command. Words for ids are forgiving:
\`1.2\`, \`"Phase 1.2"\`, \`req-042\`, \`aurora:1.2\`.`;
