/** One row of a result: what was measured, and its figures by column. */
export interface Row {
  readonly name: string
  readonly figures: Readonly<Record<string, number>>
}

export interface Scenario {
  /** What is measured, in a sentence. */
  readonly about: string
  /** The columns, and how many digits each is shown with. */
  readonly columns: Readonly<Record<string, number>>
  /** Measures; throws where an answer is wrong. `missed`: goals that were not met. `say` tells how it goes. */
  run(say: (line: string) => void): Promise<{ rows: readonly Row[]; missed: readonly string[] }>
}

/** The nth part of sorted figures, 0 to 1. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN

/**
 * Times `batches` runs of `each` steps, after as many to warm up as a tenth of that. Median and 99th percentile of a
 * step in µs, over the means of the batches: one step is shorter than what a clock can tell.
 */
export function timed(batches: number, each: number, step: (i: number) => void): { median: number; p99: number } {
  const means: number[] = []
  let i = 0
  for (let batch = -Math.ceil(batches / 10); batch < batches; batch++) {
    const start = performance.now()
    for (let n = 0; n < each; n++) step(i++)
    if (batch >= 0) means.push(((performance.now() - start) * 1000) / each)
  }
  means.sort((a, b) => a - b)
  return { median: quantile(means, 0.5), p99: quantile(means, 0.99) }
}
