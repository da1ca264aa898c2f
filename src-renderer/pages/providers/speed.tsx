import { useCallback } from 'react'
import type { ProviderId } from '../../../src-shared/domain/ids.ts'
import { useActions } from '../../store/context.tsx'
import { useAsked } from '../../store/use-asked.ts'
import { speedWords } from '../../words/speed-words.ts'

const LOOK_MS = 5000

/** How the provider did in the last minutes, in one line; not there while nothing was sent. */
export function ProviderSpeed({ id }: { id: ProviderId }) {
  const { client } = useActions()
  const speed = useAsked<'provider.speed'>(
    useCallback(() => client.provider.speed({ id }), [client, id]),
    LOOK_MS,
  )
  if (!speed || speed.requests === 0) return null
  return <p className="provider-speed muted">{speedWords(speed)}</p>
}
