import { memo } from 'react'
import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import { timeOfDay, tokens } from '../../../src-shared/text/format.ts'
import { KeyPath } from '../../parts/key-path.tsx'
import { useHouse, useRelay } from '../../store/context.tsx'
import { modelName } from '../../words/names.ts'
import { cachedWords, inputOf, keyPath, msWords, statusWords } from '../../words/request-words.ts'
import { RequestDetail } from './request-detail.tsx'

interface RequestRowProps {
  record: RequestRecord
  chosen: boolean
  open: boolean
  reachable: boolean
}

/** One request in one line; opened, a second row under it tells the rest. */
export const RequestRow = memo(function RequestRow({ record, chosen, open, reachable }: RequestRowProps) {
  const { ui } = useHouse()
  const providers = useRelay((snapshot) => snapshot.providers)
  const status = statusWords(record)
  const input = inputOf(record)
  const model = modelName(record.model, providers)
  return (
    <>
      <tr
        className="request-row"
        data-row={record.id}
        aria-level={1}
        aria-expanded={open}
        aria-selected={chosen}
        aria-label={`${timeOfDay(record.at)}, ${model}, ${keyPath(record)}, ${status.text}`}
        tabIndex={reachable ? 0 : -1}
        onFocus={() => ui.getState().request !== record.id && ui.setState({ request: record.id, requestOpen: false })}
        onClick={() => ui.setState({ request: record.id, requestOpen: !open })}
      >
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
      </tr>
      {open && (
        <tr ref={(row) => row?.scrollIntoView({ block: 'nearest' })} className="request-open" aria-level={2}>
          <td>
            <RequestDetail record={record} />
          </td>
        </tr>
      )}
    </>
  )
})
