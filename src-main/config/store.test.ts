import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { migrate } from '../../src-shared/config/migrations.ts'
import { defaultConfig } from '../../src-shared/config/schema.ts'
import { durableJson } from '../node/durable-json.ts'
import type { Log } from '../ports.ts'
import { guardedConfig, openStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => 0 }
const home = () => mkdtempSync(join(folder, 'home-'))
const open = (path: string, bringUp = migrate) => openStore({ file: durableJson(path), clock, log, bringUp })

it('keeps every one of many edits made at once', async () => {
  const path = join(home(), 'config.json')
  const store = await open(path)
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      store.edit((config) => ({
        ...config,
        app: { ...config.app, last_folder: `${config.app.last_folder ?? ''}${n},` },
      })),
    ),
  )
  expect((await open(path)).current().app.last_folder?.split(',').filter(Boolean)).toHaveLength(20)
})

it('tells of an edit once it is stored, and not of one that changes nothing', async () => {
  const store = await open(join(home(), 'config.json'))
  const told: unknown[] = []
  store.subscribe(() => told.push(store.current().app.appearance))
  await store.edit((config) => config)
  await store.edit((config) => ({ ...config, app: { ...config.app, appearance: 'dark' } }))
  expect(told).toEqual(['dark'])
})

it('refuses an edit that makes no config, and goes on', async () => {
  const store = await open(join(home(), 'config.json'))
  await expect(
    store.edit((config) => ({ ...config, server: { ...config.server, listen: 'nowhere' } })),
  ).rejects.toThrow()
  expect(store.current()).toEqual(defaultConfig())
  await store.edit((config) => ({ ...config, app: { ...config.app, appearance: 'light' } }))
  expect(store.current().app.appearance).toBe('light')
})

it('starts with any file whatever, and loses none', async () => {
  const good = JSON.stringify(defaultConfig())
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.nat(good.length).map((length) => good.slice(0, length)),
        fc.string({ unit: 'binary' }),
        fc.json(),
        fc.constant('\0'.repeat(100)),
      ),
      async (content) => {
        const path = join(home(), 'config.json')
        writeFileSync(path, content)
        const store = await open(path)
        expect(store.current()).toEqual(defaultConfig())
        const kept = readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name)))
        expect(kept).toEqual([Buffer.from(content)])
      },
    ),
    { numRuns: 60 },
  )
})

it('brings an older file up to date and keeps a copy of it', async () => {
  const path = join(home(), 'config.json')
  const old = '{"schema_version":1,"port":4141}'
  writeFileSync(path, old)
  const step = (document: Readonly<Record<string, unknown>>) => ({
    kind: 'migrated' as const,
    from: 1,
    document: { ...defaultConfig(), server: { listen: `127.0.0.1:${document.port}` } },
  })
  expect((await open(path, step)).current().server.listen).toBe('127.0.0.1:4141')
  expect(JSON.parse(readFileSync(join(dirname(path), 'config.v1.json'), 'utf8'))).toEqual(JSON.parse(old))
  expect((await open(path)).current().server.listen).toBe('127.0.0.1:4141')
})

it('leaves alone what it may not read', async () => {
  const path = home()
  const store = await open(path)
  expect(store.view().problem).toContain(path)
  await expect(store.edit((config) => ({ ...config, app: { ...config.app, appearance: 'dark' } }))).rejects.toThrow(
    'Not saved',
  )
})

it('answers over https alone for somebody new, and over http as before for whoever was here', async () => {
  const path = join(home(), 'config.json')
  const plain = async () => {
    const store = await openStore({ file: durableJson(path), clock, log, first: guardedConfig() })
    return store.current().server.plain_http
  }
  expect(await plain()).toBe(false)
  writeFileSync(path, JSON.stringify({ schema_version: 1, server: { listen: '127.0.0.1:8787' } }))
  expect(await plain()).toBe(true)
})
