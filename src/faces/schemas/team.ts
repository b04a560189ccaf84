import { z } from "zod";
import { MEMORY_KINDS, MEMORY_TIERS } from "../../daemon/index.ts";
import { isoTime } from "./common.ts";

const source = z.looseObject({
  by: z.enum(["person", "agent", "import"]),
  who: z.string(),
  attempt: z.string().nullable(),
  target: z.string().nullable().meta({ description: "Null: it holds in every target" }),
  session: z.string().nullable(),
  at: isoTime,
  landed: z.boolean(),
});

const memoryEntry = z.looseObject({
  id: z.string(),
  agent: z.string().nullable().meta({ description: "Null: the whole team's" }),
  kind: z.enum(MEMORY_KINDS),
  tier: z.enum(MEMORY_TIERS),
  content: z.string(),
  about: z.string().nullable(),
  tags: z.array(z.string()),
  fromMistake: z.boolean(),
  summary: z.boolean(),
  trust: z.enum(["person", "landed", "agent", "imported"]),
  strength: z.int().min(0),
  hash: z.string().meta({ description: "SHA-256 of the content" }),
  sources: z.array(source),
  createdAt: isoTime,
  saidAt: isoTime,
  revoked: z.looseObject({ by: z.string(), reason: z.string(), at: isoTime }).nullable(),
});

/** `data` of `memory` and `memory list`. */
export const memory = z.looseObject({ entries: z.array(memoryEntry) });

/** `data` of `history`. */
export const history = z.looseObject({
  agents: z.array(
    z.looseObject({
      agent: z.string(),
      agentId: z.string(),
      role: z.string(),
      targets: z.array(
        z.looseObject({
          target: z.string(),
          attempts: z.int(),
          rejected: z.int(),
          failed: z.int(),
          completed: z.array(
            z.looseObject({
              id: z.string(),
              title: z.string(),
              attempt: z.string(),
              completedAt: isoTime,
              durationSeconds: z.number().nullable(),
              commit: z.string(),
              files: z.int(),
            }),
          ),
        }),
      ),
    }),
  ),
});

const routedRole = z.looseObject({
  role: z.string(),
  domain: z.string(),
  subject: z.string(),
  score: z.number(),
  because: z.array(
    z.looseObject({
      kind: z.enum(["word", "file", "assignee", "name"]),
      match: z.string(),
      where: z.enum(["title", "text", "files", "roadmap"]),
    }),
  ),
  agent: z
    .looseObject({
      name: z.string(),
      how: z.enum(["named", "capable"]),
      matched: z.array(z.string()),
      model: z.string().nullable(),
      tools: z.array(z.string()).nullable(),
    })
    .nullable(),
});

/** `data` of `route`. */
export const route = z.looseObject({
  configured: z.boolean(),
  roles: z.array(z.string()).meta({ description: "In role order" }),
  work: z.array(
    z.looseObject({
      id: z.string().nullable(),
      title: z.string(),
      role: z.string().nullable(),
      how: z.enum(["assigned", "matched", "rest", "nobody"]),
      roles: z.array(routedRole),
      parts: z.array(
        z.looseObject({
          role: z.string(),
          title: z.string(),
          files: z.array(z.string()),
          main: z.boolean(),
        }),
      ),
    }),
  ),
  added: z.array(z.string()).optional(),
});
