import { afterEach, expect, it } from 'vitest'
import { houses } from './testing/open.ts'
import { type Script, start, stop, word } from './testing/upstream.ts'

const open = houses(afterEach)
const SSE = { 'content-type': 'text/event-stream' }
const REQUESTS = 150
const AT_ONCE = 20

/** Answers that can be told apart, and how they were to be seen: whole, or up to their last whole event. */
function answersToldApart() {
  const wholes = new Map<string, string>()
  const parts = new Map<string, string>()
  let count = 0
  const next = (key: string) => {
    count += 1
    return `answer ${count} of ${key}`
  }
  const fine =
    (key: string): Script =>
    (res) => {
      const name = next(key)
      const text = start() + word(name) + word(`more of ${name}`) + stop()
      wholes.set(name, text)
      res.writeHead(200, SSE).end(text)
    }
  const breaks =
    (key: string): Script =>
    (res) => {
      const name = next(key)
      const text = start() + word(name)
      parts.set(name, text)
      res.writeHead(200, SSE)
      res.write(`${text}event: content_block_delta\ndata: {"ty`, () =>
        setTimeout(() => res.socket?.resetAndDestroy(), 2),
      )
    }
  return { wholes, parts, fine, breaks }
}

const ERROR = /^event: error\ndata: (\{"type":"error","error":\{"type":"api_error","message":"[^"\n]+"\}.*\})\n\n$/

it('of 150 streams, a key that breaks its own spoils three at most, and no answer is made of two', async () => {
  const { wholes, parts, fine, breaks } = answersToldApart()
  const house = await open({
    anthropic: { keys: { bad: breaks('bad'), a: fine('a'), b: fine('b'), c: fine('c'), d: fine('d') } },
  })
  const bodies: string[] = []
  for (let i = 0; i < REQUESTS; i += 1) bodies.push(await (await house.post()).text())
  expect(bodies.filter((body) => !isOneOf(body, wholes, parts))).toEqual([])
  expect(parts.size).toBeGreaterThan(0)
  expect(parts.size).toBeLessThanOrEqual(3)
  expect(bodies.filter((body) => body.includes('event: error')).length).toBe(parts.size)
})

it('of 150 streams, 20 at once, none is made of two answers, and only those already under way break', async () => {
  const { wholes, parts, fine, breaks } = answersToldApart()
  const house = await open({
    anthropic: { keys: { bad: breaks('bad'), a: fine('a'), b: fine('b'), c: fine('c'), d: fine('d') } },
  })
  let begun = 0
  const bodies: string[] = []
  const one = async () => {
    while (begun++ < REQUESTS) bodies.push(await (await house.post()).text())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  expect(bodies).toHaveLength(REQUESTS)
  expect(bodies.filter((body) => !isOneOf(body, wholes, parts))).toEqual([])
  expect(parts.size).toBeLessThanOrEqual(3 + AT_ONCE)
})

function isOneOf(body: string, wholes: ReadonlyMap<string, string>, parts: ReadonlyMap<string, string>): boolean {
  const name = /answer \d+ of \w+/.exec(body)?.[0] ?? ''
  if (body === wholes.get(name)) return true
  const part = parts.get(name)
  const error = part !== undefined && body.startsWith(part) ? ERROR.exec(body.slice(part.length)) : null
  return error !== null && JSON.parse(String(error[1])).error.type === 'api_error'
}
