import type { RequestId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Push, PushName } from '../../src-shared/ipc/contract.ts'

/** As many as a window shows; older ones it will never miss. */
const MOST = 500

export type Letter = { [N in PushName]: { name: N; payload: Push<N> } }[PushName]

/** Pushes for a window that nobody can see, kept in the smallest form that brings it up to date. */
export interface Mailbox {
  hold(letter: Letter): void
  /** Everything held, in an order that can be sent. Empty afterwards. */
  empty(): Letter[]
}

export function createMailbox(): Mailbox {
  let revision: number | null = null
  let records = new Map<RequestId, RequestRecord>()
  let others: Letter[] = []
  return {
    hold(letter) {
      if (letter.name === 'snapshot.patched') revision = letter.payload.rev
      else if (letter.name === 'request.recorded') {
        records.set(letter.payload.id, letter.payload)
        const [oldest] = records.keys()
        if (records.size > MOST && oldest !== undefined) records.delete(oldest)
      } else if (letter.name === 'view.asked') others = [...others.filter(({ name }) => name !== 'view.asked'), letter]
      else others = [...others, letter].slice(-MOST)
    },
    empty() {
      const letters: Letter[] = [...records.values()].map((payload) => ({ name: 'request.recorded', payload }))
      // A patch on a state that never was: who gets it knows that it missed some, and asks for the whole.
      if (revision !== null) letters.push({ name: 'snapshot.patched', payload: { base: -1, rev: revision, set: {} } })
      letters.push(...others)
      revision = null
      records = new Map()
      others = []
      return letters
    },
  }
}
