import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { nodeAlarm } from './alarm.ts'
import { nodeClock } from './clock.ts'
import { durableJson } from './durable-json.ts'
import { nodeIds } from './ids.ts'
import { nodeSpawner } from './spawner.ts'

const folder = mkdtempSync(join(tmpdir(), 'node-ports-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('tells the time as an epoch that only goes forward', () => {
  expect(Math.abs(nodeClock.now() - Date.now())).toBeLessThan(60_000)
  expect(nodeClock.now()).toBeLessThanOrEqual(nodeClock.now())
})

it('never rings before the clock has reached the moment', async () => {
  const at = nodeClock.now() + 5.5
  await new Promise<void>((resolve) => nodeAlarm(nodeClock).at(at, resolve))
  expect(nodeClock.now()).toBeGreaterThanOrEqual(at)
})

it('rings once for a moment already past, and not after it was called off', async () => {
  const rung: string[] = []
  const alarm = nodeAlarm(nodeClock)
  const off = alarm.at(0, () => rung.push('called off'))
  off()
  await new Promise<void>((resolve) => alarm.at(0, resolve))
  expect(rung).toEqual([])
})

it('does not ring at once for a moment a year away', async () => {
  let rung = false
  const alarm = nodeAlarm(nodeClock)
  const off = alarm.at(nodeClock.now() + 365 * 86_400_000, () => {
    rung = true
  })
  await new Promise<void>((resolve) => alarm.at(nodeClock.now() + 5, resolve))
  off()
  expect(rung).toBe(false)
})

it('makes ids that differ, and tokens of 32 bytes', () => {
  expect(new Set(Array.from({ length: 1000 }, () => nodeIds.next('key'))).size).toBe(1000)
  expect(nodeIds.next('key')).toMatch(/^key_[2-9b-z]{10}$/)
  expect(Buffer.from(nodeIds.token(), 'base64url')).toHaveLength(32)
})

it('reads back what was written last, and nothing where there is no file', async () => {
  const file = durableJson(join(folder, 'a.json'))
  expect(file.read()).toBeUndefined()
  await Promise.all([1, 2, 3].map((n) => file.write({ n })))
  expect(file.read()).toEqual({ n: 3 })
  expect(readFileSync(file.path, 'utf8')).toBe('{\n  "n": 3\n}\n')
})

it('throws on a file that is not JSON', () => {
  writeFileSync(join(folder, 'broken.json'), '{"a":')
  expect(() => durableJson(join(folder, 'broken.json')).read()).toThrow(SyntaxError)
})

it('goes on writing after a write that failed', async () => {
  const file = durableJson(join(folder, 'b.json'))
  const circle: Record<string, unknown> = {}
  circle.self = circle
  expect(() => file.write(circle)).toThrow('circular')
  await file.write('fine')
  expect(file.read()).toBe('fine')
})

it('starts a program, and says so where there is none', async () => {
  const options = { cwd: folder, env: {} }
  expect(await nodeSpawner.start(process.execPath, ['-e', ''], options)).toBeGreaterThan(0)
  await expect(nodeSpawner.start(join(folder, 'nothing'), [], options)).rejects.toThrow('ENOENT')
})

it('asks a program, and has null for every kind of failure', async () => {
  expect(await nodeSpawner.ask(process.execPath, ['-p', '6*7'], 10_000)).toBe('42\n')
  expect(await nodeSpawner.ask(process.execPath, ['-e', 'process.exit(3)'], 10_000)).toBeNull()
  expect(await nodeSpawner.ask(process.execPath, ['-e', 'setInterval(()=>{},9)'], 150)).toBeNull()
  expect(await nodeSpawner.ask(join(folder, 'nothing'), [], 1000)).toBeNull()
})
