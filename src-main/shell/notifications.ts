import { Notification } from 'electron'
import { text } from '../../src-shared/text/text.ts'
import type { App } from '../app.ts'
import type { Clock } from '../ports.ts'
import { type News, newsOf, toldOf } from './news.ts'

interface Parts {
  app: Pick<App, 'snapshot' | 'subscribe'>
  clock: Clock
  /** True while the window is in sight: it says it all itself. */
  seen(): boolean
  open(): void
}

/** Tells what matters while nobody looks. Picking one opens the window. */
export function createNotifications({ app, clock, seen, open }: Parts) {
  /** Kept until they are gone: one that is collected as garbage can no longer be clicked. */
  const shown = new Set<Notification>()
  let told = toldOf(app.snapshot(), clock.now())

  function show({ title, body }: News): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('click', open)
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }

  app.subscribe('snapshot.patched', () => {
    const found = newsOf(told, app.snapshot(), clock.now())
    told = found.told
    if (!seen()) found.news.forEach(show)
  })
  app.subscribe('notice.raised', (notice) => {
    if (notice.tone !== 'info' && !seen()) show({ title: text.tray.app, body: notice.text })
  })
  return { show }
}
