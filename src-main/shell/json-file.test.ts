import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Disk } from '../files/durable.ts'
import { storeFile } from './json-file.ts'

const disk = vi.hoisted(() => ({ now: null as Disk | null }))
vi.mock(import('../files/durable.ts'), async (real) => {
  const { writeDurably, sweep } = await real()
  return {
    sweep,
    writeDurably: (path, data, options) =>
      writeDurably(path, data, { ...options, ...(disk.now && { disk: disk.now }) }),
  }
})
vi.mock('electron', () => {
  const ipcMain = { on() {}, removeAllListeners() {} }
  const app = { getPath: () => '/nowhere', getVersion: () => '0.0.0' }
  return { default: { app, ipcMain }, app, ipcMain }
})

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  path = join(folder, 'config.json')
})
afterEach(() => {
  disk.now = null
  rmSync(folder, { recursive: true })
})

/** Takes ten bytes and then no more, without a word about it: what electron-store itself would take for a success. */
const short: Disk = {
  rename,
  async open(path, flags, mode) {
    const file = await open(path, flags, mode)
    let room = 10
    const write = (bytes: Uint8Array, at: number, length: number) => {
      const taken = Math.min(room, length)
      room -= taken
      return taken === 0 ? { bytesWritten: 0, buffer: bytes } : file.write(bytes, at, taken)
    }
    const own = { stat: file.stat.bind(file), sync: () => file.sync(), close: () => file.close() }
    return { ...own, write } as unknown as Awaited<ReturnType<Disk['open']>>
  },
}

it('has no file before something is written, and then what was written last', async () => {
  expect(storeFile(path).read()).toBeUndefined()
  await storeFile(path).write({ a: 1 })
  await storeFile(path).write({ b: [2] })
  expect(storeFile(path).read()).toEqual({ b: [2] })
})

it('keeps the old file where the disk takes only a part, says so, and saves once there is room', async () => {
  const file = storeFile(path)
  await file.write({ keys: ['old'] })
  const before = readFileSync(path, 'utf8')
  disk.now = short
  await expect(file.write({ keys: ['old', 'new'] })).rejects.toThrow('nothing more could be written')
  expect(readFileSync(path, 'utf8')).toBe(before)
  expect(readdirSync(folder)).toEqual(['config.json'])
  disk.now = null
  await file.write({ keys: ['old', 'new'] })
  expect(storeFile(path).read()).toEqual({ keys: ['old', 'new'] })
})

it('writes nothing of its own where there is a broken file', () => {
  writeFileSync(path, '{"keys":')
  expect(() => storeFile(path).read()).toThrow()
  expect(readFileSync(path, 'utf8')).toBe('{"keys":')
})
