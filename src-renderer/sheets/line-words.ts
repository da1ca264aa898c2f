import { assertNever } from '../../src-shared/domain/result.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Line } from './use-intake.ts'

const words = text.window.sheets.intake

export interface LineWords {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'warn' | 'plain'
}

/** What is known of a row, in a sentence and with how much it matters. */
export function lineWords({ row, state, chosen }: Line): LineWords {
  if (row.knownAs !== null) return { text: words.known(row.knownAs), tone: 'plain' }
  if (chosen === '') return { text: `${row.why} ${words.choose}`, tone: 'plain' }
  switch (state.kind) {
    case 'untested':
      return { text: `${row.why} ${words.untested}`, tone: 'plain' }
    case 'testing':
      return { text: words.underTest, tone: 'plain' }
    case 'stored':
      return { text: words.stored, tone: 'good' }
    case 'failed':
      return { text: state.unreachable ? words.anyway(state.message) : words.notAdded(state.message), tone: 'bad' }
    case 'tested':
      if (state.test.verdict === 'accepted')
        return { text: words.accepted(state.test.models, state.test.organization), tone: 'good' }
      if (state.test.verdict === 'refused') return { text: words.refused(state.test.reason), tone: 'bad' }
      return { text: words.anyway(state.test.reason), tone: 'warn' }
    default:
      return assertNever(state)
  }
}
