import { readFileSync, readdirSync, statSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Row } from "../figure.ts";
import { amount, atMost, goalRow, skippedRow } from "../figure.ts";
import { runProcess } from "../measure.ts";

const MB_MAX = 80;
const GOAL = `≤ ${MB_MAX} MB, no install scripts, no compilers`;

export const packageFigure: Figure = {
  name: "package",
  title: "Installing the packed package",
  measure: async (workshop) => {
    const root = join(import.meta.dirname, "../..");
    await workshop.program("orchestrator");
    const packed = await runProcess(
      ["npm", "pack", "--silent", "--pack-destination", workshop.folder],
      { cwd: root },
    );
    const tarball = packed.stdout.trim().split("\n").at(-1) ?? "";
    if (packed.code !== 0 || tarball === "") {
      return [skippedRow("npm i", GOAL, `npm pack failed: ${packed.stderr.slice(-300)}`)];
    }
    workshop.write("installed/package.json", '{"name":"installed","private":true}');
    const folder = workshop.path("installed");
    const argv = ["npm", "install", "--no-audit", "--no-fund", workshop.path(tarball)] as const;
    const installed = await runProcess(argv, { cwd: folder });
    if (installed.code !== 0) {
      return [skippedRow("npm i", GOAL, `npm i failed: ${installed.stderr.slice(-300)}`)];
    }
    const modules = join(folder, "node_modules");
    const said = await runProcess([join(modules, ".bin", "orchestrator"), "--version"], {
      cwd: folder,
    });
    if (said.code !== 0) throw new Error(`the installed program does not start: ${said.stderr}`);
    return [
      goalRow({ what: "size", value: sizeOf(modules) / 1e6, unit: "MB", max: MB_MAX }),
      noneRow("install scripts", packagesWith(modules, hasInstallScript)),
      noneRow("packages to compile", packagesWith(modules, isCompiled)),
      {
        what: "time of npm i",
        measured: amount(installed.ms / 1000, "s"),
        against: "",
        result: "",
        goal: "",
        verdict: "shown",
      },
    ];
  },
};

function noneRow(what: string, names: readonly string[]): Row {
  const said = names.length === 0 ? "none" : names.join(", ");
  const verdict = atMost(names.length, 0);
  return { what, measured: said, against: "", result: said, goal: "none", verdict };
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return bytes;
}

function packagesWith(modules: string, holds: (path: string) => boolean): string[] {
  return readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "package.json")
    .map((entry) => entry.parentPath)
    .filter((path) => isPackage(path) && holds(path))
    .map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
}

/** Packages hold manifests of other kinds in folders of theirs. */
function isPackage(path: string): boolean {
  return /node_modules\/(@[^/]+\/)?[^/]+$/.test(path);
}

function isCompiled(path: string): boolean {
  return existsSync(join(path, "binding.gyp"));
}

function hasInstallScript(path: string): boolean {
  const { scripts = {} } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as {
    readonly scripts?: Readonly<Record<string, string>>;
  };
  return ["preinstall", "install", "postinstall"].some((name) => name in scripts);
}
