/** Square, symmetric, positive definite matrices in one array, row by row. */
export interface Square {
  readonly size: number;
  readonly cells: Float64Array;
}

/** The lower triangle whose product with its own transpose is the matrix (Cholesky). */
export function factorise({ size, cells }: Square): Square {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = cells[i * size + j] as number;
      for (let k = 0; k < j; k++) {
        sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      }
      lower[i * size + j] =
        i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * size + j] as number);
    }
  }
  return { size, cells: lower };
}

/** x for `lower · x = right`. */
export function solveLower({ size, cells }: Square, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (cells[i * size + k] as number) * (x[k] as number);
    x[i] = sum / (cells[i * size + i] as number);
  }
  return x;
}

/** x for `lowerᵀ · x = right`. */
export function solveUpper({ size, cells }: Square, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (cells[k * size + i] as number) * (x[k] as number);
    x[i] = sum / (cells[i * size + i] as number);
  }
  return x;
}

/** The inverse of the matrix that was factorised. */
export function invert(lower: Square): Square {
  const { size } = lower;
  const cells = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = solveUpper(lower, solveLower(lower, unit));
    for (let i = 0; i < size; i++) cells[i * size + j] = column[i] as number;
  }
  return { size, cells };
}
