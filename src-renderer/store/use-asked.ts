import { useEffect, useState } from 'react'
import type { Output, Reply, RequestName } from '../../src-shared/ipc/contract.ts'

/**
 * The answer to a question that is asked now and every `everyMs` while somebody looks; `null` until it is there.
 * `ask` must stay the same function as long as the question does.
 */
export function useAsked<N extends RequestName>(ask: () => Promise<Reply<N>>, everyMs: number): Output<N> | null {
  const [answer, setAnswer] = useState<Output<N> | null>(null)
  useEffect(() => {
    let gone = false
    const look = () =>
      void ask().then((reply) => {
        if (!gone && reply.ok) setAnswer(reply.value)
      })
    look()
    const timer = setInterval(look, everyMs)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [ask, everyMs])
  return answer
}
