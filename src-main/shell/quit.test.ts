import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { quitInOrder } from './quit.ts'

/** An app that ends when nobody prevents it. */
function fakeApp() {
  const events = new EventEmitter()
  const app = {
    ended: null as number | null,
    on: (_event: 'before-quit', listener: (event: { preventDefault(): void }) => void) =>
      events.on('before-quit', listener),
    quit() {
      let prevented = false
      events.emit('before-quit', { preventDefault: () => (prevented = true) })
      if (!prevented) app.ended = 0
    },
    exit(code: number) {
      app.ended = code
    },
  }
  return app
}
/** After the event, and after what was put off until then. */
const soon = async () => {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve))
}

it('ends only after everything has stopped', async () => {
  const app = fakeApp()
  let stopped = () => {}
  const quitting = quitInOrder(app, () => new Promise((resolve) => (stopped = resolve)))
  expect(quitting.isQuitting()).toBe(false)
  app.quit()
  await soon()
  expect([app.ended, quitting.isQuitting()]).toEqual([null, true])
  stopped()
  await soon()
  expect(app.ended).toBe(0)
})

it('waits no longer when it is asked again', () => {
  const app = fakeApp()
  quitInOrder(app, () => new Promise(() => {}))
  app.quit()
  app.quit()
  expect(app.ended).toBe(0)
})

it('ends although something could not be stopped', async () => {
  const app = fakeApp()
  quitInOrder(app, () => Promise.reject(new Error('disk full')))
  app.quit()
  await soon()
  expect(app.ended).toBe(0)
})

it('stops once', async () => {
  const app = fakeApp()
  let stops = 0
  quitInOrder(app, async () => {
    stops += 1
  })
  app.quit()
  await soon()
  expect([stops, app.ended]).toEqual([1, 0])
})

it('ends only once the event is over, however quickly everything has stopped', async () => {
  const app = fakeApp()
  quitInOrder(app, () => Promise.resolve())
  app.quit()
  // Electron lets promises go on before it looks at what the event said.
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
  expect(app.ended).toBeNull()
  await soon()
  expect(app.ended).toBe(0)
})
