import { slug } from "../../model/index.ts";

/** One file per work stream: a shared log would make every pair of landings conflict. */
export function devLogEntry(
  folder: string,
  entry: {
    readonly id: string;
    readonly title: string;
    readonly by: { readonly agent: string; readonly atMs: number };
    readonly files: readonly string[];
  },
): { readonly path: string; readonly text: string } {
  const date = new Date(entry.by.atMs).toISOString().slice(0, 10);
  const files = entry.files.map((file) => `- \`${file.replaceAll("`", "'")}\``).join("\n");
  return {
    path: `${folder.replace(/\/+$/, "")}/${slug(entry.id)}.md`,
    text: `# ${entry.id}: ${entry.title}\n\n${date}, ${entry.by.agent}\n\n${files}\n`,
  };
}
