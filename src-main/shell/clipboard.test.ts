import { expect, it } from 'vitest'
import type { Alarm } from '../ports.ts'
import { copiesTo } from './clipboard.ts'

/** A clipboard, and an alarm that rings when it is told to. */
function desk() {
  const desk = { text: '', now: 0, due: [] as { at: number; task: () => void }[] }
  const alarm: Alarm = {
    at(at, task) {
      const one = { at, task }
      desk.due.push(one)
      return () => {
        desk.due = desk.due.filter((other) => other !== one)
      }
    },
  }
  const write = (text: string) => {
    desk.text = text
  }
  const copies = copiesTo(
    { readText: async () => desk.text, writeText: async (text) => write(text) },
    { now: () => desk.now },
    alarm,
  )
  const wait = async (ms: number) => {
    desk.now += ms
    for (const one of desk.due.filter(({ at }) => at <= desk.now)) one.task()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { desk, copies, wait }
}

it('takes a secret back after 30 s', async () => {
  const { desk: held, copies, wait } = desk()
  await copies.copy('token', { secret: true })
  await wait(29_999)
  expect(held.text).toBe('token')
  await wait(1)
  expect(held.text).toBe('')
})

it('leaves alone what somebody copied since', async () => {
  const { desk: held, copies, wait } = desk()
  await copies.copy('token', { secret: true })
  held.text = 'a shopping list'
  await wait(60_000)
  expect(held.text).toBe('a shopping list')
})

it('counts again for a second secret', async () => {
  const { desk: held, copies, wait } = desk()
  await copies.copy('one', { secret: true })
  await wait(20_000)
  await copies.copy('two', { secret: true })
  await wait(20_000)
  expect(held.text).toBe('two')
  await wait(10_000)
  expect(held.text).toBe('')
})

it('leaves what is no secret', async () => {
  const { desk: held, copies, wait } = desk()
  await copies.copy('token', { secret: true })
  await copies.copy('http://127.0.0.1:8787', { secret: false })
  await wait(60_000)
  await copies.forget()
  expect(held.text).toBe('http://127.0.0.1:8787')
})

it('takes a secret back when the app ends', async () => {
  const { desk: held, copies } = desk()
  await copies.copy('token', { secret: true })
  await copies.forget()
  expect(held.text).toBe('')
})
