import { expect, it } from 'vitest'
import { createBeat } from './beat.ts'

function fixture() {
  let now = 0
  let due: { at: number; task: () => void }[] = []
  const beat = createBeat(
    () => now,
    (task, ms) => due.push({ at: now + ms, task }),
    250,
  )
  const made: string[] = []
  return {
    made,
    change: (name: string) => beat(() => made.push(`${name} at ${now}`)),
    to(moment: number) {
      const ready = due.filter(({ at }) => at <= moment)
      due = due.filter(({ at }) => at > moment)
      for (const { at, task } of ready) {
        now = at
        task()
      }
      now = moment
    },
  }
}

it('makes the first change after a pause at once', () => {
  const { change, made, to } = fixture()
  to(1000)
  change('a')
  to(2000)
  change('b')
  expect(made).toEqual(['a at 1000', 'b at 2000'])
})

it('makes those that come faster together, in their order, and loses none', () => {
  const { change, made, to } = fixture()
  for (let ms = 0; ms < 500; ms += 50) {
    to(ms)
    change(String(ms))
  }
  to(2000)
  expect(made.map((one) => one.split(' at ')[0])).toEqual([
    '0',
    '50',
    '100',
    '150',
    '200',
    '250',
    '300',
    '350',
    '400',
    '450',
  ])
  expect(new Set(made.map((one) => one.split(' at ')[1]))).toEqual(new Set(['0', '250', '500']))
})
