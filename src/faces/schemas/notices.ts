import { z } from "zod";
import { NOTICE_KINDS } from "../../model/index.ts";

/** What a person's own program reads on its stdin, and what is posted to their webhook. */
export const notices = z.looseObject({
  schema: z.literal("orchestrator/notices@1"),
  text: z.string(),
  repository: z.looseObject({ id: z.string(), name: z.string(), path: z.string() }),
  session: z.string().nullable(),
  notices: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.enum(NOTICE_KINDS),
      at: z.string().nullable(),
      title: z.string(),
      text: z.string(),
      workStream: z.string().nullable(),
      commands: z.array(z.string()),
    }),
  ),
});
