import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { SCHEMA_VERSION } from '../src-shared/config/schema.ts'
import { KeyId } from '../src-shared/domain/ids.ts'
import { newHome, toyCipher } from './assemble.testing.ts'
import { openStore } from './config/store.ts'
import { durableJson } from './node/durable-json.ts'
import type { Log } from './ports.ts'
import { createRedactor } from './secrets/redact.ts'
import { sealedVault } from './secrets/sealed-vault.ts'

const SECRET = 'sk-ant-api03-broken-0123456789-1111'
const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => 0 }

let twin: Twin
let home: ReturnType<typeof newHome>
beforeAll(async () => {
  twin = await startAnthropic({ keys: [{ secret: SECRET, name: 'one' }] })
})
afterAll(() => twin.stop())
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

/** A day's files: a key, a launch, a reserve, settings that lead here. */
async function lived(): Promise<void> {
  const house = await home.start()
  const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
  await house.done('key.add', { provider, label: 'work', secret: SECRET })
  await house.done('claude.prepare', { folder: home.folder, profile: null, place: 'here' })
  await house.done('settings.patch', { appearance: 'dark' })
  await house.post()
  await house.stop()
}

const bytes = fc.uint8Array({ maxLength: 8 })
/** A file as a bad disk, a bad editor or a bad hand leaves it. */
const mutated = (good: Buffer) =>
  fc.oneof(
    fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => {
      const one = Buffer.from(good)
      one[at] = byte
      return one
    }),
    fc
      .tuple(fc.nat(good.length), fc.nat(40), bytes)
      .map(([at, gone, more]) => Buffer.concat([good.subarray(0, at), more, good.subarray(at + gone)])),
    fc.nat(good.length).map((at) => Buffer.concat([good.subarray(0, at), Buffer.alloc(good.length - at)])),
    fc.json({ depthSize: 'small' }).map((text) => Buffer.from(text)),
    fc.constantFrom(Buffer.alloc(0), Buffer.alloc(4096), Buffer.concat([good, good])),
  )

/** A folder in which nothing but this file stands. */
function alone(name: string, content: Buffer): string {
  const folder = mkdtempSync(join(home.folder, 'alone-'))
  writeFileSync(join(folder, name), content)
  return folder
}
const holds = (folder: string, content: Buffer): boolean =>
  readdirSync(folder).some((name) => readFileSync(join(folder, name)).equals(content))

/** Opens it, changes something where that is allowed, and sees whether what could not be read is still there. */
async function opensConfig(content: Buffer): Promise<void> {
  const folder = alone('config.json', content)
  const store = await openStore({ file: durableJson(join(folder, 'config.json')), clock, log })
  const isRead = store.view().problem === null
  const edit = store.edit((config) => ({ ...config, app: { ...config.app, zoom: 110 } }))
  await edit.catch(() => {})
  if (!isRead) expect(holds(folder, content)).toBe(true)
}

async function opensVault(content: Buffer): Promise<void> {
  const folder = alone('secrets.json', content)
  const file = durableJson(join(folder, 'secrets.json'))
  const vault = sealedVault({ cipher: toyCipher(), file, clock, log, redactor: createRedactor() })
  const id = KeyId.parse('key_another')
  await vault.put(id, 'https://api.anthropic.com', SECRET)
  expect((await vault.use(id, 'https://api.anthropic.com')).reveal()).toBe(SECRET)
  const isAside = readdirSync(folder).length > 1
  if (isAside) expect(holds(folder, content)).toBe(true)
  // Else it was read, and every line of it is there yet.
  else for (const line of sealedIn(content)) expect(readFileSync(file.path, 'utf8')).toContain(line)
}
const sealedIn = (content: Buffer): string[] =>
  Object.values((JSON.parse(String(content)) as { secrets: Record<string, string> }).secrets)

describe.each([
  ['settings', 'config.json', opensConfig],
  ['stored keys', 'secrets.json', opensVault],
] as const)('a file of %s', (_what, name, opens) => {
  it('that was cut short anywhere is kept, and the app goes on', async () => {
    await lived()
    const good = readFileSync(join(home.folders.home, name))
    for (let length = 0; length <= good.length; length++) await opens(good.subarray(0, length))
  }, 60_000)

  it('that is wrong in any of 300 ways is kept, and the app goes on', async () => {
    await lived()
    const good = readFileSync(join(home.folders.home, name))
    await fc.assert(fc.asyncProperty(mutated(good), opens), { numRuns: 300 })
  })
})

it('a file of settings from a newer version is read by nobody and written by nobody', async () => {
  await lived()
  const newer = { ...(home.read(home.folders.config) as object), schema_version: SCHEMA_VERSION + 1 }
  writeFileSync(home.folders.config, JSON.stringify(newer))
  const before = readFileSync(home.folders.config)
  const house = await home.start()
  expect(await house.refused('settings.patch', { appearance: 'light' })).toContain('refused: ')
  await house.stop()
  expect(readFileSync(home.folders.config).equals(before)).toBe(true)
})

it('whatever stands in all of its files at once, the app starts, answers and stops', async () => {
  await lived()
  const names = readdirSync(home.folders.home).filter((name) => /\.json$|token$/.test(name))
  expect(names.length).toBeGreaterThan(4)
  const good = new Map(names.map((name) => [name, readFileSync(join(home.folders.home, name))]))
  const all = fc.record(Object.fromEntries([...good].map(([name, content]) => [name, mutated(content)])))
  await fc.assert(
    fc.asyncProperty(all, async (contents) => {
      for (const [name, content] of Object.entries(contents)) writeFileSync(join(home.folders.home, name), content)
      const house = await home.start()
      expect((await fetch(`${house.url()}/health`)).status).toBe(200)
      await house.stop()
    }),
    { numRuns: 30 },
  )
})
