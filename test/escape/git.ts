/** What an agent can leave in its clone to have git run it, read or write for it, in our name. */
export interface GitTrap {
  readonly name: string;
  /** For /bin/sh in the clone, with git. `$RUN` leaves a mark outside when anybody executes it. */
  readonly run: string;
}

const set = (key: string, value = '"$RUN"'): string => `git config --add ${key} ${value}`;

export const GIT_TRAPS: readonly GitTrap[] = [
  { name: "a file-system monitor", run: set("core.fsmonitor") },
  {
    name: "hooks",
    run: 'for h in post-checkout post-commit pre-commit reference-transaction post-index-change post-merge update pre-auto-gc; do cp "$RUN" .git/hooks/$h; done',
  },
  {
    name: "a directory of hooks",
    run: `mkdir h; for k in post-checkout reference-transaction post-index-change; do cp "$RUN" h/$k; done; ${set("core.hooksPath", '"$PWD/h"')}`,
  },
  {
    name: "filters by attributes",
    run: `echo '* filter=evil' > .gitattributes; echo '* filter=evil' > .git/info/attributes; ${["clean", "smudge", "process"].map((one) => set(`filter.evil.${one}`)).join("; ")}; ${set("filter.evil.required", "true")}`,
  },
  {
    name: "drivers of differences and merges",
    run: `echo '* diff=evil merge=evil' > .gitattributes; ${set("diff.external")}; ${set("diff.evil.command")}; ${set("diff.evil.textconv")}; ${set("merge.evil.driver")}`,
  },
  {
    name: "programs for signing, editing and asking",
    run:
      [
        "gpg.program",
        "core.editor",
        "core.askPass",
        "core.pager",
        "credential.helper",
        "sequence.editor",
      ]
        .map((key) => set(key))
        .join("; ") + `; ${set("commit.gpgSign", "true")}`,
  },
  {
    name: "programs for the way to a remote",
    run: `${set("core.sshCommand")}; ${set("uploadpack.packObjectsHook")}; ${set("core.gitProxy")}; ${set("remote.origin.url", '"ext::$RUN"')}; ${set("remote.origin.uploadpack")}; ${set("core.alternateRefsCommand")}`,
  },
  {
    name: "settings that include others",
    run: `printf '[core]\\n\\tfsmonitor = %s\\n' "$RUN" > evil; ${set("include.path", '"$PWD/evil"')}`,
  },
  { name: "a work tree elsewhere", run: set("core.worktree", '"{OUT}"') },
  {
    name: "objects borrowed from elsewhere",
    run: "echo {SECRET_REPO}/.git/objects > .git/objects/info/alternates; git add -A; echo {SECRET_COMMIT} > .git/refs/heads/work",
  },
  {
    name: "a .git that is a file leading elsewhere",
    run: "rm -rf .git; echo 'gitdir: {SECRET_REPO}/.git' > .git",
  },
  {
    name: "a .git that is a link leading elsewhere",
    run: "rm -rf .git; ln -s {SECRET_REPO}/.git .git",
  },
  {
    name: "a HEAD and refs that are links",
    run: "ln -sf {OUT}/precious .git/HEAD; ln -sf {OUT}/precious .git/refs/heads/work; rm -f .git/index; ln -s {OUT}/precious .git/index",
  },
  {
    name: "a submodule that runs a command",
    run: `printf '[submodule "x"]\\n\\tpath = x\\n\\turl = ./x\\n\\tupdate = !%s\\n' "$RUN" > .gitmodules; ${set("submodule.x.update", '"!$RUN"')}; mkdir -p .git/modules/x/hooks; cp "$RUN" .git/modules/x/hooks/post-checkout`,
  },
  {
    name: "a repository within",
    run: `mkdir in; git -C in init -q; git -C in config core.fsmonitor "$RUN"; cp "$RUN" in/.git/hooks/post-checkout; echo x > in/f`,
  },
  {
    name: "a gitlink to nowhere",
    run: "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),deep/link; git commit -qm link",
  },
  {
    name: "links that lead out",
    run: "ln -s {OUT}/precious stolen; ln -s {HOME}/.ssh keys; ln -s / everything; git add -A; git commit -qm links",
  },
  {
    name: "a link in a directory's place",
    run: "rm -rf src; ln -s {OUT} src; git add -A; git commit -qm swap",
  },
  {
    name: "names of other systems for .git",
    run: 'mkdir -p .GIT "git~1" 2>/dev/null; printf "[core]\\n\\tfsmonitor = %s\\n" "$RUN" > .GIT/config; git add -A; git commit -qm case',
  },
  {
    name: "names that read as options",
    run: 'echo x > "--upload-pack=$RUN"; echo x > "-rf"; echo x > "$(printf "a\\nb")"; git add -A; git commit -qm names',
  },
  {
    name: "replaced and grafted history",
    run: "git replace -f HEAD HEAD^ 2>/dev/null; mkdir -p .git/info; git rev-parse HEAD > .git/info/grafts; echo x > .git/shallow",
  },
  {
    name: "a clone full of dead ends",
    run: "mkfifo pipe; mkfifo .git/HEAD.lock; mkdir closed; echo x > closed/f; chmod 0 closed; touch .git/index.lock .git/config.lock",
  },
];
