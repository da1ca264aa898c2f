import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** The house rules that a machine can see. Each test lists what breaks its rule, so that the way out is plain. */
const root = path.resolve(import.meta.dirname, '..')
const NOT_OURS = ['node_modules', '.git', 'out', 'dist', 'dist-e2e', 'test-results', '.floor', '.dev']

const files = walk('').map((name) => ({ name, isTest: /\.(test|spec)\.tsx?$/.test(name) }))
const ROOMS = /^(src-[a-z]+|e2e|scripts|playground|bench|night|test)\//
const COMPOSITION_ROOTS = /^src-main\/(main|headless|cli)\.ts$|^src-renderer\/main\.tsx$/

function walk(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name
    if (NOT_OURS.includes(name)) return []
    return entry.isDirectory() ? walk(name) : [name]
  })
}

const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8')
const code = (name: string) => read(name).replace(/\/\*[\s\S]*?\*\/|(^|[^:])\/\/.*$/gm, '$1')

/** `name:line: text` of every line of these files that the pattern is found in. */
function hits(names: string[], pattern: RegExp, text = read): string[] {
  return names.flatMap((name) =>
    text(name)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${name}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  )
}

const named = (pattern: RegExp) => files.filter((file) => pattern.test(file.name))
const names = (list: { name: string }[]) => list.map((file) => file.name)

describe('the house', () => {
  it('keeps a file to one thought: 300 lines at the most', () => {
    const sources = named(/\.(ts|tsx|mjs|css)$/).filter((file) => ROOMS.test(file.name))
    const long = sources.map(({ name }) => ({ name, lines: read(name).trimEnd().split('\n').length }))
    expect(sources.length).toBeGreaterThan(20)
    expect(long.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('has neither clock nor chance in the pool', () => {
    const pool = named(/^src-main\/(pool|circuit)\/.*\.ts$/).filter((file) => !file.isTest)
    expect(pool.length).toBeGreaterThan(0)
    expect(hits(names(pool), /\b(Date\.now|new Date|performance\.now|Math\.random|randomUUID)\b/, code)).toEqual([])
  })

  it('compares a token in constant time, never letter by letter', () => {
    const rooms = named(/^src-main\/(relay|sessions|secrets)\/.*\.ts$/).filter(({ isTest }) => !isTest)
    const plain = /\b(token|candidate)\b\s*[!=]==?\s*(?!null\b|undefined\b|'')|[!=]==?\s*(\w+\.)?(token|candidate)\b/
    expect(hits(names(rooms.filter(({ name }) => !name.includes('/testing/'))), plain, code)).toEqual([])
  })

  it('has no state outside what a composition root builds', () => {
    const sources = named(/^src-.*\.tsx?$/).filter((file) => !file.isTest && !COMPOSITION_ROOTS.test(file.name))
    const state = /^(export )?(let |var |const \w+(: [^=]+)? = new (Map|Set|WeakMap|WeakSet)(<.*>)?\(\))/
    expect(hits(names(sources), state, code)).toEqual([])
  })

  it('runs every test it has', () => {
    const tests = files.filter((file) => file.isTest && file.name !== 'test/house.test.ts')
    expect(hits(names(tests), /\b(describe|it|test)\.(only|skip|todo|fixme)\b|\bx(it|describe)\(/)).toEqual([])
  })

  it('silences no type error and leaves nothing for later', () => {
    const sources = named(/\.(ts|tsx)$/).filter((file) => ROOMS.test(file.name) && file.name !== 'test/house.test.ts')
    expect(hits(names(sources), /@ts-(ignore|nocheck)|\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
  })

  it('names no machine it was built on and no host it was fetched from', () => {
    const texts = named(/\.(ts|tsx|mjs|cjs|json|ya?ml|md|html|css|sh|svg)$|^\.ci\/|^LICENSE$|^\.[a-z]+$/)
    expect(hits(names(texts), /\/(work|farm)\/|\/root\/[.]|registry\.npmjs|deb\.debian\.org/)).toEqual([])
  })

  it('locks every package by its checksum, from wherever it is fetched', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> }
    const packages = Object.entries(lock.packages).filter(([place]) => place !== '')
    expect(packages.length).toBeGreaterThan(100)
    expect(packages.filter(([, entry]) => 'resolved' in entry).map(([place]) => place)).toEqual([])
    expect(packages.filter(([, entry]) => !entry.inBundle && !entry.integrity).map(([place]) => place)).toEqual([])
  })

  it('pins every package it asks for to one version', () => {
    const about = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const asked = { ...about.dependencies, ...about.devDependencies }
    expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})
