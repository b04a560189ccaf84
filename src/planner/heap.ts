/** A heap whose least is first; numbers that come in order are one already. */
export function put(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const other = heap[above] as number;
    if (other <= value) break;
    heap[at] = other;
    at = above;
  }
  heap[at] = value;
}

/** Of a heap that is not empty. */
export function takeLeast(heap: number[]): number {
  const least = heap[0] as number;
  const value = heap.pop() as number;
  const count = heap.length;
  if (count === 0) return least;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= count) break;
    if (below + 1 < count && (heap[below + 1] as number) < (heap[below] as number)) below++;
    if ((heap[below] as number) >= value) break;
    heap[at] = heap[below] as number;
    at = below;
  }
  heap[at] = value;
  return least;
}
