import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const { forbidden, options } = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>
  options: ICruiseOptions
}

/** A small house in which every import goes through a wall, and the wall it should meet. */
const TRESPASSES: [file: string, imports: string, wall: string][] = [
  ['src-shared/a.ts', 'node:fs', 'shared-is-innermost'],
  ['src-shared/b.ts', '../src-main/ports.ts', 'shared-is-innermost'],
  ['src-main/pool/a.ts', 'node:fs', 'pool-is-pure'],
  ['src-main/pool/b.ts', '../relay/relay.ts', 'pool-is-pure'],
  ['src-main/providers/a.ts', '../relay/relay.ts', 'providers-and-routing-look-inward'],
  ['src-main/relay/a.ts', 'electron', 'electron-only-in-shell'],
  ['src-main/cli.ts', 'electron-store', 'electron-only-in-shell'],
  ['src-main/relay/b.ts', '../shell/shell.ts', 'nobody-reaches-into-the-shell'],
  ['src-main/relay/c.ts', '../assemble.ts', 'rooms-do-not-know-who-wires-them'],
  ['src-main/preload/a.ts', '../relay/relay.ts', 'preload-is-a-slit'],
  ['src-renderer/a.ts', '../src-main/relay/relay.ts', 'windows-see-only-shared'],
  ['src-renderer/b.ts', 'node:path', 'windows-have-no-node'],
  ['src-main/relay/d.ts', 'a-package-nobody-knows', 'packages-of-main'],
  ['src-renderer/c.ts', 'undici', 'packages-of-renderer'],
  ['src-main/relay/e.ts', './e.test.ts', 'tests-are-not-imported'],
  ['src-main/relay/f.ts', './g.ts', 'no-circles'],
]

const BYSTANDERS: Record<string, string> = {
  'src-main/ports.ts': 'export type Clock = () => number',
  'src-main/relay/relay.ts': 'export const relay = 1',
  'src-main/shell/shell.ts': 'export const shell = 1',
  'src-main/assemble.ts': 'export const assemble = 1',
  'src-main/relay/e.test.ts': 'export const test = 1',
  'src-main/relay/g.ts': "import './f.ts'",
  'tsconfig.json': '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler" } }',
  'package.json': '{ "name": "house", "dependencies": { "undici": "1.0.0", "a-package-nobody-knows": "1.0.0" } }',
  'node_modules/undici/index.js': '',
  'node_modules/electron/index.js': '',
  'node_modules/electron-store/index.js': '',
  'node_modules/a-package-nobody-knows/index.js': '',
}

const house = fs.mkdtempSync(path.join(os.tmpdir(), 'house-'))
const met: string[] = []

beforeAll(async () => {
  for (const [name, text] of Object.entries(BYSTANDERS)) write(name, text)
  for (const [name, target] of TRESPASSES) write(name, `import '${target}'\n`)
  const rooms = ['src-shared', 'src-main', 'src-renderer']
  const { output } = await cruise(rooms, { ...options, baseDir: house, validate: true, ruleSet: { forbidden } })
  for (const { from, rule } of (output as ICruiseResult).summary.violations) met.push(`${from}: ${rule.name}`)
})
afterAll(() => fs.rmSync(house, { recursive: true }))

function write(name: string, text: string) {
  const file = path.join(house, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

describe('the walls between the rooms', () => {
  it.each(TRESPASSES)('%s may not import %s', (file, _, wall) => {
    expect(met).toContain(`${file}: ${wall}`)
  })

  it('let pass what is allowed', () => {
    const allowed = Object.keys(BYSTANDERS).filter((name) => name !== 'src-main/relay/g.ts')
    expect(met.filter((line) => allowed.some((name) => line.startsWith(`${name}:`)))).toEqual([])
  })
})
