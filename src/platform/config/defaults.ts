/** What holds where no file, variable or flag says otherwise. */
export const DEFAULTS = {
  concurrency: 3,
  timeouts: {
    totalMs: 1_800_000,
    idleMs: 600_000,
    startupMs: 120_000,
    stopGraceMs: 10_000,
  },
  retry: { rejectionsMax: 3, failuresMax: 3, baseMs: 60_000, ceilingMs: 600_000 },
  fence: { memory: "75%", processes: 2_000, disk: "20GB" },
  gateTimeoutMs: 900_000,
  setupTimeoutMs: 900_000,
  overlapMax: 0.2,
  ageingMs: 3_600_000,
  archiveDays: 30,
} as const;

/**
 * Where roadmaps are found in practice, most telling first: the places the seeds and the projects
 * written after them use.
 */
export const ROADMAP_PLACES: readonly string[] = [
  "plans/roadmap.md",
  "ROADMAP.md",
  "docs/roadmap.md",
  "roadmap.md",
  "docs/roadmap/ROADMAP.md",
  "docs/ROADMAP.md",
  "plans/ROADMAP.md",
  ".haunt/plans/roadmap.md",
  "project-spirit/owner_requests/OWNER_REQUESTS.md",
];

/**
 * Where people keep what is to be done when they keep no roadmap: looked at last, because beside a
 * roadmap of any kind such a file is somebody's own notes.
 */
export const LIST_PLACES: readonly string[] = ["TODO.md", "todo.md", "docs/TODO.md", "TASKS.md"];

/** Rules of the house for agents, in the order they are read. */
export const CONVENTION_PLACES: readonly string[] = ["AGENTS.md", "CLAUDE.md"];

/**
 * Changes to these decide what runs next time, so a person looks at them, whatever the
 * configuration of the repository says (decision 13).
 */
export const ALWAYS_PROTECTED: readonly string[] = [
  "orchestrator.yaml",
  "orchestrator.local.yaml",
  "config/targets.yaml",
];

export const PROTECTED: readonly string[] = [".github/workflows/**", ".gitlab-ci.yml"];

/** Personal names by role, in the order they are given out. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  coder: [
    "Aria",
    "Bruno",
    "Celia",
    "Dario",
    "Elin",
    "Felix",
    "Gemma",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Leo",
    "Mira",
    "Nils",
    "Olga",
    "Piet",
    "Quinn",
    "Rosa",
    "Sven",
    "Tess",
    "Uma",
    "Viktor",
    "Wanda",
    "Xenia",
    "Yann",
    "Zora",
    "Anouk",
    "Bastian",
    "Clara",
    "Emil",
    "Freya",
    "Gustav",
  ],
  tester: ["Ivy", "Jasper", "Kaia", "Lorenz", "Maren", "Noor", "Oskar", "Petra"],
  reviewer: ["Ansel", "Beatrix", "Corin", "Dalia", "Edda", "Florian", "Greta", "Henrik"],
  architect: ["Alma", "Benedikt", "Cosima", "Dominik", "Estelle", "Fabian", "Helene", "Ignaz"],
  documenter: ["Juno", "Kasper", "Linnea", "Moritz", "Nora", "Ottilie", "Paulina", "Ruben"],
  orchestrator: ["Conductor", "Maestro", "Director", "Coordinator", "Synergy"],
  default: [
    "Robin",
    "Sasha",
    "Toni",
    "Alex",
    "Charlie",
    "Jules",
    "Kim",
    "Luca",
    "Mika",
    "Noa",
    "Remy",
    "Sam",
    "Vesper",
    "Wren",
    "Yuri",
    "Zephyr",
  ],
};
