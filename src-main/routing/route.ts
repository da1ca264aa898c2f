import { text } from '../../src-shared/text/text.ts'
import { type Able, ableOf, ruledBy } from './able.ts'
import { type Because, placed, strategies } from './strategies.ts'
import type { Candidate, Route, RouteInput, Way } from './way.ts'

/** Which providers may serve a request, in which order, under which names, and why not the others. */
export function route<W extends Way>(input: RouteInput<W>): Route<W> {
  const asides = new Asides<W>()
  const able: Able<W>[] = []
  for (const way of input.ways) {
    const it = way.enabled ? ableOf(input, way) : null
    if (it) able.push(it)
    else asides.put(way, way.enabled ? words.cannotServe(input.asked) : words.off)
  }
  const fitting = able.filter(({ unfit }) => unfit === null)
  if (fitting.length === 0) return tooLargeForAll(input, able, asides)
  for (const { way, unfit } of able) if (unfit !== null) asides.put(way, unfit)

  const ready: Able<W>[] = []
  const resting: (Able<W> & { until: number })[] = []
  for (const it of fitting) {
    const admitted = input.admission(it.id)
    if (admitted.kind !== 'no') ready.push(it)
    else {
      asides.put(it.way, words[admitted.because](admitted.reason), admitted.until)
      resting.push({ ...it, until: admitted.until ?? 0 })
    }
  }
  const { order, why, state } = ranked(input, ready)
  const spare = resting.sort((a, b) => a.until - b.until)
  // The first may say itself that so long an answer is too much, and Claude Code asks for less. Nobody else is tried for it.
  const first = order[0] ?? spare[0]
  const roomy = (it: Able<W>) => it === first || it.tight === null
  for (const it of order) if (!roomy(it)) asides.put(it.way, it.tight ?? '')
  return {
    candidates: [
      ...order.filter(roomy).map((it, i) => candidate(it, i === 0 ? why : words.next, false)),
      ...spare.filter(roomy).map((it) => candidate(it, words.lastResort, true)),
    ],
    passedOver: asides.all,
    state,
  }
}

const words = text.errors.route

/**
 * Where no model can take the request, the one that would be first gets it, and nobody after it: the client then
 * reads why in its provider's own words, and Claude Code knows how to shorten what is too long.
 */
function tooLargeForAll<W extends Way>(input: RouteInput<W>, able: readonly Able<W>[], asides: Asides<W>): Route<W> {
  const up = able.filter(({ id }) => input.admission(id).kind !== 'no')
  const { order, state } = ranked(input, up.length > 0 ? up : able)
  const first = order[0]
  for (const { way, unfit } of able) if (way !== first?.way) asides.put(way, unfit ?? '')
  const candidates = first ? [candidate(first, words.noneFits(first.unfit ?? ''), up.length === 0)] : []
  return { candidates, passedOver: asides.all, state }
}

/** By strategy; before that come those with the chosen model, then where the session lives, then the chosen provider. */
function ranked<W extends Way>(input: RouteInput<W>, able: readonly Able<W>[]) {
  const { now, chance, choice, state } = input
  const strategy = strategies[input.strategy]
  const by = strategy.rank(able, state, { now, chance, ...ruledBy(input) })
  const last = strategy.sticky ? input.last : null
  let order = front(by.order, (it) => it.chosenModel)
  let because: Because | 'session' | 'chosen' = by.because
  for (const [id, reason] of [[last, 'session'] as const, [choice.provider, 'chosen'] as const]) {
    if (!order.some((it) => it.id === id)) continue
    order = front(order, (it) => it.id === id)
    because = reason
  }
  const first = order[0]
  if (!first) return { order, why: '', state }
  const admitted = input.admission(first.id)
  const note = admitted.kind === 'probe' ? ` ${words.probe}` : admitted.kind === 'back' ? ` ${words.back}` : ''
  // A turn is used up by whoever takes it, not by a session that stays where it is.
  const next = first === by.order[0] ? by.state : state
  const reason = because === 'chosen' && choice.profile !== undefined ? words.profile(choice.profile) : words[because]
  return { order, why: `${reason}${note}`, state: placed(next, first.id) }
}

const front = <T>(items: readonly T[], first: (item: T) => boolean): readonly T[] => [
  ...items.filter(first),
  ...items.filter((it) => !first(it)),
]

const candidate = <W extends Way>(it: Able<W>, why: string, lastResort: boolean): Candidate<W> => ({
  ...it.served,
  way: it.way,
  group: it.way.provider.groupOf(it.served.model),
  why,
  lastResort,
})

/** Who is not asked, and why. */
class Asides<W extends Way> {
  readonly all: Route<W>['passedOver'][number][] = []

  put({ id }: W, because: string, until: number | null = null): void {
    this.all.push({ providerId: id, keyId: null, label: id, because, until })
  }
}
