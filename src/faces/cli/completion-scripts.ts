import type { Command } from "commander";

export type Shell = "bash" | "zsh" | "fish";

/** A command as completion sees it. */
export interface Completable {
  readonly name: string;
  readonly summary: string;
  readonly subcommands: readonly string[];
  readonly flags: readonly string[];
}

const GLOBAL_FLAGS: readonly string[] = [
  "--json",
  "--ndjson",
  "--cwd",
  "--config",
  "--target",
  "--yes",
  "--no-input",
  "--no-color",
  "--quiet",
  "--debug",
  "--accessible",
  "--help",
  "--version",
];

export function describeCommands(
  names: readonly string[],
  entries: readonly { readonly summary: string }[],
  loaded: readonly Command[],
): Completable[] {
  return names.map((name, at) => {
    const command = loaded[at];
    const own = command?.options ?? [];
    const below = command?.commands ?? [];
    const flags = [...own, ...below.flatMap((sub) => sub.options)].map(
      (option) => option.long ?? option.short ?? "",
    );
    return {
      name,
      summary: entries[at]?.summary ?? "",
      subcommands: below.map((sub) => sub.name()),
      flags: [...new Set(flags)].filter((flag) => flag !== ""),
    };
  });
}

export const SCRIPTS: Readonly<Record<Shell, (commands: readonly Completable[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

function words({ subcommands, flags }: Completable): string {
  return [...subcommands, ...flags].join(" ");
}

function bashScript(commands: readonly Completable[]): string {
  const cases = commands
    .filter((command) => words(command) !== "")
    .map((command) => `    ${command.name}) words="${words(command)} $global" ;;`);
  return `# bash completion for orchestrator
_orchestrator() {
  local current="\${COMP_WORDS[COMP_CWORD]}" global="${GLOBAL_FLAGS.join(" ")}" words
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
    --cwd|--config|--file) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map((command) => command.name).join(" ")} $global"
  else
    case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) words="$global" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _orchestrator orchestrator orch
`;
}

function zshScript(commands: readonly Completable[]): string {
  const listed = commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`);
  const cases = commands
    .filter((command) => words(command) !== "")
    .map((command) => `    ${command.name}) compadd -- ${words(command)} $global ;;`);
  return `#compdef orchestrator orch
_orchestrator() {
  local -a commands global
  global=(${GLOBAL_FLAGS.join(" ")})
  commands=(
${listed.join("\n")}
  )
  case "\${words[CURRENT-1]}" in
    --cwd|--config|--file) _files; return ;;
  esac
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- $global
    return
  fi
  case "\${words[2]}" in
${cases.join("\n")}
    *) compadd -- $global ;;
  esac
}
_orchestrator "$@"
`;
}

function fishScript(commands: readonly Completable[]): string {
  const lines = ["orchestrator", "orch"].flatMap((program) => [
    `complete -c ${program} -f`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ${program} -n __fish_use_subcommand -a ${name} -d '${quote(summary)}'`,
    ),
    ...commands.flatMap(({ name, subcommands, flags }) => [
      ...(subcommands.length === 0
        ? []
        : [
            `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -a '${subcommands.join(" ")}'`,
          ]),
      ...flags.map(
        (flag) =>
          `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' ${fishFlag(flag)}`,
      ),
    ]),
    ...GLOBAL_FLAGS.map((flag) => `complete -c ${program} ${fishFlag(flag)}`),
  ]);
  return `# fish completion for orchestrator\n${lines.join("\n")}\n`;
}

function fishFlag(flag: string): string {
  return flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
}

function quote(text: string): string {
  return text.replaceAll("'", "'\\''");
}
