import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundled } from './bundle.ts'
import { killed } from './killed.ts'
import { settingsFile, settingsOn } from './taken-over.ts'

/** A kill comes at most this long after the first change, in ms. */
const LATEST_MS = 30

/** Settings as people have them; the last: none at all. */
const ORIGINALS: readonly (Buffer | null)[] = [
  Buffer.from('{\n  "model": "opus",\n  "env": { "FOO": "1", "ANTHROPIC_BASE_URL": "https://api.z.ai" }\n}\n'),
  Buffer.from('\uFEFF{\r\n\t"permissions": { "allow": ["Bash(ls:*)"] },\r\n\t"n": 1.0\r\n}\r\n'),
  Buffer.from('{"env":{"ANTHROPIC_AUTH_TOKEN":"mine"}}'),
  null,
]

/**
 * Kills a program that changes Claude Code's settings, `kills` times, and takes back after each what it left. Returns
 * what was wrong: each time that the user's own bytes were not there again.
 */
export async function killSettingsWriters(kills: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'))
  try {
    const program = await bundled('settings-writer', folder)
    const wrong: string[] = []
    for (let n = 0; n < kills; n++) {
      const home = join(folder, `home-${n}`)
      const said = await once(program, home, ORIGINALS[n % ORIGINALS.length] ?? null)
      if (said !== null) wrong.push(`${n}: ${said}`)
    }
    return wrong
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function once(program: string, home: string, original: Buffer | null): Promise<string | null> {
  const path = settingsFile(home)
  await mkdir(dirname(path), { recursive: true })
  if (original) await writeFile(path, original)
  await killed(program, [home], Math.random() * LATEST_MS)
  const settings = settingsOn(home)
  if (settings.changed()) await settings.planBack().make()
  const found = existsSync(path) ? await readFile(path) : null
  if (settings.changed()) return 'the journal is still there'
  return String(found) === String(original) ? null : `has become ${found}`
}
