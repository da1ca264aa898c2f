import { useCallback } from 'react'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import { BAR_MS } from '../../../src-shared/domain/recent.ts'
import { tokens } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Sparkline } from '../../parts/sparkline.tsx'
import { useActions } from '../../store/context.tsx'
import { useAsked } from '../../store/use-asked.ts'

const words = text.window.keys.detail

/** Input used in the last quarter of an hour; not there where none was. */
export function Past({ id }: { id: KeyId }) {
  const { client } = useActions()
  const past = useAsked<'key.past'>(
    useCallback(() => client.key.past({ id }), [client, id]),
    BAR_MS,
  )
  const used = past?.input.reduce((sum, one) => sum + one, 0) ?? 0
  if (!past || used === 0) return null
  return (
    <section className="block">
      <h3>
        {words.past}
        <span className="quiet">{words.pastUsed(tokens(used))}</span>
      </h3>
      <Sparkline values={past.input} label={words.pastLabel(tokens(used))} />
    </section>
  )
}
