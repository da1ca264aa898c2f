import type { UiStore } from './ui-store.ts'

/** The part of the browser that knows of the network. */
interface Place {
  readonly navigator: { readonly onLine: boolean }
  addEventListener(type: 'online' | 'offline', listener: () => void): void
}

/** Keeps `ui.online` as the system has it, from now on. */
export function followNetwork(place: Place, ui: UiStore): void {
  const look = () => ui.setState({ online: place.navigator.onLine })
  place.addEventListener('online', look)
  place.addEventListener('offline', look)
  look()
}
