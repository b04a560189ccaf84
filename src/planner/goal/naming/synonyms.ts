/** Words that name the same thing in roadmaps; each line is one thing. */
const GROUPS = `
documentation docs doc
authentication auth login logon signin authorization authorisation
database db databases
frontend ui interface gui
stylesheet stylesheets css styles styling
performance perf speed
repository repo repositories
configuration config settings
environment env
testing test tests
error errors bug bugs defect defects
mail mails email emails e-mail
image images picture pictures photo photos
2fa mfa
setup installation install
notification notifications alert alerts alerting
payment payments billing
monitoring observability telemetry
deployment deploy release
security secure
user users account accounts
chat messaging
rate throttle throttling
backup backups
administration admin administrator
application app
production prod
development dev developer developers
communication messages
architecture arch
specification spec
internationalization i18n internationalisation translation translations
accessibility a11y
kubernetes k8s
diagram diagrams chart
night dark
speedup optimization optimisation optimize faster speed accelerate
verification verify verified confirm confirmation confirms
validation validate sanitise sanitize sanitization check
csrf forgery xsrf
subscription subscriptions plan plans membership
subscriber subscribers reader readers
remote outside away
secure safe safely
unit coverage
picture pictures image images photo photos illustration
vacuum hoover
llm gpt model
documentation manual handbook
encryption encrypt encrypted
team group crew
registry catalogue catalog directory
decomposition decompose break
sharding shard shards split
scaffolding skeleton
schema tables
exporter export download
integration integrate connect sync
protocol rules
detection detect find spot
recovery recover
dashboard board panel
household family multi-user
log logs logging
secret secrets credentials keys
button buttons
scheduler schedule cron
voice speech
music songs jazz
retention keep archive
`;

const CANON = new Map<string, string>();
for (const line of GROUPS.trim().split("\n")) {
  const words = line.split(" ");
  for (const word of words) CANON.set(word, words[0] ?? word);
}
// "manuals" as much as "manual": looked up as often as two words are compared.
for (const [word, canon] of CANON) {
  if (!word.endsWith("s") && !CANON.has(`${word}s`)) CANON.set(`${word}s`, canon);
}

/** One word for all that mean the same. */
export function canonOf(word: string): string {
  return CANON.get(word) ?? word;
}

const GROUP_OF: ReadonlyMap<string, readonly string[]> = new Map(
  GROUPS.trim()
    .split("\n")
    .flatMap((line) => {
      const words = line.split(" ");
      return words.map((word) => [word, words] as const);
    }),
);

/** A word with all that mean the same. */
export function alternativesOf(word: string): readonly string[] {
  return GROUP_OF.get(word) ?? [word];
}

/** Two words said for one of a title, and the other way round. */
export const PHRASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["2fa", ["two", "factor", "authentication"]],
  ["mfa", ["two", "factor", "authentication"]],
  ["e2e", ["end", "to", "end"]],
  ["pr", ["pull", "request"]],
  ["prs", ["pull", "requests"]],
  ["signin", ["login"]],
  ["git", ["version", "control"]],
]);
