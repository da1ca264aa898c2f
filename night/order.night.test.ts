import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundled } from '../test/crash/bundle.ts'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'order.md')
const KEYS = 20

let folder: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-'))
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

/** The system's own calls of a program that stores keys, until it has said this many. */
async function calls(home: string): Promise<string[]> {
  const trace = path.join(folder, 'trace')
  const program = await bundled('keys-writer', folder)
  const which = 'trace=write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2'
  const child = spawn('strace', [
    '-f',
    '-y',
    '-qq',
    '-s',
    '64',
    '-e',
    which,
    '-o',
    trace,
    process.execPath,
    program,
    home,
  ])
  let said = ''
  let killed = false
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
    if (killed || said.split('\n').length <= KEYS) return
    killed = true
    // Of the program itself, whose id its keys have; strace ends with it.
    process.kill(Number(/key_(\d+)_/.exec(said)?.[1]), 'SIGKILL')
  })
  await once(child, 'close')
  return fs.readFileSync(trace, 'utf8').split('\n')
}

/** What a line says of the files below, in our words; `null`: nothing. */
function step(line: string, home: string): string | null {
  const [, call = '', rest = ''] = /^\d+ +(\w+)\((.*)/.exec(line) ?? []
  if (/^write|^pwrite/.test(call) && /^1</.test(rest)) return rest.includes('key_') ? 'told' : null
  if (!rest.includes(home)) return null
  if (call.startsWith('rename')) return 'rename'
  const isFile = rest.includes('.tmp>')
  if (/sync$/.test(call)) return isFile ? 'sync file' : 'sync folder'
  return isFile ? 'write' : null
}

it('what is told to be stored was written, synced, renamed and synced again, in this order, by the system’s own calls', async () => {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(folder, 'home-')))
  const steps = (await calls(home)).map((line) => step(line, home)).filter((it) => it !== null)
  const first = steps.indexOf('told')
  const rounds = steps
    .slice(first + 1, steps.lastIndexOf('told') + 1)
    .join(', ')
    .split(/(?<=told),? ?/)
    .filter((round) => round !== '')
  const whole = 'write, sync file, rename, sync folder'
  expect(rounds.length).toBeGreaterThanOrEqual(KEYS - 2)
  // One for the vault and one for the config; older keys are dropped in between.
  for (const round of rounds) expect(round).toMatch(new RegExp(`^(${whole}, ){2,4}told$`))
  const said = `${rounds.length} stored keys, each: ${whole} (twice), and only then told to be stored.`
  fs.writeFileSync(
    PAGE,
    `# What is on the disk after a power cut\n\n${said} By \`strace\`, ${new Date().toISOString().slice(0, 10)}, \`npm run test:night\`.\n`,
  )
})
