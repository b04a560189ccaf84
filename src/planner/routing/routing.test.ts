import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoleSetting, RoutedRole } from "../../model/index.ts";
import type { AgentProfile } from "./choose.ts";
import { chooseAgent } from "./choose.ts";
import { routeWork } from "./route.ts";
import { splitWork } from "./split.ts";
import { ROLE_TABLE, rolesOf } from "./table.ts";

const NONE = { files: [], assignee: null };
const route = (title: string, files: readonly string[] = [], text = "") =>
  routeWork({ ...NONE, title, text, files }, ROLE_TABLE);
const partsOf = (...of: Parameters<typeof route>) => route(...of).shares.map(({ role }) => role);
const setting = (id: string, set: Partial<RoleSetting> = {}): RoleSetting => ({
  id,
  domain: null,
  words: null,
  files: null,
  rest: null,
  capabilities: null,
  agent: null,
  ...set,
});

describe("the rules of 002's router", () => {
  test.each([
    ["Add an endpoint for the GraphQL API", "backend"],
    ["Speed up the database query in PostgreSQL", "backend"],
    ["Move the business logic into a service", "backend"],
    ["Publish an event over NATS", "backend"],
    ["A UI component for the page", "frontend"],
    ["React with Material-UI", "frontend"],
    ["A dashboard with a form and a view", "frontend"],
    ["A responsive user experience", "frontend"],
    ["A migration for the schema change", "database"],
    ["New columns and indexes on two tables", "database"],
    ["ALTER TABLE and CREATE TABLE", "database"],
    ["Documentation and README", "doc-scribe"],
    ["API docs and the user guide", "doc-scribe"],
    ["CHANGELOG and release notes", "doc-scribe"],
    ["Mend what is broken", "coder"],
  ])("send %j to %s", (title, role) => {
    expect(route(title).role).toBe(role);
  });

  test.each([
    ["src/api/users.ts", "backend"],
    ["src/services/mail.ts", "backend"],
    ["src/db/pool.ts", "backend"],
    ["src/components/button.ts", "frontend"],
    ["src/pages/home.ts", "frontend"],
    ["docs/guide.md", "doc-scribe"],
    ["README.md", "doc-scribe"],
  ])("send work on %s to %s", (file, role) => {
    expect(route("Mend it", [file])).toMatchObject({ role, how: "matched" });
  });
});

describe("routing", () => {
  test("compares whole words: what the origin took for interfaces is none", () => {
    const titles = ["Fix the build", "Guide me quickly", "Decode it", "Approve it", "Requery it"];
    expect(titles.map((title) => route(title).role)).toEqual(titles.map(() => "coder"));
  });

  test("takes the longest phrase: API docs are no API", () => {
    expect(partsOf("Write the API docs")).toEqual(["doc-scribe"]);
    expect(partsOf("A database query")).toEqual(["backend"]);
  });

  test("splits work of several domains in role order, however it is said", () => {
    const title = "React page, API endpoint and migration for invoices";
    expect(partsOf(title)).toEqual(["database", "backend", "frontend"]);
    expect(partsOf("Migration, endpoint of an API and a page in React")).toEqual([
      "database",
      "backend",
      "frontend",
    ]);
  });

  test("one word of a long text is no domain of the work", () => {
    const text = "The form of the answer stays. ".repeat(10);
    expect(partsOf("Endpoint of the API", [], text)).toEqual(["backend"]);
  });

  test("heeds whoever the roadmap names before anything else", () => {
    const work = { title: "React page", files: [], assignee: "Doc_Scribe" };
    expect(routeWork(work, ROLE_TABLE)).toMatchObject({ role: "doc-scribe", how: "assigned" });
    const stranger = { ...work, assignee: "somebody" };
    expect(routeWork(stranger, ROLE_TABLE).role).toBe("frontend");
  });

  test("is nobody's where no role takes the rest", () => {
    const roles = rolesOf([setting("backend")]);
    expect(routeWork({ ...NONE, title: "Mend it" }, roles)).toEqual({
      role: null,
      how: "nobody",
      shares: [],
    });
  });

  test("says what spoke for each role", () => {
    expect(route("Add an endpoint", ["src/api/users.ts"]).shares).toEqual([
      {
        role: "backend",
        domain: "backend",
        score: 5,
        because: [
          { kind: "word", match: "endpoint", where: "title" },
          { kind: "file", match: "src/api/users.ts", where: "files" },
        ],
      },
    ]);
  });

  test("a part that a split made goes back to its role, whatever else its title says", () => {
    const words = fc.constantFrom("API", "page", "migration", "docs", "review", "security", "x");
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), (said) => {
        const title = said.join(" ");
        const routing = route(title);
        for (const part of splitWork({ title, files: [] }, routing, ROLE_TABLE)) {
          if (routing.shares.length > 1) expect(route(part.title).role).toBe(part.role);
        }
      }),
    );
  });
});

describe("roles in the settings", () => {
  test("are the table's where nothing else is said, in the order of the settings", () => {
    expect(rolesOf([setting("default")])).toEqual(ROLE_TABLE);
    const roles = rolesOf([
      setting("frontend", { words: ["widget"] }),
      setting("payments", { files: ["src/pay/**"] }),
      setting("default"),
    ]);
    expect(roles.slice(0, 2)).toMatchObject([
      { id: "frontend", words: ["widget"], domain: "frontend", files: ROLE_TABLE[3]?.files },
      { id: "payments", words: [], domain: "payments", rest: false },
    ]);
    expect(roles).toHaveLength(ROLE_TABLE.length + 1);
  });
});

const agent = (name: string, more: Partial<AgentProfile> = {}): AgentProfile => ({
  name,
  own: true,
  role: null,
  priority: null,
  capabilities: [],
  ...more,
});

describe("the agent for a role", () => {
  const backend = ROLE_TABLE.find(({ id }) => id === "backend") as RoutedRole;
  const choose = (title: string, ...registry: AgentProfile[]) =>
    chooseAgent(backend, { title }, registry);

  test("is the one of its name or of its role, before any that is more capable", () => {
    const capable = agent("a", { capabilities: ["backend", "api", "implementation"] });
    expect(choose("x", capable, agent("Backend"))).toMatchObject({
      agent: "Backend",
      how: "named",
    });
    expect(choose("x", capable, agent("roy", { role: "backend" }))?.agent).toBe("roy");
  });

  test("is else the most capable, by what the role wants and the work mentions", () => {
    const coder = agent("coder", { own: false, capabilities: ["implementation", "testing"] });
    const rust = agent("rust-builder", { capabilities: ["rust", "implementation", "testing"] });
    const go = agent("go-builder", { capabilities: ["go", "implementation"] });
    expect(choose("An endpoint in Go", coder, rust, go)).toEqual({
      agent: "go-builder",
      how: "capable",
      matched: ["implementation", "go"],
    });
    expect(choose("An endpoint in Rust", coder, rust, go)?.agent).toBe("rust-builder");
  });

  test("is of equals the repository's own, then of the higher priority, then by name", () => {
    const able = { capabilities: ["backend"] };
    const names = (...all: AgentProfile[]) => choose("x", ...all)?.agent;
    expect(names(agent("b", { ...able, own: false }), agent("c", able))).toBe("c");
    expect(names(agent("b", able), agent("c", { ...able, priority: "high" }))).toBe("c");
    expect(names(agent("c", able), agent("b", able))).toBe("b");
    expect(names(agent("scribe", { capabilities: ["documentation"] }))).toBeUndefined();
  });
});

test("work is split with its files: each to the first role whose it is, the rest to the main one", () => {
  const work = {
    title: "Invoices: API endpoint and page",
    files: ["src/api/i.ts", "src/pages/i.tsx", "lib/money.ts"],
  };
  const routing = routeWork({ ...work, assignee: null }, ROLE_TABLE);
  expect(splitWork(work, routing, ROLE_TABLE)).toEqual([
    {
      role: "backend",
      title: "Invoices: API endpoint and page (backend)",
      files: ["src/api/i.ts", "lib/money.ts"],
      main: true,
    },
    {
      role: "frontend",
      title: "Invoices: API endpoint and page (frontend)",
      files: ["src/pages/i.tsx"],
      main: false,
    },
  ]);
});
