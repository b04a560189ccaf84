/** Never empty: a failure without words is a failure nobody can act on. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  const text = String(error);
  return text === "" ? "an error without a message" : text;
}
