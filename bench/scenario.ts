import type { Field } from './field.ts'

/** One row of a result: what was measured, and its figures by column. */
export interface Row {
  readonly name: string
  readonly figures: Readonly<Record<string, number>>
}

/** What a measurement is given to work with. */
export interface Bench {
  /** Interleaved rounds, of which the medians count. */
  readonly rounds: number
  /** Tells how it goes. */
  say(line: string): void
  /** Everybody who is compared, each in a process of its own and asked once whether its answers are right. */
  field(): Promise<Field>
}

export interface Scenario {
  /** What is measured, in a sentence. */
  readonly about: string
  /** The columns, and how many digits each is shown with. */
  readonly columns: Readonly<Record<string, number>>
  /** Measures; throws where an answer is wrong. `missed`: goals that were not met. */
  run(bench: Bench): Promise<Result>
}

export interface Result {
  readonly rows: readonly Row[]
  readonly missed: readonly string[]
}

/** The nth part of sorted figures, 0 to 1. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN

export const sorted = (figures: readonly number[]): number[] => figures.toSorted((a, b) => a - b)

export const median = (figures: readonly number[]): number => quantile(sorted(figures), 0.5)

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
