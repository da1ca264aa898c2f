import { expect, it } from 'vitest'
import { Makers } from './makers.ts'

it('knows whose a signature is, and nothing of others', () => {
  const makers = new Makers()
  makers.made('a', 'one')
  makers.made('b', 'two')
  expect([makers.of('one'), makers.of('two'), makers.of('three')]).toEqual(['a', 'b', null])
})

it('takes no signature for nobody’s', () => {
  const makers = new Makers()
  makers.made('a', '')
  expect(makers.of('')).toBeNull()
})

it('forgets those not asked about for longest, and only then', () => {
  const makers = new Makers()
  for (let i = 0; i < 20_000; i += 1) makers.made('a', `${i}`)
  expect(makers.of('0')).toBe('a')
  makers.made('a', 'one more')
  expect([makers.of('0'), makers.of('1'), makers.of('2')]).toEqual(['a', null, 'a'])
})
