import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { bundled } from './bundle.ts'
import { keptKeys, ORIGIN, secretOf } from './kept-keys.ts'
import { killed } from './killed.ts'

/** A kill comes at most this long after the first key was stored, in ms. */
const LATEST_MS = 30
const AT_ONCE = 2

/**
 * Kills a program that stores keys, `kills` times, and looks after each what is there: the last key it said was stored,
 * with its secret, in files that were not set aside. Returns what was wrong, a line each.
 */
export async function killKeyWriters(kills: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'))
  try {
    const program = await bundled('keys-writer', folder)
    const share = Math.ceil(kills / AT_ONCE)
    const wrong = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, lane) => {
        const home = join(folder, `home-${lane}`)
        await mkdir(home)
        const found: string[] = []
        for (let n = 0; n < share; n++) found.push(...(await once(program, home)).map((it) => `${lane}.${n}: ${it}`))
        return found
      }),
    )
    return wrong.flat()
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function once(program: string, home: string): Promise<string[]> {
  const last = (await killed(program, [home], Math.random() * LATEST_MS)).at(-1) ?? ''
  const { store, vault } = await keptKeys(home)
  const id = KeyId.parse(last)
  const isListed = store.current().providers[0]?.keys.some((key) => key.id === id) ?? false
  const secret = await vault.use(id, ORIGIN).then(
    (found) => found.reveal(),
    () => null,
  )
  const aside = (await readdir(home)).filter((name) => name.includes('.broken-'))
  return [
    ...(isListed ? [] : [`${last} is not in the config`]),
    ...(secret === secretOf(last) ? [] : [`${last} has no secret`]),
    ...aside.map((name) => `${name} was set aside`),
  ]
}
