import fc from 'fast-check'
import { freeAt, WINDOW_MS } from '../../../src-shared/domain/limits.ts'
import { GROUPS, LONERS, NAMES, type World } from './world.ts'

/** Something happens; what is checked after every step, beside what the steps themselves check. */
function step(name: string, run: (world: World) => void): fc.Command<World, World> {
  const kind = name.match(/^[a-z]+( back| end)?/)?.[0] ?? name
  return {
    check: () => true,
    run: (world) => {
      world.steps.set(kind, (world.steps.get(kind) ?? 0) + 1)
      run(world)
      world.expectSound()
    },
    toString: () => name,
  }
}

/** Evenly from 0 to 1; `fc.double` would nearly always be close to 0. */
const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)
const group = fc.constantFrom(...GROUPS)
const tokens = fc.integer({ min: 1, max: 20_000 })
/** Bytes per token: whatever the pool has learned from some, its upper estimate holds for the others. */
const ratio = fc.integer({ min: 26, max: 40 }).map((n) => n / 10)
const session = fc.option(fc.constantFrom('s1', 's2', 's3'))

const acquire = fc
  .record({ tokens, ratio, group, session })
  .map((it) => step(`acquire ${JSON.stringify(it)}`, (w) => void w.acquire(it.tokens, it.ratio, it.group, it.session)))

/** Something happens to one of the requests under way. */
const flying = (name: string, happens: (world: World, flight: World['flights'][number], a: number) => void) =>
  fc.record({ which: share, a: share }).map(({ which, a }) =>
    step(`${name} ${which} ${a}`, (world) => {
      const flight = world.flights[Math.floor(which * world.flights.length)]
      if (flight) happens(world, flight, a)
    }),
  )

const wait = share.map((a) => step(`wait ${a}`, (world) => world.time.tick(Math.floor(a ** 3 * 30_000))))

const cool = fc
  .record({ name: fc.constantFrom(...NAMES), whole: fc.boolean(), group: fc.option(group), ms: fc.nat(40_000) })
  .map((it) => step(`cool ${JSON.stringify(it)}`, (world) => world.cool(it.name, it.whole, it.group, it.ms)))

const forgive = fc.constantFrom(...NAMES).map((name) => step(`forgive ${name}`, (world) => world.forgive(name)))
const replace = fc.constantFrom(...LONERS).map((name) => step(`replace ${name}`, (world) => world.replace(name)))

const reload = fc.record({ off: fc.subarray(NAMES), gone: fc.subarray(LONERS) }).map(({ off, gone }) =>
  step(`reload without ${gone}, off: ${off}`, (world) => {
    const lanes = () => Object.values(world.pool.views()).map(({ id, lanes }) => [id, lanes.map(({ group }) => group)])
    const before = new Map(lanes() as [string, string[]][])
    world.reload(
      (name) => !off.includes(name),
      (name) => !gone.includes(name),
    )
    for (const [id, known] of lanes() as [string, string[]][])
      if (before.has(id) && before.get(id)?.join() !== known.join()) throw new Error(`${id} forgets its limits`)
  }),
)

const restart = fc.constant(step('restart', (world) => world.restart()))

/** What was promised to somebody who was never told is forgotten by then. */
const FORGOTTEN_MS = 300

/**
 * With nobody else about, whoever is told to come back in so many seconds is served then, by pool and provider, and
 * would not have been a second before.
 */
const comeBack = fc.record({ tokens, ratio, group }).map((it) =>
  step(`come back ${JSON.stringify(it)}`, (world) => {
    const ask = () => world.acquire(it.tokens, it.ratio, it.group, null)
    for (const flight of [...world.flights]) world.finish(flight)
    world.time.tick(FORGOTTEN_MS)
    const first = ask()
    if ('lease' in first || first.retryAt === null) return
    first.promise()
    const seconds = Math.ceil((first.retryAt - world.now) / 1000)
    if (seconds > 1) {
      world.time.tick((seconds - 1) * 1000)
      if ('lease' in ask()) throw new Error(`told ${seconds} s, more than a second late`)
    }
    world.time.tick(1000)
    const then = ask()
    if (!('lease' in then)) throw new Error(`told ${seconds} s, too early`)
    world.finish(then)
  }),
)

/** Once all have ended and every window is full again, nothing is missing and nothing is held. */
const nothingLeaks = fc.constant(
  step('all end', (world) => {
    for (const flight of [...world.flights]) world.finish(flight)
    world.time.tick(10 * WINDOW_MS)
    for (const { id, inFlight, lanes } of Object.values(world.pool.views())) {
      if (inFlight !== 0) throw new Error(`${id} still lends ${inFlight}`)
      for (const { group, windows } of lanes)
        for (const [d, window] of Object.entries(windows)) {
          const missing = window.limit - freeAt(window, world.now)
          if (Math.abs(missing) + Math.abs(window.reserved) > 1e-6)
            throw new Error(`${id} ${group} lacks ${missing} ${d}, holds ${window.reserved}`)
        }
    }
  }),
)

const often = <T>(times: number, of: T): T[] => Array.from({ length: times }, () => of)

/** Histories of so many steps at the most. */
const histories = (maxCommands: number) =>
  fc.commands(
    [
      ...often(6, acquire),
      ...often(4, wait),
      ...often(
        3,
        flying('process', (w, flight) => w.process(flight)),
      ),
      ...often(
        3,
        flying('headers', (w, flight) => w.headers(flight)),
      ),
      ...often(
        2,
        flying('usage', (w, flight) => w.usage(flight)),
      ),
      flying('produce', (w, flight, a) => w.produce(flight, Math.floor(a * 200))),
      ...often(
        2,
        flying('output', (w, flight) => w.output(flight)),
      ),
      ...often(
        4,
        flying('finish', (w, flight) => w.finish(flight)),
      ),
      ...often(
        2,
        flying('fail', (w, flight) => w.fail(flight)),
      ),
      flying('refuse', (w, flight) => w.refuse(flight)),
      cool,
      forgive,
      replace,
      reload,
      restart,
      ...often(2, comeBack),
      nothingLeaks,
    ],
    { maxCommands, size: 'max' },
  )

/** Plays histories against worlds; answers with how many steps there were of each kind. Throws where one goes wrong. */
export function check(newWorld: () => World, numRuns: number, maxCommands: number): Map<string, number> {
  const steps = new Map<string, number>()
  fc.assert(
    fc.property(histories(maxCommands), (commands) => {
      const world = newWorld()
      fc.modelRun(() => ({ model: world, real: world }), commands)
      for (const [kind, count] of world.steps) steps.set(kind, (steps.get(kind) ?? 0) + count)
    }),
    { numRuns },
  )
  return steps
}

export const total = (steps: ReadonlyMap<string, number>): number => [...steps.values()].reduce((sum, n) => sum + n, 0)
