import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import { timeOfDay, tokens } from '../../../src-shared/text/format.ts'
import { KeyPath } from '../../parts/key-path.tsx'
import { useHouse, useRelay } from '../../store/context.tsx'
import { modelName } from '../../words/names.ts'
import { cachedWords, inputOf, keyPath, msWords, statusWords } from '../../words/request-words.ts'
import { RequestDetail } from './request-detail.tsx'

interface Placed {
  record: RequestRecord
  /** In px from the first row. */
  top: number
  /** Among all rows of the table, its header among them, from 1. */
  index: number
}

interface RequestRowProps extends Placed {
  chosen: boolean
  open: boolean
  reachable: boolean
}

/** One request in one line. */
export const RequestRow = memo(function RequestRow({ record, top, index, chosen, open, reachable }: RequestRowProps) {
  const { ui } = useHouse()
  const providers = useRelay((snapshot) => snapshot.providers)
  const model = modelName(record.model, providers)
  return (
    <tr
      className="request-row"
      style={{ top }}
      data-row={record.id}
      aria-rowindex={index}
      aria-level={1}
      aria-expanded={open}
      aria-selected={chosen}
      aria-label={`${timeOfDay(record.at)}, ${model}, ${keyPath(record)}, ${statusWords(record).text}`}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => ui.getState().request !== record.id && ui.setState({ request: record.id, requestOpen: false })}
      onClick={() => ui.setState({ request: record.id, requestOpen: !open })}
    >
      <Cells record={record} model={model} />
    </tr>
  )
})

/** Apart, so that a row which only moves is not drawn anew. */
const Cells = memo(function Cells({ record, model }: { record: RequestRecord; model: string }) {
  const status = statusWords(record)
  const input = inputOf(record)
  return (
    <>
      <td>{timeOfDay(record.at)}</td>
      <td className="strong cut" title={record.model}>
        {model}
      </td>
      <td className="cut">
        <KeyPath record={record} />
      </td>
      <td className="request-in">{input !== null && tokens(input)}</td>
      <td className="request-out">{record.usage && tokens(record.usage.output)}</td>
      <td className="request-cached">{cachedWords(record)}</td>
      <td className="request-first">{msWords(record.firstByteMs)}</td>
      <td className="request-total">{msWords(record.durationMs)}</td>
      <td className="request-status" data-tone={status.tone}>
        {status.text}
      </td>
    </>
  )
})

/** The row under an open one, with the rest. It says how tall it is, in px, whenever that changes. */
export function OpenRow({ record, top, index, onHeight }: Placed & { onHeight: (height: number) => void }) {
  const row = useRef<HTMLTableRowElement>(null)
  useLayoutEffect(() => {
    const element = row.current
    if (!element) return
    const measure = () => onHeight(element.getBoundingClientRect().height)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [onHeight])
  useEffect(() => void row.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <tr ref={row} className="request-open" style={{ top }} aria-rowindex={index} aria-level={2}>
      <td>
        <RequestDetail record={record} />
      </td>
    </tr>
  )
}
