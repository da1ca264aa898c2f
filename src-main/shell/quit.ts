/** The part of Electron's `app` that quitting needs. */
export interface Quitting {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
  exit(code: number): void
}

/**
 * Quitting waits for `stop`, which lets running answers end. Asked a second time meanwhile, it waits no
 * longer. Whatever `stop` does, the app ends.
 */
export function quitInOrder(app: Quitting, stop: () => Promise<void>): { isQuitting(): boolean } {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return app.exit(0)
    state = 'stopping'
    // Never within this very event: Electron would take its answer for the answer to the second question.
    const end = () =>
      setImmediate(() => {
        state = 'stopped'
        app.quit()
      })
    stop().then(end, end)
  })
  return { isQuitting: () => state !== 'running' }
}
