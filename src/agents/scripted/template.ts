/** What `{{name}}` stands for in a script's texts and paths. */
export interface TemplateValues {
  readonly id: string;
  readonly title: string;
  readonly attempt: number;
  /** The id as a safe file name. */
  readonly slug: string;
  readonly name: string;
  /** What was said to it last; empty while nobody has. */
  readonly answer: string;
}

export function fillIn(text: string, values: TemplateValues): string {
  return text.replace(
    /\{\{\s*(id|title|attempt|slug|name|answer)\s*\}\}/g,
    (_, name: keyof TemplateValues) => String(values[name]),
  );
}
