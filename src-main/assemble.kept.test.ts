import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { newHome } from './assemble.testing.ts'
import { logIn } from './log/file-sink.ts'

const SECRET = 'sk-ant-api03-kept-0123456789-1111'

let here: Twin
beforeAll(async () => {
  here = await startAnthropic({ keys: [{ secret: SECRET, name: 'one', organization: 'org-of-kept' }] })
})
afterAll(() => here.stop())

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

async function atWork() {
  const house = await home.start()
  await house.done('key.add', { provider: { type: 'anthropic', baseUrl: here.baseUrl }, label: 'work', secret: SECRET })
  const answer = await house.post()
  expect(answer.status).toBe(200)
  await answer.text()
  return house
}

it('forgets limits in the pool and on disk, and learns them again from the next answer', async () => {
  const house = await atWork()
  expect(house.keys()[0]?.lanes).not.toEqual([])
  await house.done('kept.forget', { what: 'limits' })
  expect(house.keys()[0]).toMatchObject({ lanes: [], organization: null })
  expect(home.read(home.folders.hints)).toMatchObject({ lanes: [], domains: {} })
  await (await house.post()).text()
  expect(house.keys()[0]?.lanes).not.toEqual([])
})

it('deletes the log so far, and goes on with a new one', async () => {
  const house = await atWork()
  const log = logIn(home.folders.logs)
  expect(readFileSync(log, 'utf8')).toContain('starting')
  await house.done('kept.forget', { what: 'logs' })
  await expect.poll(() => readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(1)
  const { lines } = await house.done('log.recent', { after: 0, about: null })
  expect(lines.map(({ message }) => message)).toEqual(['the log was deleted by its user'])
  expect(existsSync(log.replace('.log', '.1.log'))).toBe(false)
})

it('forgets sessions that are over, and leaves those at work', async () => {
  const house = await atWork()
  const { id: open } = await house.done('claude.prepare', { folder: '/code/open', place: 'xterm' })
  const { id: over } = await house.done('claude.prepare', { folder: '/code/over', place: 'xterm' })
  await house.done('session.end', { id: over })
  await house.done('kept.forget', { what: 'sessions' })
  expect(Object.keys(house.app.snapshot().sessions)).toEqual([open])
  expect(readFileSync(home.folders.sessions, 'utf8')).not.toContain('/code/over')
})
