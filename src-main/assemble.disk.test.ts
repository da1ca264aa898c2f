import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import type { Input, RequestName } from '../src-shared/ipc/contract.ts'
import { newHome } from './assemble.testing.ts'
import type { Disk } from './files/durable.ts'

/** Every write that matters goes through `writeDurably`; this is the disk it then meets. */
const disk = vi.hoisted(() => ({ now: null as Disk | null }))
vi.mock(import('./files/durable.ts'), async (real) => {
  const { writeDurably, sweep } = await real()
  return {
    sweep,
    writeDurably: (path, data, options) =>
      writeDurably(path, data, { ...options, ...(disk.now && { disk: disk.now }) }),
  }
})

const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))
const opened = async (path: string, flags: string, mode?: number) => {
  const file = await open(path, flags, mode)
  const own = { stat: file.stat.bind(file), sync: () => file.sync(), close: () => file.close() }
  return { ...own, write: file.write.bind(file) } as Awaited<ReturnType<Disk['open']>>
}
const FAULTS: Readonly<Record<string, Disk>> = {
  'is full': { rename, open: async (...args) => ({ ...(await opened(...args)), write: () => fail('ENOSPC') }) },
  'is full after ten bytes': {
    rename,
    async open(...args) {
      const file = await opened(...args)
      let room = 10
      const write = (bytes: Uint8Array, at: number, length: number) => {
        if (room === 0) return fail('ENOSPC')
        const taken = Math.min(room, length)
        room -= taken
        return file.write(bytes, at, taken)
      }
      return { ...file, write: write as typeof file.write }
    },
  },
  'loses what it was given': {
    rename,
    open: async (...args) => ({ ...(await opened(...args)), sync: () => fail('EIO') }),
  },
  'has no more for this user': { rename, open: () => fail('EDQUOT') },
  'may only be read': { rename, open: () => fail('EROFS') },
  'cannot rename': { open: opened, rename: () => fail('EIO') },
}

const SECRETS = ['sk-ant-api03-disk-0123456789-1111', 'sk-ant-api03-disk-0123456789-2222']
let twin: Twin
beforeAll(async () => {
  twin = await startAnthropic({ keys: SECRETS.map((secret) => ({ secret, name: secret, organization: secret })) })
})
afterAll(() => twin.stop())

type House = Awaited<ReturnType<ReturnType<typeof newHome>['start']>>
type Write = { [N in RequestName]: [N, Input<N>] }[RequestName]

/** One of each thing that somebody can have written down. */
async function writes(house: House, folder: string): Promise<Write[]> {
  const id = house.keys()[0]?.id as never
  const { print } = await house.done('claude.planSettings', { on: true })
  return [
    [
      'key.add',
      { provider: { type: 'anthropic', baseUrl: twin.baseUrl }, label: 'second', secret: SECRETS[1] as string },
    ],
    ['key.rename', { id, label: 'renamed' }],
    ['key.enable', { id, enabled: false }],
    ['settings.patch', { appearance: 'dark' }],
    ['claude.changeSettings', { on: true, print }],
    ['token.rotate', undefined],
    ['claude.prepare', { folder, profile: null, place: 'here' }],
    ['export.save', { path: join(folder, 'export.yaml'), passphrase: null }],
    ['key.remove', { id }],
  ]
}

/** Every file below, by its path; a log may lose lines. */
function files(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = found.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !/\/logs\/|filler/.test(path))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'base64')]))
}

async function keepsAll(home: ReturnType<typeof newHome>, breaks: () => void, mends: () => void): Promise<void> {
  mkdirSync(join(home.folder, '.claude'))
  writeFileSync(join(home.folder, '.claude', 'settings.json'), '{ "env": { "A": "1" } }\n')
  const house = await home.start()
  const provider = { type: 'anthropic', baseUrl: twin.baseUrl } as const
  await house.done('key.add', { provider, label: 'first', secret: SECRETS[0] as string })
  const all = await writes(house, home.folder)
  breaks()
  const before = files(home.folder)
  for (const [name, input] of all) {
    // In words: a code that means "a bug of ours" would say nothing of the disk.
    expect([name, await house.refused(name, input as never)]).toEqual([name, expect.stringMatching(/^refused: /)])
    expect([name, files(home.folder)]).toEqual([name, before])
  }
  expect((await house.post()).status).toBe(200)
  mends()
  for (const [name, input] of all) await house.done(name, input as never)
  await house.stop()
}

let home: ReturnType<typeof newHome>
describe('a disk that', () => {
  beforeEach(() => {
    home = newHome()
  })
  afterEach(async () => {
    disk.now = null
    await home.tidy()
  })

  it.each(Object.keys(FAULTS))(
    '%s leaves every file as it was, is told of at each write, and loses nothing later',
    (name) =>
      keepsAll(
        home,
        () => {
          disk.now = FAULTS[name] ?? null
        },
        () => {
          disk.now = null
        },
      ),
  )
})

/** Only root may mount one; elsewhere the faults above stand for it. */
if (process.platform === 'linux' && process.getuid?.() === 0 && canMount()) {
  it('a real disk of 96 KiB, full to its last byte, likewise', async () => {
    const mount = mkdtempSync(join(tmpdir(), 'disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', mount])
    try {
      home = newHome(mount)
      const filler = join(home.folder, 'filler')
      await keepsAll(
        home,
        () => fill(filler),
        () => rmSync(filler),
      )
      await home.tidy()
    } finally {
      execFileSync('umount', ['-l', mount])
      rmSync(mount, { recursive: true })
    }
  })
}

function canMount(): boolean {
  const mount = mkdtempSync(join(tmpdir(), 'disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', mount], { stdio: 'ignore' })
    execFileSync('umount', [mount])
    return true
  } catch {
    return false
  } finally {
    rmSync(mount, { recursive: true })
  }
}

function fill(path: string): void {
  for (const size of [4096, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full, as far as pieces of this size go.
    }
  }
}
