import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listSourceFiles } from "../../files/source-files.ts";
import { load, put, repository, root, self, top } from "../load.fixture.ts";

const TEXT = "# Roadmap\n";

/** A link in the repository. */
const link = (at: string, to: string) => symlinkSync(to, join(root, at));

describe("a roadmap behind a link", () => {
  it("is the file that the link leads to, found or named, and is not meant twice", () => {
    put(join(root, "docs", "work.md"), TEXT);
    link("ROADMAP.md", "docs/work.md");
    expect(self(load()).roadmap).toBe("docs/work.md");
    repository("roadmap: ROADMAP.md\n");
    expect(self(load()).roadmap).toBe("docs/work.md");
    link("docs/roadmap.md", join(root, "docs", "work.md"));
    repository("");
    expect(load()).toMatchObject({ warnings: [], targets: [{ roadmap: "docs/work.md" }] });
  });

  it("is found through links to its folder, of other tools' work too", () => {
    put(join(root, "real", "inner", "ROADMAP.md"), TEXT);
    link("docs", "real/inner");
    expect(self(load()).roadmap).toBe("real/inner/ROADMAP.md");
    rmSync(join(root, "real"), { recursive: true });
    put(join(root, "work", "001-a", "tasks.md"), "- [ ] T001 a\n");
    link("specs", "work");
    const found = { roadmap: "work", source: { kind: "spec-kit" } };
    expect(self(load())).toMatchObject(found);
    repository("source: { kind: spec-kit, path: specs }\n");
    expect(self(load())).toMatchObject(found);
  });

  it("stays as it was written where it leads out, into git's own folder or nowhere, and says so", () => {
    put(join(top, "elsewhere.md"), TEXT);
    link("ROADMAP.md", "../elsewhere.md");
    const out = load();
    expect(self(out).roadmap).toBe("ROADMAP.md");
    expect(out.warnings.join()).toContain(`to ${join(top, "elsewhere.md")}: it is read and never`);
    rmSync(join(root, "ROADMAP.md"));
    put(join(root, ".git", "work.md"), TEXT);
    link("ROADMAP.md", ".git/work.md");
    expect(load().warnings.join()).toContain("ROADMAP.md leads out of the repository");
    rmSync(join(root, "ROADMAP.md"));
    link("ROADMAP.md", "gone.md");
    repository("roadmap: ROADMAP.md\n");
    expect(self(load()).roadmap).toBe("ROADMAP.md");
    expect(load().warnings.join()).toContain("ROADMAP.md is a link that leads nowhere");
    rmSync(join(root, "ROADMAP.md"));
    link("ROADMAP.md", "ROADMAP.md");
    expect(load().warnings.join()).toContain("ROADMAP.md is a link that leads nowhere");
  });

  it("may not be exchanged by an agent: neither the link nor a better place is changed unseen", () => {
    put(join(root, "docs", "work.md"), TEXT);
    link("ROADMAP.md", "docs/work.md");
    const guarded = self(load()).protectedPaths;
    expect(guarded).toContain("plans/roadmap.md");
    expect(guarded).toContain("ROADMAP.md");
    expect(guarded).not.toContain("docs/roadmap.md");
    repository("roadmap: ./ROADMAP.md\nprotected_paths: []\n");
    expect(self(load()).protectedPaths).toContain("ROADMAP.md");
    repository("roadmap: docs/work.md\nprotected_paths: []\n");
    expect(self(load()).protectedPaths).not.toContain("ROADMAP.md");
  });
});

describe("a roadmap that no landing can carry", () => {
  it("is told of when it belongs to a submodule or to a repository that lies in this one", () => {
    put(join(root, "part", "docs", "ROADMAP.md"), TEXT);
    put(join(root, "part", ".git"), "gitdir: ../.git/modules/part\n");
    repository("roadmap: part/docs/ROADMAP.md\n");
    expect(load().warnings.join()).toContain("belongs to the repository in part, not to this one");
    rmSync(join(root, "part", ".git"));
    mkdirSync(join(root, "part", "docs", ".git"));
    expect(load().warnings.join()).toContain("belongs to the repository in part/docs, not");
    rmSync(join(root, "part", "docs", ".git"), { recursive: true });
    expect(load().warnings).toEqual([]);
  });

  it("is told of when only the case of its name is another", () => {
    put(join(root, "Docs", "Plan.md"), TEXT);
    repository("roadmap: docs/plan.md\n");
    expect(load().warnings.join()).toContain("there is no docs/plan.md, but there is Docs/Plan.md");
  });
});

describe("Backlog.md's own folder", () => {
  const settings = (text: string) => put(join(root, "backlog.config.yml"), text);

  it("is where its settings in the root say, and those are read with it", () => {
    put(join(root, "work", "log", "tasks", "task-1 - A.md"), "---\nid: task-1\n---\n");
    settings('project_name: x\nbacklog_directory: "./work/log/" # ours\n');
    const place = self(load());
    expect(place).toMatchObject({ roadmap: "work/log", source: { kind: "backlog-md" } });
    expect(listSourceFiles(place)).toMatchObject({
      holding: ["work/log/tasks/task-1 - A.md"],
      along: ["backlog.config.yml"],
    });
  });

  it.each(["../x", "/etc", ".git", "a/../..", "nowhere", '""', "backlog"])("is not %s", (path) => {
    put(join(root, ".git", "tasks", "task-1 - A.md"), "---\nid: task-1\n---\n");
    settings(`backlog_directory: ${path}\n`);
    expect(self(load()).source.kind).toBe("markdown");
  });
});

describe("a check list where there is no roadmap", () => {
  it("is read after everything else, and only when it has a box", () => {
    put(join(root, "TODO.md"), "# Notes\n- no box\n");
    expect(self(load()).roadmap).toBe("plans/roadmap.md");
    expect(load().warnings.join()).toContain("TODO.md has no tick box");
    put(join(root, "TODO.md"), "# Work\n\n1. [x] done\n");
    expect(self(load())).toMatchObject({ roadmap: "TODO.md", source: { kind: "markdown" } });
    expect(self(load()).protectedPaths).toContain("ROADMAP.md");
    rmSync(join(root, "TODO.md"));
    put(join(root, "notes", "work.md"), "- [ ] a\n");
    link("TODO.md", "notes/work.md");
    expect(self(load()).roadmap).toBe("notes/work.md");
    expect(self(load()).protectedPaths).toContain("TODO.md");
    put(join(root, "backlog", "tasks", "task-1.md"), "---\nid: task-1\n---\n");
    expect(self(load()).source.kind).toBe("backlog-md");
    put(join(root, "ROADMAP.md"), TEXT);
    expect(load()).toMatchObject({ warnings: [], targets: [{ roadmap: "ROADMAP.md" }] });
  });
});
