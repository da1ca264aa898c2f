import { expect, it } from 'vitest'
import { createRedactor } from '../secrets/redact.ts'
import { createLog } from './log.ts'
import { recent } from './recent.ts'

function written() {
  const out: string[] = []
  const kept = recent({ write: (line) => void out.push(line) })
  const redactor = createRedactor()
  redactor.know('a-secret-of-somebody')
  return { out, kept, log: createLog(kept, 'debug', redactor) }
}

it('remembers what is written, and writes it', () => {
  const { out, kept, log } = written()
  log.info({ id: 'r1', ms: 12 }, 'answered')
  expect(out).toHaveLength(1)
  expect(kept.after(0, null)).toMatchObject([{ n: 1, id: 'r1', level: 'info', message: 'answered', facts: 'ms=12' }])
})

it('tells only what is new, and only of one request where one is asked for', () => {
  const { kept, log } = written()
  for (const id of ['r1', 'r2', 'r1']) log.info({ id }, 'tried')
  log.warn({}, 'something else')
  expect(kept.after(1, null).map(({ n }) => n)).toEqual([2, 3, 4])
  expect(kept.after(0, 'r1').map(({ n }) => n)).toEqual([1, 3])
})

it('forgets the oldest', () => {
  const { kept, log } = written()
  for (let i = 0; i < 1200; i++) log.info({ i }, 'line')
  const all = kept.after(0, null)
  expect([all.length, all[0]?.n, all.at(-1)?.n]).toEqual([1000, 201, 1200])
})

it('holds no secret that the log would not hold', () => {
  const { kept, log } = written()
  log.error({ said: 'a-secret-of-somebody' }, 'it said a-secret-of-somebody')
  expect(JSON.stringify(kept.after(0, null))).not.toContain('a-secret-of-somebody')
})
