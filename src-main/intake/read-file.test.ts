import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { NotRead, readFile } from './read-file.ts'
import { Unreadable } from './sqlite/pages.ts'
import { readTable } from './sqlite/table.ts'

const words = text.intake
const sample = (name: string) => join(import.meta.dirname, 'samples', name)
const found = (name: string) =>
  readFile(sample(name)).found.map(({ secret, name: called, type, baseUrl }) => [
    called,
    type,
    baseUrl,
    secret?.reveal() ?? null,
  ])

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'intake-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
const written = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const refusal = (path: string): string => {
  try {
    readFile(path)
  } catch (error) {
    if (error instanceof NotRead) return error.message
    throw error
  }
  throw new Error('it was read')
}

describe('cc-switch', () => {
  const WORK = ['Work', 'anthropic', null, 'sk-ant-api03-sample-switch-000001-aaaa']
  const GATEWAY = ['Gateway', 'anthropic', 'https://gateway.sample.invalid/claude', 'gw-sample-switch-key-00000003']

  it('gives the providers for Claude Code out of its database, with their roles', () => {
    expect(found('cc-switch.db')).toEqual([
      WORK,
      ['Z.AI plan', 'zai', null, '0123456789abcdef0123456789abcdef.SampleSwitchKey1'],
      GATEWAY,
    ])
    const { found: all, skipped } = readFile(sample('cc-switch.db'))
    expect(all[1]?.mapping).toEqual({ opus: 'glm-5.2', sonnet: 'glm-5.2', haiku: 'glm-4.5-air' })
    expect(skipped).toEqual([
      { what: 'Other dialect', why: words.otherFormat('openai_chat') },
      { what: 'Claude official', why: words.noKey },
      { what: 'For Codex', why: words.otherApp('codex') },
    ])
  })

  it('gives the same out of its older file', () => {
    expect(found('cc-switch-v2.json')).toEqual([WORK, GATEWAY])
    expect(readFile(sample('cc-switch-v2.json')).skipped).toEqual([{ what: 'For Codex', why: words.otherApp('codex') }])
  })

  it('leaves the database as it is', () => {
    const path = join(folder, 'same.db')
    copyFileSync(sample('cc-switch.db'), path)
    readFile(path)
    expect(readFileSync(path).equals(readFileSync(sample('cc-switch.db')))).toBe(true)
  })

  it('is to be quit first while it has changes that are not in the database', () => {
    const path = join(folder, 'open.db')
    copyFileSync(sample('cc-switch.db'), path)
    writeFileSync(`${path}-wal`, 'something')
    expect(refusal(path)).toBe(words.file.open('open.db'))
  })
})

describe('claude-code-router', () => {
  it('gives what speaks either format, and says why not the rest', () => {
    expect(found('claude-code-router.json5')).toEqual([
      ['openrouter', 'openai_custom', 'https://openrouter.sample.invalid/api/v1', 'sk-or-sample-router-key-00000001'],
      ['ollama', 'ollama', null, null],
      ['anthropic', 'anthropic', null, 'sk-ant-api03-sample-router-000002-bbbb'],
    ])
    const { found: all, skipped } = readFile(sample('claude-code-router.json5'))
    expect(all[1]?.models).toEqual(['qwen2.5-coder:latest'])
    expect(skipped).toEqual([{ what: 'from the environment', why: words.reference }])
  })
})

describe('Claude Code and an older relay', () => {
  it('give what stands in env, and nothing that would be run', () => {
    expect(found('claude-settings.json')).toEqual([
      ['', 'zai', null, '0123456789abcdef0123456789abcdef.SampleSettings01'],
    ])
    expect(readFile(sample('claude-settings.json')).found[0]?.mapping).toEqual({ opus: 'glm-5.3' })
  })

  it('give providers with keys, mapping and models; neither its client token nor what stands in the environment', () => {
    expect(found('relay.yaml')).toEqual([
      ['anthropic-pool 1', 'anthropic', null, 'sk-ant-api03-sample-relay-000001-cccc'],
      ['anthropic-pool 2', 'anthropic', null, 'sk-ant-api03-sample-relay-000002-dddd'],
      ['zai', 'zai', null, '0123456789abcdef0123456789abcdef.SampleRelayKey01'],
      ['local', 'ollama', null, null],
    ])
    const { found: all, skipped } = readFile(sample('relay.yaml'))
    expect(all[2]?.mapping).toEqual({ 'claude-sonnet-4-5': 'glm-4.7' })
    expect(skipped).toEqual([
      { what: 'anthropic-pool 3', why: words.reference },
      { what: 'cloud', why: words.noKey },
    ])
  })
})

describe('a hostile file', () => {
  it('is not followed, and not waited for', () => {
    const link = join(folder, 'link.json')
    symlinkSync(sample('claude-settings.json'), link)
    expect(refusal(link)).toBe(words.file.link('link.json'))
    expect(refusal(folder)).toMatch(/is not a file|cannot be read/)
    expect(refusal(join(folder, 'none'))).toBe(text.cli.unreadable(join(folder, 'none'), 'ENOENT'))
  })

  it.skipIf(process.platform === 'win32')('may be a pipe that nobody writes to', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(refusal(pipe)).toBe(words.file.notAFile('pipe'))
  })

  it('is refused for its size or its bytes', () => {
    const large = written('large.json', '{')
    truncateSync(large, 10_000_000)
    expect(refusal(large)).toBe(words.file.tooLarge('large.json'))
    expect(refusal(written('bytes.env', Buffer.from([65, 0, 66])))).toBe(words.file.notText('bytes.env'))
  })

  it('may have anything where something else belongs', () => {
    const wrong = [
      null,
      7,
      [],
      {},
      { env: 3 },
      { Providers: [null, { name: 4, api_base_url: [] }] },
      { providers: [1] },
    ]
    for (const value of wrong) {
      const { found, skipped } = readFile(written('wrong.json', JSON.stringify(value)))
      expect(found).toEqual([])
      for (const { what, why } of skipped) expect(`${what}${why}`).not.toMatch(/undefined|\[object/)
    }
  })

  it('may nest without end', () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    expect(readFile(written('deep.json', deep)).found).toEqual([])
  })
})

describe('a damaged database', () => {
  const good = readFileSync(sample('cc-switch.db'))
  const from = (bytes: Buffer) => ({ read: (at: number, length: number) => bytes.subarray(at, at + length) })

  it('of another program is told apart', () => {
    const path = written(
      'other.db',
      Buffer.from(good.toString('latin1').replaceAll('providers', 'pr0viders'), 'latin1'),
    )
    expect(refusal(path)).toBe(words.file.no_table('other.db'))
  })

  it('gives rows or is refused, whatever bytes are wrong, and never leads in circles', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        fc.option(fc.nat(good.length)),
        (changes, cut) => {
          const bytes = Buffer.from(good.subarray(0, cut ?? good.length))
          for (const [at, to] of changes) if (at < bytes.length) bytes[at] = to
          try {
            for (const row of readTable(from(bytes), 'providers')) expect(Object.keys(row).length).toBeGreaterThan(0)
          } catch (error) {
            expect(error).toBeInstanceOf(Unreadable)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
