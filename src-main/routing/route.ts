import type { RoutingStrategyName } from '../../src-shared/config/schema.ts'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Choice } from '../../src-shared/domain/provider.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Admission } from '../circuit/circuit.ts'
import { type Catalogue, isSmall, lists, type Served, serves } from './model.ts'
import { type StrategyState, strategies } from './strategies.ts'

/** A configured provider, as far as routing is concerned. */
export interface Way extends Catalogue {
  readonly id: ProviderId
  readonly enabled: boolean
  readonly provider: { groupOf(model: string): string }
}

/** One provider that may be tried, and what it would be asked. */
export interface Candidate<W> extends Served {
  readonly way: W
  readonly group: string
  /** One sentence: why it stands where it stands. */
  readonly why: string
  /** Its circuit is open: tried only where nobody else could be tried at all. */
  readonly lastResort: boolean
}

export interface RouteInput<W> {
  /** In the user's order. */
  readonly ways: readonly W[]
  readonly strategy: RoutingStrategyName
  readonly choice: Choice
  readonly asked: string
  /** Where this session was served last. */
  readonly last: ProviderId | null
  readonly state: StrategyState
  admission(id: ProviderId): Admission
}

export interface Route<W> {
  /** In the order in which they are to be tried. */
  readonly candidates: readonly Candidate<W>[]
  readonly passedOver: readonly PassedOver[]
  readonly state: StrategyState
}

/** Which providers may serve a request, in which order, under which names, and why not the others. */
export function route<W extends Way>(input: RouteInput<W>): Route<W> {
  const passedOver: PassedOver[] = []
  const pass = (way: W, because: string, until: number | null = null) =>
    passedOver.push({ providerId: way.id, keyId: null, label: way.id, because, until })

  const able: Able<W>[] = []
  const open: (Able<W> & { until: number })[] = []
  for (const way of input.ways) {
    const served = way.enabled ? serving(input, way) : null
    if (!served) {
      pass(way, way.enabled ? words.cannotServe(input.asked) : words.off)
      continue
    }
    const admitted = input.admission(way.id)
    if (admitted.kind === 'no') {
      pass(way, words.resting(admitted.reason), admitted.until)
      open.push({ ...served, until: admitted.until ?? 0 })
    } else able.push(served)
  }

  const ranked = strategies[input.strategy].rank(able, input.state)
  const first = able.length > 0 ? ranked.order : []
  const { order, why } = preferred(input, first, words[ranked.because])
  const candidates = order.map((it, i) => candidate(it, i === 0 ? why : words.next, false))
  const spare = open.sort((a, b) => a.until - b.until).map((it) => candidate(it, words.lastResort, true))
  return { candidates: [...candidates, ...spare], passedOver, state: ranked.state }
}

const words = text.errors.route

interface Able<W> {
  readonly id: ProviderId
  readonly way: W
  readonly served: Served
  /** It serves the model the user chose, not merely the one the client asked for. */
  readonly chosenModel: boolean
}

/** The model chosen in the tray stands in for the asked one, except for small side requests. */
function serving<W extends Way>(input: RouteInput<W>, way: W): Able<W> | null {
  const chosen = input.choice.model !== null && !isSmall(input.asked) ? input.choice.model : null
  const byChoice = chosen === null ? null : servedBy(input, way, chosen)
  const served = byChoice ?? servedBy(input, way, input.asked)
  return served && { id: way.id, way, served, chosenModel: byChoice !== null }
}

/** A provider that would only pass an unlisted name along gives way to one that lists it. */
function servedBy<W extends Way>(input: RouteInput<W>, way: W, model: string): Served | null {
  const served = serves(way, model)
  if (!served || served.model !== model || lists(way.models, model)) return served
  const elsewhere = input.ways.some((other) => other !== way && other.enabled && lists(other.models, model))
  return elsewhere ? null : served
}

/** Moves to the front: those with the chosen model, then where the session lives, then the chosen provider. */
function preferred<W extends Way>(input: RouteInput<W>, ranked: readonly Able<W>[], because: string) {
  let order = front(ranked, (it) => it.chosenModel)
  let why = because
  const last = strategies[input.strategy].sticky ? input.last : null
  for (const [id, reason] of [
    [last, words.session],
    [input.choice.provider, words.chosen],
  ] as const) {
    if (!order.some((it) => it.id === id)) continue
    order = front(order, (it) => it.id === id)
    why = reason
  }
  return { order, why }
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
