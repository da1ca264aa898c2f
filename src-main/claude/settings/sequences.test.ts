import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EMPTY, type Journal, planInit, planRemove } from './journal.ts'
import { readSettings, type Settings } from './patch.ts'

type Json = { [name: string]: unknown }

const OURS = ['http://127.0.0.1:8787', 'http://127.0.0.1:9999', 'https://127.0.0.1:8788']
const NAMES = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'HTTP_PROXY', 'ü'] as const

type Step =
  | { kind: 'lead'; address: string; killed: boolean }
  | { kind: 'back'; killed: boolean }
  | { kind: 'env'; name: string; value: string | null }
  | { kind: 'top'; value: string | null }

const killed = fc.boolean()
const theirValue = fc.constantFrom('https://api.z.ai', 'mine', '', 'a "quoted" one')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('lead' as const), address: fc.constantFrom(...OURS), killed }),
  fc.record({ kind: fc.constant('back' as const), killed }),
  fc.record({ kind: fc.constant('env' as const), name: fc.constantFrom(...NAMES), value: fc.option(theirValue) }),
  fc.record({ kind: fc.constant('top' as const), value: fc.option(theirValue) }),
)

const good = (bytes: Buffer): Settings & { kind: 'ok' } => {
  const settings = readSettings(bytes)
  if (settings.kind !== 'ok') throw new Error(settings.kind)
  return settings
}
const parsed = (bytes: Buffer | null): Json => (bytes === null ? {} : JSON.parse(String(bytes)))
/** An `env` with nothing in it says what none says. */
const meaning = (json: Json): Json => {
  const { env, ...rest } = json
  return Object.keys((env ?? {}) as Json).length === 0 ? rest : json
}

/** The files as the app and its user change them, and beside them what the user alone would have made of the first. */
class Desk {
  file: Buffer | null
  journal: Journal | null = null
  theirs: Json
  constructor(file: Buffer | null) {
    this.file = file
    this.theirs = parsed(file)
  }

  do(step: Step): void {
    switch (step.kind) {
      case 'lead': {
        const wanted = { ANTHROPIC_BASE_URL: step.address, ANTHROPIC_AUTH_TOKEN: `token-of-${step.address}` }
        const from = { path: '/settings.json', bytes: this.file, at: '', was: this.journal, crashes: 0 }
        const plan = planInit(from, good(this.file ?? EMPTY), wanted)
        this.journal = plan.journal
        if (!step.killed) this.file = plan.bytes
        return
      }
      case 'back': {
        if (this.journal === null) return
        if (this.file !== null) this.file = planRemove(this.journal, this.file, good(this.file)).bytes
        if (!step.killed) this.journal = null
        return
      }
      case 'env':
        this.#edit((json) => changed(json, step.name, step.value))
        return
      case 'top':
        this.#edit((json) => ({ ...json, model: step.value }))
        return
    }
  }

  #edit(change: (json: Json) => Json): void {
    this.theirs = change(this.theirs)
    this.file = Buffer.from(JSON.stringify(change(parsed(this.file)), null, 2))
  }
}

function changed(json: Json, name: string, value: string | null): Json {
  const { [name]: _, ...env } = { ...(json.env as Json | undefined) }
  return { ...json, env: value === null ? env : { ...env, [name]: value } }
}

it('2,000 sequences of leading here, edits by others, kills and taking back: theirs is never lost, ours never left', () => {
  const first = fc.option(
    fc.record({ env: fc.dictionary(fc.constantFrom(...NAMES), theirValue), model: theirValue }, { requiredKeys: [] }),
  )
  fc.assert(
    fc.property(first, fc.array(step, { maxLength: 12 }), (json, steps) => {
      const desk = new Desk(json && Buffer.from(JSON.stringify(json, null, 2)))
      for (const step of steps) desk.do(step)
      desk.do({ kind: 'back', killed: false })
      expect(meaning(parsed(desk.file))).toEqual(meaning(desk.theirs))
      for (const ours of OURS) expect(String(desk.file)).not.toContain(ours)
    }),
    { numRuns: 2000 },
  )
})
