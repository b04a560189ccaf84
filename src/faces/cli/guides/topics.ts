/** `orchestrator help <topic>`: what no single command's help is the place for. */
export const TOPICS: ReadonlyMap<string, string> = new Map([
  [
    "exit-codes",
    `Exit codes (several outcomes, one code: the first that applies of
130/143, 70, 9, 3, 7, 4, 10, 6, 1, 8, 0)

   0  success, also "nothing to do"       8  still pending, or waiting for a person
   1  work failed                         9  an orchestrator is already running here
   2  usage                              10  a merge conflict needs a person
   3  precondition: no roadmap, bad      11  denied: not trusted, or a person said no
      configuration, no git repository   70  a bug in orchestrator (the log is named)
   4  an agent needs a login or credit   124  timeout
   5  not found, goal matched nothing   130  interrupted (Ctrl-C)
   6  a gate rejected the work          143  terminated
   7  the budget is used up (orchestrator budget)
`,
  ],
  [
    "environment",
    `Environment

  ORCHESTRATOR_*        every setting that has a flag, e.g. ORCHESTRATOR_CONCURRENCY=2;
                        the flag wins over the variable, the variable over the files
  ORCHESTRATOR_LOG      level of the orchestrator's own log: debug, info, warn, error
  ORCHESTRATOR_ACCESSIBLE, ACCESSIBLE
                        output for screen readers, like --accessible
  XDG_CONFIG_HOME       user settings and trust, in orchestrator/ below it
  XDG_STATE_HOME        workspaces and output, in orchestrator/ below it
  OTEL_EXPORTER_OTLP_ENDPOINT
                        receiver of traces, where no setting names one (docs/telemetry.md)
  NO_COLOR, TERM=dumb   no colour;  FORCE_COLOR, CLICOLOR_FORCE: colour although piped
  CI                    nobody is asked anything

  Configuration, first wins: flags, ORCHESTRATOR_*, orchestrator.local.yaml,
  orchestrator.yaml, $XDG_CONFIG_HOME/orchestrator/config.yaml, defaults.
`,
  ],
  [
    "formats",
    `Roadmap formats, recognised by what is in the file

  ### Phase 1.2: Title            with "- **Status:** ...", "- **Depends On:** Phase 1.1"
  #### Work Stream 41: Title      ... and "#### Work Stream C1"
  #### WP-2.7: Title              work packages, BUG-001
  ### REQ-042: Title              requirements, also as JSON
  ### PRIORITY 3: Title           user stories: ## US-021 - Title
  ## Title                        any heading with a Status field

  What was read, and from which line:   orchestrator roadmap show
  What is wrong with it:                orchestrator roadmap lint
`,
  ],
  [
    "json",
    `Output for programs

  --json     exactly one envelope on standard output, also on failure:
             {"schema":"orchestrator/<name>@1","ok":true,"data":...,"warnings":[],"next":[]}
             {"schema":...,"ok":false,"error":{"code","message","hint","details"},"warnings":[]}
             "ok" is true exactly when the exit code is 0; "data" is there whenever there is any.
  --ndjson   on commands that run work: one event a line, {"seq","at","type",...}; the last one
             has "type":"finished" and carries what --json would have printed.

  Standard output is data, standard error is messages. The shapes, as JSON Schema:
  orchestrator schema (lists them), orchestrator schema <name>
`,
  ],
  [
    "trust",
    `Trust

  A repository's own orchestrator.yaml may name commands: agents, gates, setup steps. They run
  only after you trusted exactly that text:

    orchestrator trust            shows the commands and asks
    orchestrator trust --yes      trusts them
    orchestrator trust --revoke   takes it back
    orchestrator run --trust      for this run alone

  Any change of the text asks again. "orchestrator init" trusts what it wrote itself. Commands that
  only read (status, plan, roadmap, goal --dry-run) never need trust.
`,
  ],
]);
