import type { Choice } from '../../src-shared/domain/provider.ts'
import { costOf } from '../catalogue/cost.ts'
import { fits } from '../catalogue/fits.ts'
import { newModel } from '../pool/estimate.ts'
import type { Contender } from './contender.ts'
import { isSmall, lists, type Served, serves } from './model.ts'
import { namedBy } from './model-rules.ts'
import type { RouteInput, Way } from './way.ts'

/** A provider that has a model for the request. */
export interface Able<W> extends Contender {
  readonly way: W
  readonly served: Served
  /** It serves the model the user chose, not merely the one the client asked for. */
  readonly chosenModel: boolean
  /** Why its model cannot take the request; `null`: it can, or nobody knows better. */
  readonly unfit: string | null
  /** It takes the request, but not for as long an answer as the client allows. */
  readonly tight: string | null
}

/** `null`: it has no model for what is asked. */
export function ableOf<W extends Way>(input: RouteInput<W>, way: W): Able<W> | null {
  const chosen = chosenFor(input.choice, input.asked)
  const byChoice = chosen === null ? null : servedBy(input, way, chosen)
  const served = byChoice ?? servedBy(input, way, input.asked)
  if (!served) return null
  const { type } = way.provider
  const known = input.describe(type, served.model)
  const need = input.need(type, served.model)
  const whole = fits(known, need)
  const short = whole.ok ? whole : fits(known, { ...need, maxTokens: null })
  const cacheRead = Math.min(input.cached(way, served.model), need.inputTokens)
  const usage = { input: need.inputTokens - cacheRead, output: newModel.output, cacheRead, cacheWrite: 0 }
  return {
    id: way.id,
    way,
    weight: way.weight,
    priority: way.priority,
    inFlight: input.inFlight(way.id),
    cost: costOf(known.prices, usage),
    model: served.model,
    served,
    chosenModel: byChoice !== null,
    unfit: short.ok ? null : short.because,
    tight: whole.ok ? null : whole.because,
  }
}

/** The model chosen in the tray stands in for the asked one, except for small side requests. */
const chosenFor = (choice: Choice, asked: string): string | null => (isSmall(asked) ? null : choice.model)

/** The provider that the user's rules name for this request, and whether they name it for all that is left. */
export function ruledBy<W>({ strategy, rules, choice, asked }: RouteInput<W>) {
  const named = strategy === 'model_based' ? namedBy(rules, chosenFor(choice, asked) ?? asked) : null
  return { named, fallback: strategy === 'model_based' ? rules.fallback : null }
}

/** A provider that would only pass an unlisted name along gives way to one that lists it, unless a rule names it. */
function servedBy<W extends Way>(input: RouteInput<W>, way: W, model: string): Served | null {
  const served = serves(way, model)
  if (!served || served.model !== model || lists(way.models, model)) return served
  const { named, fallback } = ruledBy(input)
  if ((named ?? fallback) === way.id) return served
  const elsewhere = input.ways.some((other) => other !== way && other.enabled && lists(other.models, model))
  return elsewhere ? null : served
}
