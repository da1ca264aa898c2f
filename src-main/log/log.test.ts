import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createRedactor } from '../secrets/redact.ts'
import { fileSink } from './file-sink.ts'
import { liveSink, type Output } from './live-sink.ts'
import { createLog } from './log.ts'
import { pretty } from './pretty.ts'
import { streamSink } from './stream-sink.ts'

const folder = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(folder, { recursive: true }))

function memory() {
  const lines: string[] = []
  return { lines, sink: { write: (line: string) => void lines.push(line) } }
}

describe('a line', () => {
  it('is one JSON object with its level in words and its time', () => {
    const { lines, sink } = memory()
    createLog(sink, 'info', createRedactor()).info({ status: 200, keyId: 'key_a', gone: undefined }, 'answered')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      status: 200,
      keyId: 'key_a',
      msg: 'answered',
    })
  })

  it('never holds a known secret, and is always JSON', () => {
    const { lines, sink } = memory()
    const redactor = createRedactor()
    const log = createLog(sink, 'debug', redactor)
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 60 }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('said', 'token', 'X-Api-Key', 'url'),
        (secret, text, name) => {
          fc.pre(!name.includes(secret))
          redactor.know(secret)
          log.warn({ [name]: `${text}${secret}` }, `${secret}${text}`)
          const line = lines.pop() ?? ''
          expect(() => JSON.parse(line)).not.toThrow()
          const said = JSON.parse(line)
          if (!text.includes(secret)) expect(said.msg + said[name]).not.toContain(secret)
        },
      ),
    )
  })

  it('has a field with a sensitive name struck out, whatever it holds', () => {
    const { lines, sink } = memory()
    createLog(sink, 'info', createRedactor()).info({ apiKey: 'plain words' }, 'hello')
    expect(lines[0]).toContain('"apiKey":"«redacted»"')
  })

  it('is left out below the level, which can change while it runs', () => {
    const { lines, sink } = memory()
    const log = createLog(sink, 'info', createRedactor())
    log.debug({}, 'one')
    log.setLevel('debug')
    log.debug({}, 'two')
    log.setLevel('error')
    log.warn({}, 'three')
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['two'])
  })
})

describe('the file', () => {
  it("is its owner's alone and goes on where the last run ended", () => {
    const home = join(folder, 'logs')
    for (const text of ['one\n', 'two\n']) {
      const sink = fileSink(join(home, 'cc-relay.log'))
      sink.write(text)
      sink.close()
    }
    expect(readFileSync(join(home, 'cc-relay.log'), 'utf8')).toBe('one\ntwo\n')
    expect(statSync(join(home, 'cc-relay.log')).mode & 0o777).toBe(0o600)
  })

  it('writes what went well together, and at once with a line that warns', async () => {
    const path = join(folder, 'together', 'cc-relay.log')
    const sink = fileSink(path)
    const log = createLog(sink, 'info', createRedactor())
    log.info({}, 'one')
    log.info({}, 'two')
    expect(existsSync(path)).toBe(false)
    log.warn({}, 'three')
    log.info({}, 'four')
    const lines = () => readFileSync(path, 'utf8').split('\n').filter(Boolean)
    const said = () => lines().map((line) => JSON.parse(line).msg)
    expect(said()).toEqual(['one', 'two', 'three'])
    await new Promise(setImmediate)
    expect(said()).toEqual(['one', 'two', 'three', 'four'])
    log.info({}, 'five')
    sink.close()
    expect(said()).toHaveLength(5)
  })

  it('makes room when it is full, and keeps four old ones', () => {
    const home = join(folder, 'full')
    const sink = fileSink(join(home, 'cc-relay.log'), 10)
    for (let n = 0; n < 9; n++) sink.write(`line ${n}\n`)
    sink.close()
    expect(readdirSync(home).sort()).toEqual([
      'cc-relay.1.log',
      'cc-relay.2.log',
      'cc-relay.3.log',
      'cc-relay.4.log',
      'cc-relay.log',
    ])
    expect(readFileSync(join(home, 'cc-relay.log'), 'utf8')).toBe('line 8\n')
    expect(readFileSync(join(home, 'cc-relay.4.log'), 'utf8')).toBe('line 4\n')
  })

  it('loses lines rather than the relay where it cannot be written', () => {
    const blocked = join(folder, 'blocked')
    writeFileSync(blocked, 'a file where the folder should be')
    expect(() => fileSink(join(blocked, 'cc-relay.log')).write('line\n')).not.toThrow()
  })
})

describe('a stream', () => {
  const line = '{"level":"warn","time":"2026-01-31T10:20:30.000Z","status":401,"msg":"key refused"}\n'
  const terminal = (isTTY: boolean) => {
    const written: string[] = []
    return { written, isTTY, write: (text: string) => written.push(text), on() {} }
  }

  it.each([
    ['json', true, 'json'],
    ['json', false, 'json'],
    ['pretty', true, 'colours'],
    ['pretty', false, 'words'],
    [undefined, true, 'colours'],
    [undefined, false, 'json'],
  ] as const)('in format %s on a terminal (%s) gets %s', (format, isTTY, kind) => {
    const stream = terminal(isTTY)
    streamSink(stream, format).write(line)
    const [written = ''] = stream.written
    expect(written === line ? 'json' : written.includes('\u001b[') ? 'colours' : 'words').toBe(kind)
  })

  it('for eyes has the time, the level, the words and the facts', () => {
    expect(pretty(line, false)).toMatch(/^\d\d:\d\d:\d\d warn {2}key refused {2}status=401\n$/)
  })

  it('obeys no control character that came over the network', () => {
    const text = pretty(
      JSON.stringify({ level: 'info', time: 0, msg: 'a\u001b]0;owned\u0007b', said: '\u009b2J' }),
      true,
    )
    expect(text).not.toContain('\u001b]')
    expect(text).not.toContain('\u0007')
    expect(text).not.toContain('\u009b')
  })
})

describe('the way out', () => {
  const open = (first: Output = {}) => {
    const written = { stdout: '', stderr: '' }
    const stream = (name: keyof typeof written) => ({
      write: (text: string) => {
        written[name] += text
      },
      on() {},
    })
    const home = mkdtempSync(join(folder, 'out-'))
    const parts = { stdout: stream('stdout'), stderr: stream('stderr'), usual: 'stderr', folder: home }
    return { sink: liveSink(parts, first), written, home }
  }

  it('is where this start writes, until a config says otherwise, and back again', () => {
    const { sink, written, home } = open()
    sink.write('1\n')
    sink.follow({ output: 'stdout' })
    sink.write('2\n')
    sink.follow({ output: 'own.log' })
    sink.write('3\n')
    expect(sink.path()).toBe(join(home, 'own.log'))
    sink.follow({})
    sink.write('4\n')
    expect(written).toEqual({ stdout: '2\n', stderr: '1\n4\n' })
    expect(readFileSync(join(home, 'own.log'), 'utf8')).toBe('3\n')
    expect(sink.path()).toBeNull()
  })

  it('goes on in the same file where a config says the same again', () => {
    const { sink, home } = open({ output: 'logs/own.log' })
    sink.write('1\n')
    sink.follow({ output: 'logs/own.log' })
    sink.write('2\n')
    sink.close()
    expect(readFileSync(join(home, 'logs', 'own.log'), 'utf8')).toBe('1\n2\n')
  })

  it('writes a file for eyes where that is asked for, without colours', () => {
    const { sink, home } = open({ output: 'own.log', format: 'pretty' })
    sink.write('{"level":"info","time":0,"msg":"hello","status":200}\n')
    expect(readFileSync(join(home, 'own.log'), 'utf8')).toMatch(/^[\d:]{8} info {2}hello {2}status=200\n$/)
  })
})
