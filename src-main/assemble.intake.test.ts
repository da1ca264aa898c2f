import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { ProviderId } from '../src-shared/domain/ids.ts'
import type { IntakeRow } from '../src-shared/ipc/intake.ts'
import { text } from '../src-shared/text/text.ts'
import { newHome } from './assemble.testing.ts'
import { KEPT_MS } from './intake/batches.ts'

const ONE = 'sk-ant-api03-intake-one-0123456789-1111'
const TWO = 'sk-ant-api03-intake-two-0123456789-2222'
const STRANGER = 'sk-ant-api03-intake-stranger-987654-9999'

let twin: Twin
beforeAll(async () => {
  twin = await startAnthropic({
    keys: [
      { secret: ONE, name: 'one', organization: 'a' },
      { secret: TWO, name: 'two', organization: 'b' },
    ],
  })
})
afterAll(() => twin.stop())

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

const env = () =>
  [ONE, TWO, STRANGER]
    .map((key, n) => `# key ${n + 1}\nANTHROPIC_BASE_URL=${twin.baseUrl}\nANTHROPIC_AUTH_TOKEN=${key}`)
    .join('\n\n')
const goal = ({ type, baseUrl }: IntakeRow) => ({ type: type ?? 'anthropic', ...(baseUrl && { baseUrl }) }) as const

describe('a paste', () => {
  it('comes back as rows without a secret, and nothing is stored or sent', async () => {
    const house = await home.start()
    const asked = twin.log.length
    const intake = await house.done('intake.paste', { text: env() })
    expect(intake.rows.map(({ label, hint, testable }) => [label, hint, testable])).toEqual([
      ['key 1', '1111', false],
      ['key 2', '2222', false],
      ['key 3', '9999', false],
    ])
    expect(JSON.stringify(intake)).not.toContain('sk-ant')
    expect(house.keys()).toEqual([])
    expect(twin.log).toHaveLength(asked)
    expect(home.everything()).not.toContain('intake-one')
  })

  it('without a name is called as the place it goes to', async () => {
    const house = await home.start()
    const own = `ANTHROPIC_BASE_URL=${twin.baseUrl}\nANTHROPIC_AUTH_TOKEN=`
    const labels = async (text: string) => (await house.done('intake.paste', { text })).rows.map(({ label }) => label)
    expect(await labels(`${own}${ONE}`)).toEqual([new URL(twin.baseUrl).host])
    expect(await labels(`ANTHROPIC_API_KEY=${ONE}`)).toEqual(['Anthropic'])
    await house.done('provider.add', { type: 'anthropic', baseUrl: twin.baseUrl, name: 'gate' })
    expect(await labels(`${own}${ONE}`)).toEqual(['gate'])
  })

  it('goes to its address also as another kind of provider', async () => {
    const house = await home.start()
    const source = `ANTHROPIC_BASE_URL=${twin.baseUrl}\nANTHROPIC_AUTH_TOKEN=${ONE}`
    const { batch } = await house.done('intake.paste', { text: source })
    const provider = { type: 'custom', baseUrl: twin.baseUrl } as const
    await house.done('intake.take', { batch, enabled: true, rows: [{ row: '0', provider, label: 'mine' }] })
    expect(house.keys().map(({ providerId }) => providerId)).toEqual([new URL(twin.baseUrl).host])
  })

  it('is taken row by row: the refused one stays out with the reason, the others serve', async () => {
    const house = await home.start()
    const { batch, rows } = await house.done('intake.paste', { text: env() })
    const tests = await Promise.all(
      rows.map((row) => house.done('intake.test', { batch, row: row.id, provider: goal(row) })),
    )
    expect(tests.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'refused'])
    const taken = await house.done('intake.take', {
      batch,
      enabled: true,
      rows: rows.map((row) => ({ row: row.id, provider: goal(row), label: `my ${row.label}` })),
    })
    expect(taken.rows.map(({ key, problem }) => [key?.label, problem === null])).toEqual([
      ['my key 1', true],
      ['my key 2', true],
      [undefined, false],
    ])
    expect(house.keys().map(({ label, hint }) => [label, hint])).toEqual([
      ['my key 1', '1111'],
      ['my key 2', '2222'],
    ])
    expect((await house.post()).status).toBe(200)
    await house.stop()
    expect(home.everything()).not.toMatch(/intake-(one|two|stranger)/)
  })

  it('goes to the provider of its kind that is here, wherever that was moved to', async () => {
    const house = await home.start()
    await house.done('provider.add', { type: 'anthropic', baseUrl: twin.baseUrl, name: 'gate' })
    await house.done('key.add', { provider: { id: ProviderId.parse('gate') }, label: 'mine', secret: ONE })
    const { batch, rows } = await house.done('intake.paste', { text: `A_KEY=${ONE}\nB_KEY=${TWO}\nC_KEY=${STRANGER}` })
    expect(rows.map(({ provider, baseUrl, testable }) => [provider, baseUrl, testable])).toEqual(
      rows.map(() => ['gate', twin.baseUrl, true]),
    )
    expect(rows.map(({ knownAs }) => knownAs)).toEqual(['mine', null, null])
    const verdicts = rows.slice(1).map(async ({ id, provider }) => {
      const test = await house.done('intake.test', {
        batch,
        row: id,
        provider: { id: provider ?? ProviderId.parse('none') },
      })
      return test.verdict
    })
    expect(await Promise.all(verdicts)).toEqual(['accepted', 'refused'])
  })

  it('knows the keys that are here already', async () => {
    const house = await home.start()
    const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
    await house.done('key.add', { provider, label: 'mine', secret: ONE })
    const { rows } = await house.done('intake.paste', { text: env() })
    expect(rows.map(({ knownAs, testable }) => [knownAs, testable])).toEqual([
      ['mine', true],
      [null, true],
      [null, true],
    ])
  })

  it('is stored untested only where its provider cannot be reached and the user says so', async () => {
    const house = await home.start()
    const { batch, rows } = await house.done('intake.paste', { text: ONE })
    const [row] = rows
    const to = {
      row: row?.id ?? '',
      provider: { type: 'anthropic', baseUrl: 'http://127.0.0.1:9' },
      label: 'x',
    } as const
    const no = await house.done('intake.take', { batch, enabled: true, rows: [to] })
    expect(no.rows).toMatchObject([{ key: null, unreachable: true }])
    const yes = await house.done('intake.take', { batch, enabled: true, rows: [{ ...to, evenIfUnreachable: true }] })
    expect(yes.rows).toMatchObject([{ key: { label: 'x' }, problem: null }])
  })

  it('is forgotten when it is dropped, and after a while', async () => {
    const house = await home.start()
    const first = await house.done('intake.paste', { text: ONE })
    await house.done('intake.drop', { batch: first.batch })
    const second = await house.done('intake.paste', { text: ONE })
    house.advance(KEPT_MS)
    for (const { batch } of [first, second]) {
      const ask = { batch, row: '0', provider: { type: 'anthropic' } } as const
      expect(await house.refused('intake.test', ask)).toBe(`not_found: ${text.intake.tooOld}`)
    }
  })
})

describe('a file', () => {
  it('brings a provider along as it was shown, switched off', async () => {
    const house = await home.start()
    const path = join(home.folders.home, 'router.json')
    const provider = { name: 'Gateway', api_base_url: `${twin.baseUrl}/v1/messages`, api_key: ONE, models: ['a', 'b'] }
    writeFileSync(path, JSON.stringify({ Providers: [provider] }))
    house.desk.file = path
    const read = await house.done('intake.file', { from: { pick: true } })
    if (read.kind !== 'read') throw new Error(read.kind)
    const { batch, rows, from } = read.intake
    expect(from).toBe(path)
    expect(rows).toMatchObject([{ label: 'Gateway', baseUrl: twin.baseUrl, models: ['a', 'b'], hint: '1111' }])
    await house.done('intake.take', {
      batch,
      enabled: false,
      rows: rows.map((row) => ({ row: row.id, provider: goal(row), label: row.label })),
    })
    expect(house.keys()).toMatchObject([{ label: 'Gateway', enabled: false, status: { kind: 'disabled' } }])
    const [view] = Object.values(house.app.snapshot().providers)
    expect(view?.id).toBe('Gateway')
    expect(view?.baseUrl).toBe(twin.baseUrl)
    expect(view?.models.map(({ id }) => id)).toEqual(['a', 'b'])
    expect((await house.post()).ok).toBe(false)
  })

  it('that the user does not pick changes nothing; one that cannot be read is told', async () => {
    const house = await home.start()
    expect(await house.done('intake.file', { from: { pick: true } })).toEqual({ kind: 'none' })
    expect(await house.refused('intake.file', { from: { path: home.folders.home } })).toMatch(/^refused: /)
  })
})

describe('an export', () => {
  it('with keys opens elsewhere with its passphrase, and nobody can read it without', async () => {
    const house = await home.start()
    const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
    const { id } = await house.done('key.add', { provider, label: 'work', secret: ONE })
    const care = { reserve: 0.2, dailyUsd: 5, tags: ['ci'], note: 'Ask Kim.' }
    await house.done('key.care', { id, ...care })
    const path = join(home.folders.home, 'out', 'keys.json')
    house.desk.file = path
    const saved = await house.done('export.save', { passphrase: 'correct horse' })
    expect(saved).toEqual({ path, keys: 1, placeholders: [] })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(home.everything()).not.toContain('intake-one')
    await house.stop()

    const other = newHome()
    const there = await other.start()
    const from = { path }
    expect(await there.done('intake.file', { from })).toEqual({ kind: 'sealed', path, wrong: false })
    expect(await there.done('intake.file', { from, passphrase: 'wrong' })).toEqual({
      kind: 'sealed',
      path,
      wrong: true,
    })
    const read = await there.done('intake.file', { from, passphrase: 'correct horse' })
    if (read.kind !== 'read') throw new Error(read.kind)
    const { batch, rows } = read.intake
    expect(rows[0]?.brings).toContain('the note “Ask Kim.”')
    await there.done('intake.take', {
      batch,
      enabled: true,
      rows: rows.map((row) => ({ row: row.id, provider: goal(row), label: row.label })),
    })
    expect(there.keys()).toMatchObject([{ label: 'work', hint: '1111', enabled: true, care }])
    expect((await there.post()).status).toBe(200)
    await other.tidy()
  })

  it('without keys holds none, and a command does not write over a file', async () => {
    const house = await home.start()
    await house.done('key.add', { provider: { type: 'anthropic', baseUrl: twin.baseUrl }, label: 'work', secret: ONE })
    const path = join(home.folders.home, 'relay.yaml')
    const saved = await house.done('export.save', { path, passphrase: null })
    expect(saved.placeholders).toEqual(['ANTHROPIC_WORK_KEY'])
    expect(readFileSync(path, 'utf8')).not.toMatch(/1111|intake/)
    expect(await house.refused('export.save', { path, passphrase: null })).toBe(
      `refused: ${text.intake.fileThere(path)}`,
    )
    expect(await house.done('export.save', { passphrase: null })).toEqual({ path: null, keys: 0, placeholders: [] })
  })
})
