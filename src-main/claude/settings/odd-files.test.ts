import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { durableJson } from '../../node/durable-json.ts'
import { ownSettings } from './own-settings.ts'

let home: string
let path: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'odd-'))
  path = join(home, '.claude', 'settings.json')
})
afterEach(() => rmSync(home, { recursive: true }))

const settings = () =>
  ownSettings({ path, journal: durableJson(join(home, 'journal.json')), hide: (line) => line, today: () => '' })
const HERE = { address: 'http://127.0.0.1:8787', token: 'the-token-of-the-relay', trust: null }

function write(content: string | Buffer, { mode = 0o644, at = path } = {}): void {
  mkdirSync(dirname(at), { recursive: true })
  writeFileSync(at, content)
  chmodSync(at, mode)
}
const linked = (to: string) => {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(to, path)
}
const GOOD = '{\n  "model": "opus",\n  "env": { "A": "1" }\n}\n'

/** How the file stands, as far as its owner could tell. */
function look() {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return null
  const link = found.isSymbolicLink() ? readlinkSync(path) : null
  if (link !== null && !existsSync(path)) return { link }
  if (statSync(path).isDirectory()) return 'a folder'
  return { link, mode: statSync(path).mode & 0o777, bytes: readFileSync(path).toString('base64') }
}

describe('an odd settings file', () => {
  it.each<[string, () => void]>([
    ['with a byte order mark', () => write(`\uFEFF${GOOD}`)],
    ['with line ends of Windows', () => write(GOOD.replaceAll('\n', '\r\n'))],
    ['with tabs', () => write(GOOD.replaceAll('  ', '\t'))],
    ['on one line', () => write('{"env":{"A":"1"},"x":1}')],
    ['without its last line break', () => write(GOOD.trimEnd())],
    ['with nothing in it but braces', () => write('{}')],
    ['with an empty env', () => write('{ "env": {\n\n } }')],
    ['that its owner may only read', () => write(GOOD, { mode: 0o400 })],
    ['that nobody else may read', () => write(GOOD, { mode: 0o600 })],
    [
      'behind a link',
      () => {
        write(GOOD, { at: join(home, 'dotfiles', 'claude.json') })
        linked('../dotfiles/claude.json')
      },
    ],
    [
      'behind two links',
      () => {
        write(GOOD, { at: join(home, 'store', 'a.json') })
        symlinkSync('store/a.json', join(home, 'between.json'))
        linked('../between.json')
      },
    ],
    ['that is not there', () => mkdirSync(dirname(path))],
    ['whose folder is not there', () => {}],
    ['of six megabytes', () => write(`{"env":{},"long":"${'x'.repeat(6e6)}"}\n`)],
    ['with a thousand brackets', () => write(`{"deep":${'['.repeat(1000)}${']'.repeat(1000)}}\n`)],
    ['with numbers and escapes that a rewrite would change', () => write('{"n":1.0,"big":1e400,"s":"\\u00fc\\/"}\n')],
    ['with names of ours that are somebody’s', () => write('{"env":{"ANTHROPIC_BASE_URL":"https://api.z.ai"}}\n')],
    ['with spaces and line breaks after its end', () => write(`${GOOD}\n \n\n`)],
  ])('%s is as it was, byte for byte, with its mode and its link', async (_, make) => {
    make()
    const before = look()
    await settings().plan(HERE).make()
    expect(readFileSync(path, 'utf8')).toContain(HERE.address)
    await settings().planBack().make()
    expect(look()).toEqual(before)
  })

  it.each<[string, () => void]>([
    ['that is no JSON', () => write('{ "env": ')],
    ['with comments', () => write('{ "a": 1 } // mine\n')],
    ['with a comma too many', () => write('{ "a": 1, }')],
    ['with a name that stands twice', () => write('{"env":{"A":"1","A":"2"}}')],
    ['that is a list', () => write('[]')],
    ['whose env is a list', () => write('{"env":[]}')],
    ['that is empty', () => write('')],
    ['full of zeros', () => write('\0'.repeat(512))],
    ['that is no UTF-8', () => write(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))],
    ['that is a folder', () => mkdirSync(path, { recursive: true })],
    ['behind a link that leads nowhere', () => linked('../gone.json')],
  ])('%s is refused in words and left as it is', (_, make) => {
    make()
    const before = look()
    expect(() => settings().plan(HERE)).toThrow(path)
    expect(look()).toEqual(before)
    expect(existsSync(join(home, 'journal.json'))).toBe(false)
  })
})
