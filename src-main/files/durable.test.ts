import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Disk, sweep, writeDurably } from './durable.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fail = (code: string) => Object.assign(new Error(code), { code })

/** A disk with `room` bytes, that takes at most `gulp` bytes at a time. */
const small = (room: number, gulp: number): Disk => ({
  rename,
  async open(path, flags, mode) {
    const file = await open(path, flags, mode)
    return {
      sync: () => file.sync(),
      stat: file.stat.bind(file),
      close: () => file.close(),
      async write(buffer: Uint8Array, at: number, length: number) {
        if (room === 0) throw fail('ENOSPC')
        const taken = Math.min(length, gulp, room)
        room -= taken
        return file.write(buffer, at, taken)
      },
    } as Awaited<ReturnType<Disk['open']>>
  },
})

it('writes everything although the disk takes it in small gulps', async () => {
  const path = join(folder, 'gulps.json')
  await writeDurably(path, 'x'.repeat(1000), { disk: small(10_000, 7) })
  expect(await readFile(path, 'utf8')).toBe('x'.repeat(1000))
})

it('keeps the old file and leaves nothing behind, wherever the disk is full', async () => {
  const path = join(folder, 'full.json')
  await fc.assert(
    fc.asyncProperty(fc.nat(98), fc.integer({ min: 1, max: 99 }), async (room, gulp) => {
      await writeFile(path, 'old')
      await expect(writeDurably(path, 'n'.repeat(99), { disk: small(room, gulp) })).rejects.toThrow('ENOSPC')
      expect(await readFile(path, 'utf8')).toBe('old')
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    }),
    { numRuns: 30 },
  )
})

it('keeps the old file where the disk says it took all and kept less', async () => {
  const path = join(folder, 'short.json')
  await writeFile(path, 'old')
  const disk: Disk = {
    rename,
    async open(...asked) {
      const file = await open(...asked)
      return {
        sync: () => file.sync(),
        stat: file.stat.bind(file),
        close: () => file.close(),
        async write(buffer: Uint8Array, at: number, length: number) {
          await file.write(buffer, at, length - 1)
          return { bytesWritten: length, buffer }
        },
      } as Awaited<ReturnType<Disk['open']>>
    },
  }
  await expect(writeDurably(path, 'whole', { disk })).rejects.toThrow('holds 4 of 5 bytes')
  expect(await readFile(path, 'utf8')).toBe('old')
})

it('keeps the old file where the new one cannot be put in its place', async () => {
  const path = join(folder, 'held.json')
  await writeFile(path, 'old')
  const disk: Disk = { open, rename: () => Promise.reject(fail('EIO')) }
  await expect(writeDurably(path, 'new', { disk })).rejects.toThrow('EIO')
  expect(await readFile(path, 'utf8')).toBe('old')
})

it('waits for a file that somebody holds open for a moment', async () => {
  const path = join(folder, 'busy.json')
  let refusals = 3
  const disk: Disk = { open, rename: (a, b) => (refusals-- > 0 ? Promise.reject(fail('EBUSY')) : rename(a, b)) }
  await writeDurably(path, 'new', { disk })
  expect(await readFile(path, 'utf8')).toBe('new')
})

it('syncs the bytes before the name and the name before it is done', async () => {
  const order: string[] = []
  const disk: Disk = {
    async open(path, flags, mode) {
      const file = await open(path, flags, mode)
      const what = flags === 'r' ? 'folder' : 'file'
      return {
        stat: file.stat.bind(file),
        close: () => file.close(),
        write: (buffer: Uint8Array, at: number, length: number) => {
          order.push('write')
          return file.write(buffer, at, length)
        },
        sync: () => {
          order.push(`sync ${what}`)
          return file.sync()
        },
      } as Awaited<ReturnType<Disk['open']>>
    },
    rename(a, b) {
      order.push('rename')
      return rename(a, b)
    },
  }
  await writeDurably(join(folder, 'order.json'), 'abc', { disk })
  expect(order).toEqual(['write', 'sync file', 'rename', 'sync folder'])
})

it('can be read by its owner alone, folder and file, whatever the umask', async () => {
  // A worker shares the umask of its process and may not set it.
  const before = isMainThread ? process.umask(0) : null
  try {
    await writeDurably(join(folder, 'new', 'secret.json'), '{}')
  } finally {
    if (before !== null) process.umask(before)
  }
  expect((await stat(join(folder, 'new', 'secret.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700)
})

it('writes through a link and leaves the link', async () => {
  await writeFile(join(folder, 'real.json'), 'old')
  await symlink(join(folder, 'real.json'), join(folder, 'link.json'))
  await writeDurably(join(folder, 'link.json'), 'new')
  expect(await readFile(join(folder, 'real.json'), 'utf8')).toBe('new')
})

it('sweeps what interrupted writes left and nothing else', async () => {
  const mine = join(folder, 'swept.json')
  await writeFile(`${mine}.0123456789ab.tmp`, '')
  await writeFile(`${mine}.notes.tmp`, '')
  await writeFile(join(folder, 'other.json.0123456789ab.tmp'), '')
  await sweep(mine)
  const left = await readdir(folder)
  expect(left).not.toContain('swept.json.0123456789ab.tmp')
  expect(left).toContain('swept.json.notes.tmp')
  expect(left).toContain('other.json.0123456789ab.tmp')
})

it('holds the last acknowledged state after a kill at any moment', async () => {
  const writer = join(folder, 'writer.mjs')
  await build({
    stdin: {
      contents: `import { writeDurably } from './durable.ts'
        for (let n = 1; ; n++) {
          await writeDurably(process.argv[2], JSON.stringify({ n, pad: 'x'.repeat(20_000) }))
          process.stdout.write(n + '\\n')
        }`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: writer,
  })
  const path = join(folder, 'killed.json')
  for (let round = 0; round < 12; round++) {
    await rm(path, { force: true })
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.split('\n').length > 3 + round) child.kill('SIGKILL')
    })
    await once(child, 'close')
    const acknowledged = Number(said.trim().split('\n').at(-1))
    const found = JSON.parse(await readFile(path, 'utf8'))
    expect(found.n).toBeGreaterThanOrEqual(acknowledged)
    expect(found.pad).toHaveLength(20_000)
  }
})
