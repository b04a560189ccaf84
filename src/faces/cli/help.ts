/** The whole of `orchestrator --help`: a constant, so that it costs no module to show. */
export const HELP = `Coordinates teams of coding agents over a git repository: plans, isolates, verifies, lands.

Usage: orchestrator <command> [options]                        (short form: orch)

  orchestrator demo              watch a team of scripted agents at work, about a minute
  orchestrator init              set up this repository
  orchestrator status            what needs you, what runs, what is ready, what is blocked
  orchestrator run               carry out the next work stream
  orchestrator batch -n 3        carry out everything available, three agents at a time
  orchestrator goal "the parser" carry out what a sentence asks for

Work     status run parallel batch team goal plan graph explain route garden roadmap add workflow
Steer    stop pause resume retry skip block land feedback redirect escalate reassign decompose
Undo     checkpoint rollback restore backup
You      inbox answer approve reject
Look     report history memory costs budget learn metrics trace logs agents names state
         replay targets
Set up   init agent doctor demo trust gc schema completion help

Global   --json --ndjson --cwd DIR --config FILE --target ID -y/--yes --no-input
         --no-color -q/--quiet -d/--debug --accessible -h/--help --version
Help     orchestrator help <command>
Topics   orchestrator help exit-codes | environment | formats | json | trust
Exit     0 done, 1 work failed, 2 usage, 3 precondition, 5 not found, 6 gate, 8 pending
`;
