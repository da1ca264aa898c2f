import { BARE, type Contender, type Field } from './field.ts'
import { Lanes, type Order } from './load.ts'
import { processorUs } from './processes.ts'
import { median, type Result, type Row } from './scenario.ts'

/** What one stretch of work came to. */
interface Stretch {
  /** Requests or events, whatever the processor time is counted by. */
  readonly units: number
  readonly figures?: Readonly<Record<string, number>>
}

/** Whoever takes part runs the same stretch several times. */
export interface Course {
  warmUp(): Promise<void>
  stretch(): Promise<Stretch>
  close(): Promise<void>
}

/** `requests` over so many connections; `warmUp`: so many before anything counts. */
export const driving =
  (order: Order, connections: number, requests: number, warmUp = requests) =>
  (contender: Contender): Course => {
    const lanes = new Lanes(contender, connections)
    return {
      warmUp: async () => void (await lanes.drive(order, warmUp)),
      stretch: async () => ({ units: (await lanes.drive(order, requests)).length }),
      close: () => lanes.close(),
    }
  }

/** At most so many times the bare passthrough's processor time, for those named; of the app, times the relay's in Node. */
export type Goals = Readonly<Record<string, number>>

const OWN = 'CC Relay'
const APP = 'the app'

/**
 * Everybody in turn, round by round, so that whatever else the machine does meets all alike. Of each round the
 * processor time is compared with the bare passthrough's of the same round; what is told is the median.
 */
export async function race(
  { all }: Field,
  rounds: number,
  enter: (contender: Contender) => Course,
  goals: Goals,
): Promise<Result> {
  const courses = all.map((contender) => ({ contender, course: enter(contender), came: [] as Came[] }))
  try {
    for (const { course } of courses) await course.warmUp()
    for (let round = 0; round < rounds; round++) {
      for (const { contender, course, came } of rotated(courses, round)) {
        const before = processorUs(contender.pids)
        const { units, figures = {} } = await course.stretch()
        came.push({ ...figures, 'cpu µs': (processorUs(contender.pids) - before) / units })
      }
    }
  } finally {
    for (const { course } of courses) await course.close()
  }
  const times = (came: readonly Came[], name: string): number => {
    const other = courses.find(({ contender }) => contender.name === name)?.came ?? []
    return median(came.map((it, round) => (it['cpu µs'] as number) / (other[round]?.['cpu µs'] ?? Number.NaN)))
  }
  const rows = courses.map(({ contender: { name }, came }): Row => {
    const { 'cpu µs': cpu, ...rest } = medians(came)
    const beside = { 'x bare': times(came, BARE), ...(name === APP && { 'x Node': times(came, OWN) }) }
    return { name, figures: { 'cpu µs': cpu as number, ...beside, ...rest } }
  })
  const { [APP]: app, ...others } = goals
  const missedByApp = app === undefined ? [] : missedOf(rows, { [APP]: app }, 'x Node')
  return { rows, missed: [...missedOf(rows, others), ...missedByApp] }
}

type Came = Readonly<Record<string, number>>

const rotated = <T>(all: readonly T[], by: number): T[] => all.map((_, i) => all[(i + by) % all.length] as T)

const medians = (came: readonly Came[]): Came =>
  Object.fromEntries(Object.keys(came[0] ?? {}).map((name) => [name, median(came.map((it) => it[name] as number))]))

export const missedOf = (rows: readonly Row[], goals: Goals, column = 'x bare'): string[] =>
  rows.flatMap(({ name, figures }) => {
    const goal = goals[name]
    const reached = figures[column] ?? Number.NaN
    return goal === undefined || reached <= goal ? [] : [`${name}: ${reached.toFixed(2)} ${column}, goal ${goal}`]
  })
