import type { Chance } from "../solve/random.ts";
import type { Amounts } from "./experience.ts";

/** Two normal numbers for every two fractions (Box and Muller), the same for a seed. */
export function normals(chance: Chance): () => number {
  return () =>
    Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction());
}

/** As how many own misses the assumption of a normal spread counts. */
const ASSUMED = 8;
/** A robust fit's scale is smaller than the deviation of what is normal (Student's t, 4). */
const ASSUMED_SD = 1.2;

/** How far one attempt is off, in standard deviations: as it was in the past, or normal. */
export function drawMiss({ misses }: Amounts, chance: Chance, normal: () => number): number {
  const at = chance.fraction() * (misses.length + ASSUMED);
  return misses[Math.floor(at)]?.z ?? ASSUMED_SD * normal();
}

/** The share `p` of sorted values lies below it. */
export function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) return 0;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] ?? 0;
  const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? a;
  return a + (at - low) * (b - a);
}

/** The quantile of misses, the assumed ones included. */
export function missQuantile({ misses }: Amounts, p: number): number {
  const all = misses.map(({ z }) => z);
  for (let i = 0; i < ASSUMED; i++) {
    all.push(ASSUMED_SD * inverseNormal((i + 0.5) / ASSUMED));
  }
  return quantile(
    all.sort((a, b) => a - b),
    p,
  );
}

/** Quantiles of the normal distribution at the few places that are asked for (Tukey's lambda). */
function inverseNormal(p: number): number {
  const lambda = 0.1349;
  return (p ** lambda - (1 - p) ** lambda) / 0.1975;
}
