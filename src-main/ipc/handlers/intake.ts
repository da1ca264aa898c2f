import { homedir } from 'node:os'
import type { Handlers, KeyTest, Parsed } from '../../../src-shared/ipc/contract.ts'
import type { Intake } from '../../../src-shared/ipc/intake.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf } from '../../config/derive.ts'
import type { LiveProvider } from '../../config/source.ts'
import { type Batch, createBatches } from '../../intake/batches.ts'
import type { Found, Reading } from '../../intake/found.ts'
import { placesIn } from '../../intake/places.ts'
import { type FileContent, NotRead, openContent } from '../../intake/read-file.ts'
import { readText } from '../../intake/read-text.ts'
import { isSealed, openText } from '../../secrets/sealed-text.ts'
import { Refusal } from '../refusal.ts'
import { gate } from './gate.ts'
import { rowsOf } from './intake-rows.ts'
import { ask } from './key-check.ts'
import { addNewKey, placed, target } from './new-key.ts'
import type { Rooms } from './rooms.ts'

type Rows = Extract<keyof Handlers, `intake.${string}`>
type Target = Parsed<'intake.test'>['provider']

/** Providers are asked about so many keys at a time. */
const AT_ONCE = 4

/** `home`: of the user, where other programs keep their files. */
export function intakeHandlers(rooms: Rooms, home = homedir()): Pick<Handlers, Rows> {
  const batches = createBatches(rooms)
  const inTurn = gate(AT_ONCE)

  const batchOf = (id: string): Batch => {
    const batch = batches.get(id)
    if (!batch) throw new Refusal(text.intake.tooOld, 'not_found')
    return batch
  }
  const foundIn = ({ found }: Batch, row: string): Found => {
    const it = found.get(row)
    if (!it) throw new Refusal(text.intake.tooOld, 'not_found')
    return it
  }

  async function present({ found, skipped }: Reading, from: string): Promise<Intake> {
    const rows = await rowsOf(rooms, found)
    const { intake } = batches.put((batch) => ({
      intake: { batch, from, rows, skipped: [...skipped] },
      found: new Map(found.map((it, at) => [String(at), it])),
      tests: new Map(),
    }))
    return intake
  }

  /** The provider a row goes to, and under what its test is remembered. */
  function goal(wanted: Target, found: Found, row: string): { provider: LiveProvider; asked: string } {
    // Sent to a vendor's own address instead, it brings no name from elsewhere.
    const isThere = found.baseUrl !== null && 'type' in wanted && wanted.baseUrl === found.baseUrl
    const wish = isThere ? found.provider || new URL(found.baseUrl).host.slice(0, 60) : undefined
    const there = target(rooms, wanted, wish)
    const asked = JSON.stringify([row, there.type, baseUrlOf(there, rooms.kinds)])
    const isNew = !placed(rooms.live().source.current(), there)
    return { asked, provider: isNew ? withModels(there, found) : there }
  }

  return {
    'intake.paste': ({ text: pasted }) => present(readText(pasted), ''),

    'intake.places': () => placesIn(home),

    async 'intake.file'({ from, passphrase }) {
      const path =
        'path' in from
          ? from.path
          : 'pick' in from
            ? await rooms.desktop.pickFile()
            : (placesIn(home).find(({ place }) => place === from.place)?.path ?? null)
      if (path === null) return { kind: 'none' }
      const content = contentAt(path)
      if (content.kind === 'rows') return { kind: 'read', intake: await present(content.reading, path) }
      if (!isSealed(content.text)) return { kind: 'read', intake: await present(readText(content.text), path) }
      const opened = passphrase === undefined ? null : await openText(content.text, passphrase)
      if (opened === null) return { kind: 'sealed', path, wrong: passphrase !== undefined }
      return { kind: 'read', intake: await present(readText(opened), path) }
    },

    'intake.test': ({ batch: id, row, provider: wanted }) =>
      inTurn(async () => {
        const batch = batchOf(id)
        const found = foundIn(batch, row)
        const { provider, asked } = goal(wanted, found, row)
        const test = await ask(rooms, provider, found.secret)
        batch.tests.set(asked, test)
        return test
      }),

    async 'intake.take'({ batch: id, enabled, rows }) {
      const batch = batchOf(id)
      const taken = []
      for (const { row, provider: wanted, label, evenIfUnreachable } of rows) {
        const found = foundIn(batch, row)
        try {
          const { provider, asked } = goal(wanted, found, row)
          const tested = asIs(batch.tests.get(asked), evenIfUnreachable)
          const rest = {
            provider,
            label,
            enabled,
            evenIfUnreachable,
            tested,
            secret: found.secret,
            own: found.own ?? {},
          }
          taken.push({ row, key: await addNewKey(rooms, rest), problem: null, unreachable: false })
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          taken.push({ row, key: null, problem: error.message, unreachable: error.code === 'unreachable' })
        }
      }
      if (taken.every(({ problem }) => problem === null)) batches.drop(id)
      return { rows: taken }
    },

    'intake.drop': ({ batch }) => batches.drop(batch),
  }
}

/** A test counts where it decides; one that reached nobody may have another end now. */
const asIs = (test: KeyTest | undefined, evenIfUnreachable: boolean): KeyTest | null =>
  test?.verdict === 'accepted' || (test?.verdict === 'unreachable' && evenIfUnreachable) ? test : null

function contentAt(path: string): FileContent {
  try {
    return openContent(path)
  } catch (error) {
    throw error instanceof NotRead ? new Refusal(error.message) : error
  }
}

/** A provider that is new brings along what was said of its models. */
const withModels = (provider: LiveProvider, { models, mapping }: Found): LiveProvider => ({
  ...provider,
  models: [...models],
  model_mapping: { ...mapping },
})
