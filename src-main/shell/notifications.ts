import { Notification } from 'electron'
import type { About } from '../../src-shared/domain/notice.ts'
import { timeOfDay } from '../../src-shared/text/format.ts'
import type { App } from '../app.ts'
import type { Clock } from '../ports.ts'
import { isWanted, type News, newsIn, newsOf, toldOf } from './news.ts'

interface Parts {
  app: Pick<App, 'snapshot' | 'subscribe'>
  clock: Clock
  /** True while the window is in sight: it says it all itself. */
  seen(): boolean
  /** Opens the window where this is found; `null`: as it stands. */
  open(place: About | null): void
}

/** Tells what matters while nobody looks. Picking one opens the window where it is about. */
export function createNotifications({ app, clock, seen, open }: Parts) {
  /** Kept until they are gone: one that is collected as garbage can no longer be clicked. */
  const shown = new Set<Notification>()
  let unseen = 0
  let told = toldOf(app.snapshot(), clock.now())

  function show({ title, body, about }: Omit<News, 'kind'>): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('click', () => open(about ?? null))
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }

  function tell(news: News): void {
    if (!seen()) unseen += 1
    const time = timeOfDay(clock.now()).slice(0, 5)
    if (!seen() && isWanted(news.kind, app.snapshot().settings, time)) show(news)
  }

  app.subscribe('snapshot.patched', () => {
    const found = newsOf(told, app.snapshot(), clock.now())
    told = found.told
    found.news.forEach(tell)
  })
  app.subscribe('notice.raised', (notice) => {
    const news = newsIn(notice)
    if (news !== null) tell(news)
  })
  return {
    show,
    /** How many were raised since somebody looked at the window, shown or not. */
    unseen: () => unseen,
    seen() {
      unseen = 0
    },
  }
}
