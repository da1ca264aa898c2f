import { expect, it } from 'vitest'
import { followNetwork } from './network.ts'
import { createUiStore } from './ui-store.ts'

it('is offline while the system says so, from the first look on', () => {
  const navigator = { onLine: false }
  const place = Object.assign(new EventTarget(), { navigator })
  const ui = createUiStore()
  followNetwork(place, ui)
  expect(ui.getState().online).toBe(false)
  navigator.onLine = true
  place.dispatchEvent(new Event('online'))
  expect(ui.getState().online).toBe(true)
  navigator.onLine = false
  place.dispatchEvent(new Event('offline'))
  expect(ui.getState().online).toBe(false)
})
