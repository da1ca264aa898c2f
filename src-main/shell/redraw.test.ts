import { expect, it } from 'vitest'
import { redraw } from './redraw.ts'

/** A clock that jumps to whatever is due. */
function stage(changesByItself: () => boolean = () => false) {
  let at = 5000
  let due: { at: number; task: () => void } | null = null
  const drawn: number[] = []
  const draw = () => {
    drawn.push(at)
    return changesByItself()
  }
  const paint = redraw(
    draw,
    { now: () => at },
    {
      at(when, task) {
        due = { at: when, task }
        return () => {
          due = null
        }
      },
    },
  )
  const to = (time: number) => {
    while (due && due.at <= time) {
      const { at: when, task } = due
      at = Math.max(at, when)
      due = null
      task()
    }
    at = time
  }
  return { paint, drawn, to }
}

it('draws at once, then once a second, and always after the last change', () => {
  const { paint, drawn, to } = stage()
  for (let time = 5000; time <= 7500; time += 100) {
    paint.mark()
    to(time)
  }
  to(20_000)
  expect(drawn).toEqual([5000, 6000, 7000, 8000])
})

it('goes on by itself while it says that it will change', () => {
  let left = 3
  const { paint, drawn, to } = stage(() => left-- > 0)
  paint.mark()
  to(60_000)
  expect(drawn).toEqual([5000, 6000, 7000, 8000])
})

it('draws no more once it is stopped', () => {
  const { paint, drawn, to } = stage(() => true)
  paint.mark()
  to(5000)
  paint.stop()
  paint.mark()
  to(60_000)
  expect(drawn).toEqual([5000])
})
