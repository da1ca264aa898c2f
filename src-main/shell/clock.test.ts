import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { clockThatSleeps } from './clock.ts'

function machine() {
  const at = { base: 1000, wall: 50_000 }
  const power = new EventEmitter()
  const clock = clockThatSleeps({ now: () => at.base }, power, () => at.wall)
  const pass = (base: number, wall: number) => {
    at.base += base
    at.wall += wall
  }
  return { clock, power, pass }
}

it('goes with its base while the machine is awake, whatever the wall clock does', () => {
  const { clock, pass } = machine()
  pass(10, 7_200_000)
  expect(clock.now()).toBe(1010)
})

it('adds what was slept', () => {
  const { clock, power, pass } = machine()
  power.emit('suspend')
  pass(20, 3_600_000)
  power.emit('resume')
  expect(clock.now()).toBe(1000 + 3_600_000)
})

it('adds nothing where the base went on by itself', () => {
  const { clock, power, pass } = machine()
  power.emit('suspend')
  pass(3_600_000, 3_600_000)
  power.emit('resume')
  expect(clock.now()).toBe(1000 + 3_600_000)
})

it.each([-5000, 400 * 86_400_000])('never goes back, and does not believe a sleep of %i ms', (wall) => {
  const { clock, power, pass } = machine()
  power.emit('suspend')
  pass(10, wall)
  power.emit('resume')
  power.emit('resume')
  expect(clock.now()).toBe(1010)
})
