import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** What others wrote and we ship or build with: that it is what it was, runs nothing of its own, and may be used. */
const root = path.resolve(import.meta.dirname, '..')
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8')

interface Locked {
  readonly version?: string
  readonly license?: unknown
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}
const locked = Object.entries((JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages)
  .filter(([place]) => place !== '')
  .map(([place, entry]) => ({ place, name: place.slice(place.lastIndexOf('node_modules/') + 13), ...entry }))

/** Bundled into the window; npm calls them development's, as the packed app has no node_modules. */
const WINDOW = ['react', 'react-dom', 'radix-ui', 'zustand']
const shipped = (() => {
  const places = new Set(WINDOW.map((name) => `node_modules/${name}`))
  // A set that grows while it is walked is walked to its end.
  for (const place of places)
    for (const needed of Object.keys(locked.find((it) => it.place === place)?.dependencies ?? {}))
      places.add(resolved(place, needed))
  return locked.filter(({ place, dev }) => !dev || places.has(place))
})()

/** As Node looks for it: beside the one that asks, then further up. A tool may have brought another version elsewhere. */
function resolved(from: string, name: string): string {
  for (let at = from; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at}/node_modules/${name}`
    if (locked.some((it) => it.place === place)) return place
  }
  return `node_modules/${name}`
}

/** Of what is in the app: they ask for no more than to be named. */
const SHIPPED = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'])
/** Of tools besides; nothing of them is given away. */
const TOOLS = new Set([
  ...SHIPPED,
  'MPL-2.0',
  'Python-2.0',
  'WTFPL',
  'Unlicense',
  'OFL-1.1',
  'CC0-1.0',
  'CC-BY-4.0',
  'MIT/X11',
  'Apache2',
])
/** Tools whose package.json names none; their own files say Apache 2.0 and MIT. */
const UNSAID = new Set(['jsbi', 'map-stream'])

/** Every way out of `A OR B` is a licence of its own; one of them must do. */
const waysOf = (license: unknown): string[] =>
  (Array.isArray(license) ? license : [license]).flatMap((it) => String(it).replace(/[()]/g, '').split(' OR '))
const without = (allowed: ReadonlySet<string>, of: typeof locked) =>
  of
    .filter(({ name, license }) => !UNSAID.has(name) && !waysOf(license).some((way) => allowed.has(way)))
    .map(({ name, license }) => `${name}: ${license}`)

describe('packages', () => {
  it('that are shipped are under a licence that asks for nothing but to be named', () => {
    expect(shipped.length).toBeGreaterThan(20)
    expect(without(SHIPPED, shipped)).toEqual([])
  })

  it('that are only built or tested with are under one that may be used for that', () => {
    expect(without(TOOLS, locked)).toEqual([])
  })

  it('that are shipped are those somebody has looked at', async () => {
    const list = shipped.map(({ name, version }) => `${name} ${version}`).sort()
    await expect(`${list.join('\n')}\n`).toMatchFileSnapshot('shipped-packages.txt')
  })

  it('run nothing of their own when they are installed, but what is named', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
    const runs = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    expect(runs.filter((name) => !(name in allowScripts))).toEqual([])
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['esbuild'])
  })

  it('are installed by the lockfile alone wherever something is released', () => {
    const release = read('.github/workflows/release.yml')
    expect(release).toContain('npm ci --ignore-scripts')
    expect(release).not.toMatch(/npm (install|i|update)\b/)
    expect(release).toContain('npm audit')
  })
})
