import type { Platform } from '../keyboard/shortcuts.ts'
import { useMirror } from './context.tsx'
import { snapshotOf } from './relay-store.ts'

/** As main tells it; before it does, as the browser looks. */
export const usePlatform = (): Platform =>
  useMirror((mirror) => snapshotOf(mirror)?.platform ?? (/Mac/.test(navigator.platform) ? 'darwin' : 'linux'))
