// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the texts under test
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { readText } from './read-text.ts'

const words = text.intake
const ONE = 'sk-ant-api03-one-0123456789-aaaa1111'
const TWO = 'sk-ant-api03-two-0123456789-bbbb2222'
const ZAI = '0123456789abcdef0123456789abcdef.AbCdEfGh01234567'
const OTHER = 'tok-9f8e7d6c5b4a39281706f5e4d3c2b1a0'

/** What was found, in short. */
const found = (source: string) =>
  readText(source).found.map(({ secret, name, type, baseUrl }) => [name, type, baseUrl, secret?.reveal() ?? null])
const skipped = (source: string) => readText(source).skipped

describe('free text', () => {
  it('may be one key', () => expect(found(` ${ONE}\n`)).toEqual([['', 'anthropic', null, ONE]]))

  it('may be a key a line, with what each is called', () => {
    const source = `Keys of the team, 2026-11-24:\nwork: ${ONE}\n- private - ${TWO}\n${ZAI} # spare`
    expect(found(source)).toEqual([
      ['work', 'anthropic', null, ONE],
      ['private', 'anthropic', null, TWO],
      ['spare', 'zai', null, ZAI],
    ])
  })

  it('may be a table', () => {
    expect(found(`name,key\nwork,${ONE}\nhome,"${TWO}"`).map(([name]) => name)).toEqual(['work', 'home'])
  })

  it('gives the same key once, by the name it has somewhere', () => {
    expect(found(`${ONE}\nwork: ${ONE}`)).toEqual([['work', 'anthropic', null, ONE]])
  })

  it('asks for the provider of a key that nothing tells of', () => {
    expect(found(`mine: ${OTHER}`)).toEqual([['mine', null, null, OTHER]])
    expect(found(`zai spare: ${OTHER}`)).toEqual([['zai spare', 'zai', null, OTHER]])
  })

  it('that is prose holds no key', () => {
    expect(
      readText('The quick brown fox, 2026-11-24T10:35:28Z, see https://example.com/a/b1c2d3e4f5a6b7c8d9e0'),
    ).toEqual({ found: [], skipped: [] })
  })
})

describe('variables', () => {
  it.each([
    `ANTHROPIC_API_KEY=${ONE}`,
    `export ANTHROPIC_API_KEY='${ONE}' # work`,
    `set -gx ANTHROPIC_API_KEY ${ONE}`,
    `$env:ANTHROPIC_API_KEY = "${ONE}"`,
    `set ANTHROPIC_API_KEY=${ONE}`,
    `setx ANTHROPIC_API_KEY "${ONE}"`,
    `ANTHROPIC_API_KEY=${ONE} claude --model opus`,
    `ANTHROPIC_API_KEY: ${ONE}`,
  ])('are read in every shell: %s', (line) => expect(found(line)).toEqual([['', 'anthropic', null, ONE]]))

  it('take the provider of the address beside them', () => {
    const source = `ANTHROPIC_BASE_URL=https://api.z.ai/api/anthropic\nANTHROPIC_AUTH_TOKEN=${OTHER}`
    expect(found(source)).toEqual([['', 'zai', null, OTHER]])
    const gateway = source.replace('https://api.z.ai/api/anthropic', 'https://gate.example/claude/')
    expect(found(gateway)).toEqual([['', 'anthropic', 'https://gate.example/claude', OTHER]])
  })

  it('keep to the address of their own stanza, whichever comes first', () => {
    const a = `ANTHROPIC_BASE_URL=https://a.example\nANTHROPIC_AUTH_TOKEN=${OTHER}1`
    const b = `ANTHROPIC_AUTH_TOKEN=${OTHER}2\nANTHROPIC_BASE_URL=https://b.example`
    const pairs = (source: string) => found(source).map(([, , address, key]) => [address, String(key).at(-1)])
    expect(pairs(`# first\n${a}\n\n# second\n${b}`)).toEqual([
      ['https://a.example', '1'],
      ['https://b.example', '2'],
    ])
    expect(pairs(`${a}\n${a.replace('a.example', 'c.example').replace(/1$/, '3')}`)).toEqual([
      ['https://a.example', '1'],
      ['https://c.example', '3'],
    ])
    expect(pairs(`${b}\n${b.replace('b.example', 'd.example').replace('0' + '2\n', '04\n')}`)).toEqual([
      ['https://b.example', '2'],
      ['https://d.example', '4'],
    ])
  })

  it('are called by what stands over or in them', () => {
    expect(found(`# Work account\nANTHROPIC_API_KEY=${ONE}`)[0]?.[0]).toBe('Work account')
    expect(found(`TEAM_ANTHROPIC_API_KEY_2=${ONE}`)[0]?.[0]).toBe('team anthropic 2')
  })

  it('give no name of a vendor to a key that goes elsewhere', () => {
    const gate = `ANTHROPIC_BASE_URL=https://gate.example\nANTHROPIC_AUTH_TOKEN_2=${OTHER}`
    expect(found(gate)).toEqual([['', 'anthropic', 'https://gate.example', OTHER]])
    expect(found(`ANTHROPIC_API_KEY_2=${ONE}`)[0]?.[0]).toBe('anthropic 2')
  })

  it('take what stands over one of them, and a comment over several names none', () => {
    const two = `WORK_KEY=${ONE}\nOLD_KEY=${TWO}`
    const names = (source: string) => found(source).map(([name]) => name)
    expect(names(`# team\n${two}`)).toEqual(['work', 'old'])
    expect(names(`# team\n${ONE}\n${TWO}`)).toEqual(['', ''])
    expect(names(`# team\n\n${ONE}`)).toEqual([''])
    expect(names(`# team\nANTHROPIC_BASE_URL=https://gate.example\nWORK_KEY=${ONE}`)).toEqual(['team'])
    expect(names(`# team\nANTHROPIC_BASE_URL=https://gate.example\n${two}`)).toEqual(['work', 'old'])
    expect(names(`[team]\n${two}`)).toEqual(['team', 'team'])
  })

  it('go where Claude Code is told to go in the same text, also by a name of their own', () => {
    const told = 'ANTHROPIC_BASE_URL=https://gate.example\n'
    const addresses = (source: string) => found(source).map(([, type, address]) => [type, address])
    const gate = ['anthropic', 'https://gate.example']
    expect(addresses(`${told}\nWORK_KEY=${ONE}\n\n# old\nOLD_KEY=${TWO}`)).toEqual([gate, gate])
    expect(addresses(`${told}${ONE}\nold: ${TWO}`)).toEqual([gate, gate])
    expect(addresses(`${told}GLM_KEY=${ZAI}`)).toEqual([['zai', null]])
    const zai = 'ANTHROPIC_BASE_URL=https://api.z.ai/api/anthropic\n'
    expect(addresses(`${zai}WORK_KEY=${ONE}`)).toEqual([['anthropic', null]])
    expect(addresses(`${told}${zai}WORK_KEY=${ONE}`)).toEqual([['anthropic', null]])
  })

  it('map the roles of another provider as Claude Code was told to', () => {
    const source = `ANTHROPIC_BASE_URL=https://gate.example\nANTHROPIC_AUTH_TOKEN=${OTHER}\nANTHROPIC_MODEL=big\nANTHROPIC_SMALL_FAST_MODEL=small`
    expect(readText(source).found[0]?.mapping).toEqual({ opus: 'big', sonnet: 'big', haiku: 'small' })
  })
})

describe('what is not taken', () => {
  it.each([
    [`OPENAI_ADMIN_KEY=sk-admin-${OTHER}`, 'OPENAI_ADMIN_KEY', words.foreign('OpenAI')],
    [`GITHUB_TOKEN=ghp_${OTHER}`, 'GITHUB_TOKEN', words.foreign('GitHub')],
    ['AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE', 'AWS_ACCESS_KEY_ID', words.partOfAws],
    ['KEY_OF_WORK=AKIAIOSFODNN7EXAMPLE', 'KEY_OF_WORK', words.partOfAws],
    [`AWS_SECRET_ACCESS_KEY=${OTHER}`, 'AWS_SECRET_ACCESS_KEY', words.partOfAws],
    [`AWS_SESSION_TOKEN=${OTHER}`, 'AWS_SESSION_TOKEN', words.partOfAws],
    ['ANTHROPIC_API_KEY=${SECRET}', 'ANTHROPIC_API_KEY', words.reference],
    ['ANTHROPIC_API_KEY=your-api-key-here', 'ANTHROPIC_API_KEY', words.placeholder],
    ['ANTHROPIC_AUTH_TOKEN=PROXY_MANAGED', 'ANTHROPIC_AUTH_TOKEN', words.placeholder],
    ['ANTHROPIC_API_KEY=short', 'ANTHROPIC_API_KEY', words.notAKey],
    [`# ANTHROPIC_API_KEY=${ONE}`, words.line(1), words.commented],
    [`ANTHROPIC_AUTH_TOKEN=sk-ant-oat01-${OTHER}`, 'ANTHROPIC_AUTH_TOKEN', text.providers.notAKey.signIn],
    [`ANTHROPIC_BASE_URL=http://plain.example\nANTHROPIC_API_KEY=${ONE}`, 'ANTHROPIC_API_KEY', words.badAddress],
  ])('is named, with the reason: %s', (source, what, why) => {
    expect(readText(source)).toEqual({ found: [], skipped: [{ what, why }] })
  })

  it('is a key of one provider beside the address of another: nobody but the user says whose it is', () => {
    const source = `ANTHROPIC_BASE_URL=https://api.z.ai/api/anthropic\nANTHROPIC_API_KEY=${ONE}`
    expect(found(source)).toEqual([['', null, null, ONE]])
  })

  it('is a document in which a name stands twice', () => {
    expect(skipped(`{"env":{"ANTHROPIC_API_KEY":"${ONE}","ANTHROPIC_API_KEY":"${TWO}"}}`)).toEqual([
      { what: words.theFile, why: words.twice },
    ])
  })
})

describe('documents', () => {
  it('of any shape give what is called like a key, with its neighbours', () => {
    const source = JSON.stringify({
      accounts: [
        { label: 'work', apiKey: ONE },
        { name: 'gate', token: OTHER, baseUrl: 'https://gate.example' },
      ],
      more: [TWO],
    })
    expect(found(source)).toEqual([
      ['work', 'anthropic', null, ONE],
      ['gate', 'anthropic', 'https://gate.example', OTHER],
      ['', 'anthropic', null, TWO],
    ])
  })

  it('with names of a prototype are read as data', () => {
    expect(found(`{"__proto__":{"apiKey":"${TWO}"},"constructor":{"apiKey":"${TWO}"},"apiKey":"${ONE}"}`)).toEqual([
      ['', 'anthropic', null, ONE],
    ])
    expect(({} as Record<string, unknown>).apiKey).toBeUndefined()
  })

  it('have names without what cannot be seen', () => {
    expect(found(JSON.stringify({ label: 'a\u202eb\u0007c\n  d', apiKey: ONE }))[0]?.[0]).toBe('a b c d')
  })
})

describe('laws', () => {
  const label = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8})?$/)
  const key = fc.stringMatching(/^sk-ant-api03-[A-Za-z0-9_-]{20,40}[A-Za-z0-9]$/)
  const entry = fc.record({ label, key })
  const write = {
    bare: ({ key }: { key: string }) => key,
    labelled: ({ label, key }: { label: string; key: string }) => `${label}: ${key}`,
    variable: ({ key }: { key: string }) => `export ANTHROPIC_API_KEY="${key}"`,
    keyed: ({ label, key }: { label: string; key: string }) => JSON.stringify({ [key]: label }),
    json: ({ label, key }: { label: string; key: string }) => JSON.stringify({ label, key }),
  }

  it('every key that goes in comes out, as a row', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { minLength: 1, maxLength: 9, selector: (it) => it.key }),
        fc.constantFrom(...Object.values(write)),
        (entries, as) => {
          const lines = entries.map(as)
          const source = as === write.json || as === write.keyed ? `[${lines.join(',')}]` : lines.join('\n')
          expect(new Set(readText(source).found.map(({ secret }) => secret?.reveal()))).toEqual(
            new Set(entries.map((it) => it.key)),
          )
        },
      ),
    )
  })

  it('nothing throws, and nothing but the secret itself holds a key', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.json(),
      fc.constantFrom('{', '[1,', 'providers:\n- ', '=', 'export =', 'A="'),
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            noise,
            entry.map(write.labelled),
            entry.map(write.variable),
            entry.map(write.json),
            entry.map(write.keyed),
          ),
        ),
        fc.constantFrom('\n', '\n\n', ' ', ','),
        (parts, by) => {
          const { found, skipped } = readText(parts.join(by))
          expect(JSON.stringify({ found, skipped })).not.toMatch(/sk-ant-api03-[A-Za-z0-9_-]{12}/)
          for (const it of found) expect(it.name).not.toMatch(/\p{Cc}/u)
        },
      ),
      { numRuns: 150 },
    )
  })
})
