import { KeyEntry } from '../../src-shared/config/schema.ts'
import { figure, percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { cleanName, memberOf } from './clean.ts'

const { shape } = KeyEntry
const fields = {
  rpm_limit: shape.rpm_limit.unwrap(),
  itpm_limit: shape.itpm_limit.unwrap(),
  otpm_limit: shape.otpm_limit.unwrap(),
  priority: shape.priority.unwrap(),
  weight: shape.weight.unwrap(),
  reserve_percent: shape.reserve_percent.unwrap(),
  daily_budget_usd: shape.daily_budget_usd.unwrap(),
  tags: shape.tags.unwrap(),
  note: shape.note.unwrap(),
  expires_on: shape.expires_on.unwrap(),
}

/** What the user set for a key: ceilings, order, care. A member is there only where it was said and can be taken. */
export type KeyOwn = Partial<Pick<KeyEntry, keyof typeof fields>>

/** Out of a key's entry in a config file; what is wrong there is left out, and control characters with it. */
export function ownOf(entry: unknown): KeyOwn {
  const parts = Object.entries(fields).flatMap(([name, field]) => {
    const { success, data } = field.safeParse(cleaned(memberOf(entry, name)))
    return success ? [[name, data]] : []
  })
  return Object.fromEntries(parts) as KeyOwn
}

/** In a config file `$$` is a dollar sign. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned)
  return typeof value === 'string' ? cleanName(value.split('$$').join('$'), 500) : value
}

/** In one sentence, so that what is stored was shown; empty: nothing. */
export function ownWords(own: KeyOwn): string {
  const { brings } = text.intake
  const ceilings = (['rpm', 'itpm', 'otpm'] as const).flatMap((dimension) => {
    const limit = own[`${dimension}_limit`] ?? 0
    return limit > 0 ? [brings.ceiling(figure(limit), text.window.dimensions[dimension])] : []
  })
  const said = [
    ...ceilings,
    own.reserve_percent === undefined ? '' : brings.reserve(percent(own.reserve_percent / 100)),
    own.daily_budget_usd === undefined ? '' : brings.budget(own.daily_budget_usd),
    own.priority === undefined || own.priority === 1 ? '' : brings.priority(own.priority),
    own.weight === undefined || own.weight === 1 ? '' : brings.weight(own.weight),
    own.expires_on === undefined ? '' : brings.expires(own.expires_on),
    own.tags === undefined || own.tags.length === 0 ? '' : brings.tags(own.tags),
    own.note === undefined ? '' : brings.note(own.note),
  ].filter((it) => it !== '')
  return said.length === 0 ? '' : brings.all(said)
}
