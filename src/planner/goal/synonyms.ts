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
development dev
communication messages
architecture arch
specification spec
internationalization i18n internationalisation translation translations
accessibility a11y
kubernetes k8s
diagram diagrams chart
night dark
`;

const CANON: ReadonlyMap<string, string> = new Map(
  GROUPS.trim()
    .split("\n")
    .flatMap((line) => {
      const [first = "", ...others] = line.split(" ");
      return [first, ...others].map((word) => [word, first] as const);
    }),
);

/** One word for all that mean the same. */
export function canonOf(word: string): string {
  return CANON.get(word) ?? word;
}

/** Two words said for one of a title, and the other way round. */
export const PHRASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["2fa", ["two", "factor", "authentication"]],
  ["mfa", ["two", "factor", "authentication"]],
  ["e2e", ["end", "to", "end"]],
  ["signin", ["login"]],
]);
