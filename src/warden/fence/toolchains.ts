import { delimiter, dirname, isAbsolute, join, normalize } from "node:path";
import { isDirectory, realPathOrNull } from "../../platform/index.ts";
import { isSystemPath } from "./system-root.ts";

/** Where version managers keep what their `bin` or `shims` leads to, below the home directory. */
const TOOLCHAIN_HOMES = [
  ".asdf",
  ".bun",
  ".deno",
  ".dotnet",
  ".fnm",
  ".ghcup",
  ".goenv",
  ".jenv",
  ".juliaup",
  ".linuxbrew",
  ".nix-profile",
  ".nodenv",
  ".nvm",
  ".pyenv",
  ".rbenv",
  ".rustup",
  ".sdkman",
  ".volta",
  ".local/share/fnm",
  ".local/share/mise",
  ".local/share/pnpm",
  ".local/share/uv",
  ".local/share/pipx",
  "anaconda3",
  "miniconda3",
] as const;

/** `~/.cargo/bin` holds links to rustup, whose toolchains are elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = { ".cargo/bin": ".rustup" };

/** What a program beside `bin` needs of its installation; `share` may hold a person's keyrings. */
const BESIDE_BIN = ["lib", "lib64", "libexec", "include"] as const;

/**
 * What has to be seen so that the programs of a PATH run: its directories, the installations around
 * them, and the toolchains of the version managers among them. Never the home directory itself.
 */
export function toolchainsOf(path: string | undefined, home: string | undefined): string[] {
  const dirs = (path ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .map((dir) => normalize(dir).replace(/(.)\/$/, "$1"))
    .filter((dir) => !isSystemPath(dir) && isDir(dir));
  const found = dirs.flatMap((dir) => [
    ...(isAbove(dir, home) ? [] : [dir]),
    ...(dir.endsWith("/bin") ? BESIDE_BIN.map((name) => join(dirname(dir), name)) : []),
    ...(home === undefined ? [] : toolchainAround(dir, home)),
    ...(/^.*\/\.linuxbrew(?=\/)/.exec(dir) ?? []),
  ]);
  return [...new Set(found)].filter((each) => isDir(each) && !isAbove(each, home));
}

function toolchainAround(dir: string, home: string): string[] {
  const below = dir.startsWith(`${home}/`) ? dir.slice(home.length + 1) : "";
  const around = TOOLCHAIN_HOMES.filter((name) => below === name || below.startsWith(`${name}/`));
  const elsewhere = ELSEWHERE[below];
  return [...around, ...(elsewhere === undefined ? [] : [elsewhere])].map((name) =>
    join(home, name),
  );
}

/** To show it would be to show the home directory, or everybody's. */
function isAbove(path: string, home: string | undefined): boolean {
  if (path === "/" || path === "/home" || path === "/root") return true;
  if (home === undefined) return false;
  return [home, realPathOrNull(home) ?? home].some(
    (one) => one === path || one.startsWith(`${path}/`),
  );
}

function isDir(path: string): boolean {
  try {
    return isDirectory(path);
  } catch {
    return false;
  }
}
