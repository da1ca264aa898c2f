import { z } from 'zod'
import { ProviderType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Path, problemLine } from '../config/problems.ts'
import { readYaml } from '../config/read-yaml.ts'
import { type Known, type Layer, rates } from './facts.ts'
import { spelling } from './names.ts'

/** What the user's file says, by the model's name or by `*` for all others of a provider. */
export interface Overrides {
  about(type: ProviderType, model: string): Layer[]
}

export const noOverrides: Overrides = { about: () => [] }

export type ReadOverrides = { ok: true; overrides: Overrides } | { ok: false; problems: readonly string[] }

const { reasons, fixes } = text.models.override

const price = z.number(reasons.price).nonnegative(reasons.price)
const count = z.number(reasons.count).int(reasons.count).positive(reasons.count)
const flag = z.boolean(reasons.flag)
/** Of a block; names in it that are not known are told one by one, below. */
const known = { error: ({ code }: { code?: string }) => (code === 'invalid_key' ? reasons.name : reasons.block) }

const Row = z.strictObject(
  {
    context_window: count.optional(),
    max_output: count.optional(),
    tools: flag.optional(),
    images: flag.optional(),
    documents: flag.optional(),
    thinking: flag.optional(),
    /** USD per million tokens. */
    prices: z
      .strictObject({ input: price, output: price, cache_read: price.optional(), cache_write: price.optional() }, known)
      .optional(),
  },
  known,
)

/** `zai/glm-5.3`, `zai/*`. */
const NAME = new RegExp(`^(${ProviderType.options.join('|')})/(.+)$`)

const File = z.strictObject(
  {
    as_of: z.string(reasons.day).regex(/^\d{4}-\d{2}-\d{2}$/, reasons.day),
    models: z.record(z.string().regex(NAME), Row, known).default({}),
  },
  known,
)

/** Reads the text of `prices.override.yaml`; every problem at once, one line each. An empty file says nothing. */
export function readOverrides(source: string): ReadOverrides {
  const read = readYaml(source)
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => problemLine(problem, null)) }
  if (read.document.contents === null) return { ok: true, overrides: noOverrides }
  const parsed = File.safeParse(read.raw)
  if (parsed.success) return { ok: true, overrides: overridesOf(parsed.data) }
  const problems = parsed.error.issues.flatMap((issue) => {
    const path = issue.path as Path
    if (issue.code !== 'unrecognized_keys') return [{ path, reason: issue.message, fix: fixes.see }]
    return issue.keys.map((name) => ({ path: [...path, name], reason: reasons.unknown, fix: fixes.see }))
  })
  return { ok: false, problems: problems.map((problem) => problemLine(problem, read.raw)) }
}

function overridesOf({ as_of: asOf, models }: z.infer<typeof File>): Overrides {
  const rows = new Map(
    Object.entries(models).map(([name, row]) => {
      const [, type = '', model = ''] = NAME.exec(name) ?? []
      return [`${type}/${spelling(model)}`, knownOf(row)]
    }),
  )
  return {
    about: (type, model) =>
      [spelling(model), '*'].flatMap((name) => {
        const row = rows.get(`${type}/${name}`)
        return row ? [{ source: 'override', asOf, known: row }] : []
      }),
  }
}

function knownOf(row: z.infer<typeof Row>): Partial<Known> {
  const { context_window, max_output, prices, ...rest } = row
  const all = {
    ...rest,
    contextWindow: context_window,
    maxOutput: max_output,
    prices: prices && { ...rates(prices.input, prices.output, prices.cache_read, prices.cache_write), long: null },
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
