import type { RoleSetting, RoutedRole } from "../../model/index.ts";

/** A role without a rule of its own: work is its where a person says so. */
const NOTHING = { words: [], files: [], rest: false, capabilities: [], agent: null } as const;

/**
 * The roles that come with the product, in role order: what others build on comes first
 * (migration, interface, page).
 */
export const ROLE_TABLE: readonly RoutedRole[] = [
  {
    ...NOTHING,
    id: "architect",
    domain: "architecture",
    words: ["architecture", "system design", "technical plan", "technical specification", "adr"],
    files: ["docs/adr/**", "docs/architecture/**"],
    capabilities: ["architecture", "design", "specification"],
  },
  {
    ...NOTHING,
    id: "database",
    domain: "database",
    words: [
      "migration",
      "schema",
      "schema change",
      "table",
      "column",
      "index",
      "alter table",
      "create table",
    ],
    files: ["src/db/migrations/**", "**/migrations/**", "*.sql"],
    capabilities: ["database", "migration", "sql", "implementation"],
  },
  {
    ...NOTHING,
    id: "backend",
    domain: "backend",
    words: [
      "api",
      "endpoint",
      "graphql",
      "database query",
      "postgresql",
      "business logic",
      "service",
      "nats",
      "kafka",
      "event",
    ],
    files: ["src/api/**", "src/services/**", "src/db/**"],
    capabilities: ["backend", "api", "implementation"],
  },
  {
    ...NOTHING,
    id: "frontend",
    domain: "frontend",
    words: [
      "ui",
      "component",
      "page",
      "react",
      "material-ui",
      "dashboard",
      "form",
      "view",
      "user experience",
      "responsive",
    ],
    files: ["src/components/**", "src/pages/**", "*.css", "*.tsx", "*.vue"],
    capabilities: ["frontend", "ui", "implementation"],
  },
  {
    ...NOTHING,
    id: "validator-test-runner",
    domain: "testing",
    words: ["test coverage", "regression test", "test suite", "integration test", "e2e"],
    files: ["test/**", "tests/**", "e2e/**"],
    capabilities: ["testing", "validation", "coverage"],
  },
  {
    ...NOTHING,
    id: "security-scout",
    domain: "security",
    words: ["security", "vulnerability", "security audit", "dependency audit", "secret scan"],
    capabilities: ["security", "audit"],
  },
  {
    ...NOTHING,
    id: "doc-scribe",
    domain: "documentation",
    words: [
      "documentation",
      "readme",
      "api docs",
      "docs",
      "user guide",
      "changelog",
      "release notes",
    ],
    files: ["docs/**", "README.md", "CHANGELOG.md"],
    capabilities: ["documentation"],
  },
  {
    ...NOTHING,
    id: "code-reviewer",
    domain: "review",
    words: ["code review", "review"],
    capabilities: ["review"],
  },
  { ...NOTHING, id: "coder", domain: "coding", rest: true, capabilities: ["implementation"] },
];

/** In the settings, all the table's roles that are not named themselves. */
const TABLE_NAME = "default";

/** The roles as they are set, in the order of the settings; what is not set is as in the table. */
export function rolesOf(settings: readonly RoleSetting[]): readonly RoutedRole[] {
  const named = new Set(settings.map(({ id }) => id));
  return settings.flatMap((setting) => {
    if (setting.id !== TABLE_NAME) return [roleOf(setting)];
    const rest = ROLE_TABLE.filter(({ id }) => !named.has(id));
    return rest.map((role) => ({ ...role, agent: setting.agent }));
  });
}

function roleOf({ id, ...set }: RoleSetting): RoutedRole {
  const known = ROLE_TABLE.find((role) => role.id === id) ?? { ...NOTHING, domain: id };
  return {
    id,
    domain: set.domain ?? known.domain,
    words: set.words ?? known.words,
    files: set.files ?? known.files,
    rest: set.rest ?? known.rest,
    capabilities: set.capabilities ?? known.capabilities,
    agent: set.agent,
  };
}
