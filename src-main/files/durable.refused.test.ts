import { mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Disk, sweep, writeDurably } from './durable.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refused-'))
})
afterEach(() => rm(folder, { recursive: true }))

const fail = (code: string) => Object.assign(new Error(code), { code })
type Handle = Awaited<ReturnType<Disk['open']>>

/** The real disk, but for what a test puts in its place; `left`: how many files stand open. */
function disk(over: { rename?: Disk['rename']; handle?: (flags: string, real: Handle) => Partial<Handle> } = {}) {
  const counted = { left: 0, rename: over.rename ?? rename, open: opened }
  async function opened(path: string, flags: string, mode?: number): Promise<Handle> {
    const file = await open(path, flags, mode)
    counted.left++
    const real: Handle = {
      write: file.write.bind(file),
      sync: () => file.sync(),
      stat: file.stat.bind(file),
      close: () => {
        counted.left--
        return file.close()
      },
    }
    return { ...real, ...over.handle?.(flags, real) }
  }
  return counted
}
const folderSync = (code: string) =>
  disk({ handle: (flags) => (flags === 'r' ? { sync: () => Promise.reject(fail(code)) } : {}) })

it.each(['EPERM', 'EBUSY', 'EACCES'])('tries again where the file is held: %s', async (code) => {
  let refusals = 2
  const held = disk({ rename: (a, b) => (refusals-- > 0 ? Promise.reject(fail(code)) : rename(a, b)) })
  await writeDurably(join(folder, 'a'), 'new', { disk: held })
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new')
})

it.each([
  ['ten times where it is held for good', 'EBUSY', 10],
  ['once where it is another fault', 'EIO', 1],
])('tries %s', async (_title, code, times) => {
  let tries = 0
  const broken = disk({
    rename: () => {
      // One that went on would never end.
      if (++tries > 12) throw new Error('goes on for ever')
      return Promise.reject(fail(code))
    },
  })
  await expect(writeDurably(join(folder, 'a'), 'new', { disk: broken })).rejects.toThrow(code)
  expect([tries, await readdir(folder)]).toEqual([times, []])
})

it.each(['EPERM', 'EISDIR', 'EINVAL', 'EACCES', 'ENOTSUP', 'EBADF'])(
  'is done where the system syncs no folder: %s',
  async (code) => {
    const unsynced = folderSync(code)
    await writeDurably(join(folder, 'a'), 'new', { disk: unsynced })
    expect([await readFile(join(folder, 'a'), 'utf8'), unsynced.left]).toEqual(['new', 0])
  },
)

it('says so where the folder could not be synced for another reason', async () => {
  const broken = folderSync('EIO')
  await expect(writeDurably(join(folder, 'a'), 'new', { disk: broken })).rejects.toThrow('EIO')
  expect(broken.left).toBe(0)
})

it('gives up on a disk that takes nothing more, and leaves no file open', async () => {
  let asked = 0
  const stuck = disk({
    handle: () => ({
      write: (async (buffer: Uint8Array) => {
        if (++asked > 3) throw new Error('asked for ever')
        return { bytesWritten: 0, buffer }
      }) as unknown as Handle['write'],
    }),
  })
  await expect(writeDurably(join(folder, 'a'), 'new', { disk: stuck })).rejects.toThrow('nothing more could be written')
  expect([stuck.left, await readdir(folder)]).toEqual([0, []])
})

it('says what is wrong, also where there is nothing of it to take away', async () => {
  const closed: Disk = { rename, open: () => Promise.reject(fail('EROFS')) }
  await expect(writeDurably(join(folder, 'a'), 'new', { disk: closed })).rejects.toThrow('EROFS')
})

it('gives the file the mode that is asked for, and bytes as they are', async () => {
  await writeDurably(join(folder, 'a'), new Uint8Array([0, 255, 128]), { mode: 0o755 })
  expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o755)
  expect([...(await readFile(join(folder, 'a')))]).toEqual([0, 255, 128])
})

it('sweeps by the whole name, and has nothing to do in a folder that is not there', async () => {
  const others = ['a.x0123456789ab.tmp', 'a.0123456789ab.tmp.kept']
  for (const name of others) await writeFile(join(folder, name), '')
  await sweep(join(folder, 'a'))
  expect((await readdir(folder)).sort()).toEqual(others.sort())
  await expect(sweep(join(folder, 'gone', 'a'))).resolves.toBeUndefined()
})
