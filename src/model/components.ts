/**
 * The strongly connected parts of a graph, given as what each node waits for; each part comes after
 * the parts it waits for. Tarjan's, without recursion: depth is no limit.
 */
export function findComponents(
  before: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const size = before.length;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  for (let root = 0; root < size; root++) {
    if (index[root] !== -1) continue;
    const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const frame = path[path.length - 1];
      if (frame === undefined) break;
      const node = frame.node;
      if (frame.next === 0) {
        index[node] = counter;
        low[node] = counter++;
        stack.push(node);
        onStack[node] = 1;
      }
      const child = before[node]?.[frame.next++];
      if (child !== undefined) {
        if (index[child] === -1) path.push({ node: child, next: 0 });
        else if (onStack[child] === 1) low[node] = Math.min(low[node] ?? 0, index[child] ?? 0);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] === index[node]) components.push(popComponent(stack, onStack, node));
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const members: number[] = [];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    onStack[one] = 0;
    members.push(one);
    if (one === root) break;
  }
  return members;
}
