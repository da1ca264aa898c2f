import { createContext, type RefObject, use, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import type { Actions } from './actions.ts'
import { type Mirror, type RelayStore, snapshotOf } from './relay-store.ts'
import type { Requests, RequestsStore } from './requests-store.ts'
import type { Ticker } from './ticker.ts'
import type { Ui, UiStore } from './ui-store.ts'

/** What every part of the window stands on; built once in the composition root. */
export interface House {
  readonly relay: RelayStore
  readonly requests: RequestsStore
  readonly ui: UiStore
  readonly ticker: Ticker
  readonly actions: Actions
  /** Asks the main process for everything again. */
  readonly refresh: () => void
}

const HouseContext = createContext<House | null>(null)
export const HouseProvider = HouseContext.Provider

export function useHouse(): House {
  const house = use(HouseContext)
  if (!house) throw new Error('no HouseProvider above')
  return house
}

export const useActions = (): Actions => useHouse().actions
export const useMirror = <T,>(select: (mirror: Mirror) => T): T => useStore(useHouse().relay, select)
export const useUi = <T,>(select: (ui: Ui) => T): T => useStore(useHouse().ui, select)
export const useRequests = (): Requests => useStore(useHouse().requests, (state) => state.list)

/** A part of the snapshot; only for what is shown once there is one. Renders when that part changed, not before. */
export function useRelay<T>(select: (snapshot: Snapshot) => T): T {
  return useMirror((mirror) => {
    const snapshot = snapshotOf(mirror)
    if (!snapshot) throw new Error('shown before there was a snapshot')
    return select(snapshot)
  })
}

/** One key; its row renders when this key changed and at no other time. */
export const useKey = (id: KeyId): KeyView | undefined => useRelay((snapshot) => snapshot.keys[id])

/**
 * Lets `draw` write to an element now and twice a second, without React. It also draws before the first
 * paint and whenever React has rendered, so that both always agree.
 */
export function useTick<E extends Element>(draw: (element: E, now: number) => void): RefObject<E | null> {
  const { ticker } = useHouse()
  const element = useRef<E>(null)
  const latest = useRef(draw)
  useLayoutEffect(() => {
    latest.current = draw
    if (element.current) draw(element.current, ticker.now())
  })
  useLayoutEffect(() => ticker.add((now) => element.current && latest.current(element.current, now)), [ticker])
  return element
}
