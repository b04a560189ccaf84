/**
 * Waits for all of them whatever becomes of each, then throws the first failure: whoever tries again
 * must not meet what the last try still does.
 */
export async function together<T extends readonly Promise<unknown>[] | []>(works: T) {
  await Promise.allSettled(works);
  return Promise.all(works);
}
