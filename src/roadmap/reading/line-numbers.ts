/** Says of any place in a text which line it is on, from 1; where lines begin is looked for once. */
export function lineNumbers(text: string): (at: number) => number {
  const starts = [0];
  for (let next = text.indexOf("\n"); next !== -1; next = text.indexOf("\n", next + 1)) {
    starts.push(next + 1);
  }
  return (at) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
