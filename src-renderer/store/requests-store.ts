import { createStore } from 'zustand/vanilla'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Link } from '../link/bridge.ts'
import { careful } from '../link/bridge.ts'
import { atOnce, type Beat } from './beat.ts'

/** Newest first. */
export type Requests = readonly RequestRecord[]

export const createRequestsStore = () => createStore<{ list: Requests }>(() => ({ list: [] }))
export type RequestsStore = ReturnType<typeof createRequestsStore>

/** A record with a known id takes that one's place, unless it is the older news; a new one goes where its time says. */
export function withRecord(list: Requests, record: RequestRecord): Requests {
  const known = list.findIndex((other) => other.id === record.id)
  if (known >= 0) return record.state === 'running' && list[known]?.state === 'done' ? list : list.with(known, record)
  const place = list.findIndex((other) => other.at <= record.at)
  return list.toSpliced(place < 0 ? list.length : place, 0, record).slice(0, REQUESTS_KEPT)
}

/** The list whole, then each record as it begins, moves on and ends; whole again after a break, where practice begins or ends, and where it was forgotten. */
export function followRequests(link: Link, store: RequestsStore, beat: Beat = atOnce): () => void {
  const invoke = careful(link)
  const ask = async () => {
    const reply = await invoke('requests.list', undefined)
    if (!reply.ok) return
    const whole: Requests = reply.value.toSorted((a, b) => b.at - a.at).slice(0, REQUESTS_KEPT)
    // What was pushed while we asked may be newer than the answer.
    store.setState({ list: store.getState().list.reduceRight(withRecord, whole) })
  }
  const stopRecords = link.subscribe('request.recorded', (record) =>
    beat(() => store.setState({ list: withRecord(store.getState().list, record) })),
  )
  let counted = 0
  // What practice did is no business of the user's own keys, nor the other way round; a count only falls where all is forgotten.
  const stopSwitches = link.subscribe('snapshot.patched', ({ set }) => {
    const count = set.totals?.requests ?? counted
    const forgotten = count < counted || set.totals?.requests === 0
    counted = count
    if (set.practice === undefined && !forgotten) return
    beat(() => {
      store.setState({ list: [] })
      void ask()
    })
  })
  const stopWatching = link.watch?.((up) => up && void ask())
  void ask()
  return () => {
    stopRecords()
    stopSwitches()
    stopWatching?.()
  }
}
