import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { status } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startOllama } from '../playground/twin-ollama.ts'
import type { KeyId } from '../src-shared/domain/ids.ts'
import { text } from '../src-shared/text/text.ts'
import { newHome, toyCipher } from './assemble.testing.ts'
import type { JsonFile } from './ports.ts'

const ONE = 'sk-ant-api03-one-0123456789-1111'
const TWO = 'sk-ant-api03-two-0123456789-2222'
const STRANGER = 'sk-ant-api03-stranger-9876543210'

let twin: Twin
let local: Twin
beforeAll(async () => {
  twin = await startAnthropic({
    keys: [
      { secret: ONE, name: 'one', organization: 'a' },
      { secret: TWO, name: 'two', organization: 'b' },
    ],
  })
  local = await startOllama({})
})
afterAll(() => Promise.all([twin.stop(), local.stop()]))

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(async () => {
  twin.heal()
  await home.tidy()
})

type House = Awaited<ReturnType<typeof home.start>>
const add = (house: House, secret = ONE, label = 'work') =>
  house.done('key.add', { provider: { type: 'anthropic', baseUrl: twin.baseUrl }, label, secret })

const failing =
  (what: RegExp): ((file: JsonFile) => JsonFile) =>
  (file) => ({
    ...file,
    write: (value) =>
      what.test(file.path) ? Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' })) : file.write(value),
  })

describe('a key that is added', () => {
  it('is used by the next request, and still is after a restart', async () => {
    const first = await home.start()
    expect(await add(first)).toMatchObject({ label: 'work', hint: '1111', providerId: 'anthropic' })
    expect((await first.post()).status).toBe(200)
    await first.stop()
    const second = await home.start()
    expect(second.keys()).toMatchObject([{ label: 'work', hint: '1111' }])
    expect((await second.post()).status).toBe(200)
  })

  it('is recognised by its shape', async () => {
    const house = await home.start()
    expect(await house.done('key.recognise', { secret: ONE })).toEqual({ type: 'anthropic' })
    expect(await house.done('key.recognise', { secret: 'who-knows-what-this-is' })).toEqual({ type: null })
  })

  it('is not stored where the provider refuses it', async () => {
    const house = await home.start()
    const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
    expect(await house.refused('key.add', { provider, label: 'x', secret: STRANGER })).toMatch(/^refused: /)
    expect(house.keys()).toEqual([])
    expect(home.read(home.folders.config)).toBeUndefined()
    expect(home.read(home.folders.secrets)).toBeUndefined()
  })

  it('is stored unasked only where the user says so', async () => {
    const house = await home.start()
    const dead = { provider: { type: 'anthropic', baseUrl: 'http://127.0.0.1:9' }, label: 'x', secret: ONE } as const
    expect(await house.refused('key.add', dead)).toMatch(/^unreachable: /)
    expect(house.keys()).toEqual([])
    await house.done('key.add', { ...dead, evenIfUnreachable: true })
    expect(house.keys()).toHaveLength(1)
  })

  it.each([/config/, /secrets/])('is stored whole or not at all when the disk is full (%s)', async (what) => {
    const house = await home.start({ file: failing(what) })
    const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
    expect(await house.refused('key.add', { provider, label: 'x', secret: ONE })).toBe(
      `refused: ${text.notices.notSaved('ENOSPC')}`,
    )
    expect(house.keys()).toEqual([])
    expect(JSON.stringify(home.read(home.folders.secrets) ?? {})).not.toContain('toy:')
    expect(home.read(home.folders.config)).toBeUndefined()
  })

  it('is not taken twice for one provider', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    const again = { provider: { id: providerId }, label: 'again', secret: ONE }
    expect(await house.refused('key.add', again)).toBe(`refused: ${text.notices.keyKnown('work')}`)
  })

  it('joins the provider of its address, also when two are added at once', async () => {
    const house = await home.start()
    await Promise.all([add(house, ONE, 'one'), add(house, TWO, 'two')])
    expect(house.app.snapshot().providerOrder).toEqual(['anthropic'])
    expect(
      house
        .keys()
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['one', 'two'])
  })

  it('gets a provider of its own for another address', async () => {
    const house = await home.start()
    await add(house)
    const elsewhere = { type: 'anthropic', baseUrl: 'http://127.0.0.1:9' } as const
    await house.done('key.add', { provider: elsewhere, label: 'x', secret: TWO, evenIfUnreachable: true })
    expect(house.app.snapshot().providerOrder).toEqual(['anthropic', 'anthropic 2'])
  })

  it('may be none at all for a local provider, once', async () => {
    const house = await home.start()
    const provider = { type: 'ollama', baseUrl: local.baseUrl } as const
    await house.done('key.add', { provider, label: 'mine' })
    expect(house.keys()).toMatchObject([{ label: 'mine', hint: '' }])
    expect((await house.post({ model: 'qwen3-coder' })).status).toBe(200)
    expect(await house.refused('key.add', { provider, label: 'again' })).toContain('without a key')
    expect(await house.refused('key.add', { provider: { type: 'zai' }, label: 'x' })).toContain('needs a key')
  })
})

describe('a key that is there', () => {
  it('can be renamed, and put elsewhere in the order, for good', async () => {
    const house = await home.start()
    const one = await add(house, ONE, 'one')
    const two = await add(house, TWO, 'two')
    await house.done('key.rename', { id: one.id, label: 'first' })
    await house.done('key.reorder', { order: [two.id, one.id] })
    await house.stop()
    expect((await home.start()).keys().map(({ label }) => label)).toEqual(['two', 'first'])
  })

  it('is not used while it is off', async () => {
    const house = await home.start()
    const { id } = await add(house)
    await house.done('key.enable', { id, enabled: false })
    expect(house.keys()[0]?.status.kind).toBe('disabled')
    expect((await house.post()).ok).toBe(false)
    await house.done('key.enable', { id, enabled: true })
    expect((await house.post()).status).toBe(200)
  })

  it('is replaced only by one that the provider accepts', async () => {
    const house = await home.start()
    const { id } = await add(house)
    expect(await house.refused('key.replace', { id, secret: STRANGER })).toMatch(/^refused: /)
    expect((await house.post()).status).toBe(200)
    expect(await house.done('key.replace', { id, secret: TWO })).toMatchObject({ id, hint: '2222' })
    await house.post()
    expect(twin.log.at(-1)?.key).toBe('two')
  })

  it('works again at once when a refused one is replaced', async () => {
    const house = await home.start()
    const { id } = await add(house)
    twin.forKey(
      'one',
      status(401, { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }),
    )
    await house.post()
    expect(house.keys()[0]?.status.kind).toBe('invalid')
    await house.done('key.replace', { id, secret: TWO })
    expect(house.keys()[0]?.status.kind).toBe('ready')
  })

  it('keeps its old secret when the new one cannot be stored', async () => {
    let full = false
    const house = await home.start({
      file: (file) =>
        /config/.test(file.path)
          ? { ...file, write: (value) => (full ? failing(/./)(file) : file).write(value) }
          : file,
    })
    const { id } = await add(house)
    full = true
    expect(await house.refused('key.replace', { id, secret: TWO })).toContain('disk is full')
    await house.post()
    expect(twin.log.at(-1)?.key).toBe('one')
  })

  it('says what a test of it came to', async () => {
    const house = await home.start()
    const { id } = await add(house)
    expect(await house.done('key.test', { id })).toMatchObject({ verdict: 'accepted' })
    expect(await house.refused('key.test', { id: 'key_gone' as KeyId })).toBe(`not_found: ${text.notices.keyGone}`)
  })
})

describe('a key that is removed', () => {
  it('is out of use at once and back in its place when that is undone', async () => {
    const house = await home.start()
    const one = await add(house, ONE, 'one')
    await add(house, TWO, 'two')
    expect(await house.done('key.remove', { id: one.id })).toEqual({ undoMs: 8000 })
    expect(house.keys().map(({ label }) => label)).toEqual(['two'])
    house.advance(7_900)
    await house.done('key.restore', { id: one.id })
    expect(house.keys().map(({ label }) => label)).toEqual(['one', 'two'])
    house.advance(60_000)
    expect(await house.done('key.test', { id: one.id })).toMatchObject({ verdict: 'accepted' })
    await house.stop()
    expect((await home.start()).keys()).toHaveLength(2)
  })

  it('is gone, secret and all, once it can no longer be undone', async () => {
    const house = await home.start()
    const { id } = await add(house)
    await house.done('key.remove', { id })
    expect(JSON.stringify(home.read(home.folders.secrets))).toContain('toy:')
    house.advance(10_500)
    await expect.poll(() => JSON.stringify(home.read(home.folders.secrets))).not.toContain('toy:')
    expect(await house.refused('key.restore', { id })).toBe(`not_found: ${text.notices.undoOver}`)
  })

  it('does not come back by a restart in between', async () => {
    const house = await home.start()
    const { id } = await add(house)
    await house.done('key.remove', { id })
    await house.stop()
    const later = await home.start()
    expect(later.keys()).toEqual([])
    await expect.poll(() => JSON.stringify(home.read(home.folders.secrets))).not.toContain('toy:')
  })

  it('takes a local provider with it, and brings it back', async () => {
    const house = await home.start()
    const { id } = await house.done('key.add', { provider: { type: 'ollama', baseUrl: local.baseUrl }, label: 'mine' })
    await house.done('key.remove', { id })
    expect(house.app.snapshot().providerOrder).toEqual([])
    await house.done('key.restore', { id })
    expect(house.keys()).toMatchObject([{ id, label: 'mine' }])
  })
})

describe('keys that the vault cannot open', () => {
  it('say so in their row, and the app starts', async () => {
    const house = await home.start()
    await add(house)
    await house.stop()
    const later = await home.start({ cipher: toyCipher('other') })
    const notices = later.pushed('notice.raised')
    await expect.poll(() => later.keys()[0]?.status).toMatchObject({ kind: 'invalid', reason: text.notices.locked })
    await expect.poll(() => notices.map((notice) => notice.text)).toEqual([text.notices.keysLocked(1)])
    await later.stop()
    expect((await (await home.start()).post()).status).toBe(200)
  })

  it('are entered again where nothing keeps them over a restart', async () => {
    const house = await home.start({ session: true })
    await add(house)
    expect((await house.post()).status).toBe(200)
    await house.stop()
    const later = await home.start({ session: true })
    await expect
      .poll(() => later.keys()[0]?.status)
      .toMatchObject({ kind: 'invalid', reason: text.notices.sessionOver })
    await later.done('key.replace', { id: later.keys()[0]?.id as KeyId, secret: ONE })
    expect((await later.post()).status).toBe(200)
    expect(home.read(home.folders.secrets)).toBeUndefined()
  })
})
