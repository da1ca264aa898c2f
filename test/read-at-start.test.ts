import path from 'node:path'
import { type BuildOptions, build, stop } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'

const script = path.resolve(import.meta.dirname, '../scripts/build.mjs')
const { mainBundle, nodeBundle } = (await import(script)) as Record<'mainBundle' | 'nodeBundle', BuildOptions>

afterAll(() => stop())

const CREDENTIALS = /node_modules\/(@aws-sdk|@smithy|@aws-crypto|google-auth-library|@azure)\//

/** Of each program in a bundle: what Node reads before its first line runs, and what it reads only when it is asked for. */
describe.each([
  ['cc-relay and the relay without a desktop', nodeBundle],
  ['the app', mainBundle],
])('%s', (_name, options) => {
  const whole = { ...options, metafile: true, write: false, sourcemap: false, logLevel: 'error' } as const
  const parts = build(whole).then(({ metafile }) => {
    const { outputs } = metafile
    const within = (name: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(name)) return seen
      seen.add(name)
      for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') within(path, seen)
      return seen
    }
    const starts = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint?.startsWith('src-main/'))
    const first = new Set(starts.flatMap((name) => [...within(name)]))
    const credentials = (names: readonly string[]) =>
      names.flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}).filter((input) => CREDENTIALS.test(input)))
    return {
      first: credentials([...first]),
      later: credentials(Object.keys(outputs).filter((name) => !first.has(name))),
    }
  })

  it('reads no library for credentials before the first provider that needs one is used', async () => {
    expect((await parts).first).toEqual([])
  })

  it('has them all the same', async () => {
    expect((await parts).later.length).toBeGreaterThan(10)
  })
})
