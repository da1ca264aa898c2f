import { assertNever } from '../../src-shared/domain/result.ts'
import { duration } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { TestState } from '../store/ui-store.ts'
import { type Said, said } from './said.ts'

const words = text.window.keys.note

/** What a test of a stored key says, while it runs and when it is over. */
export function testWords(test: TestState): Said {
  if (test.kind === 'running') return said(words.testing)
  if (test.kind === 'failed') return said(test.message, 'bad')
  switch (test.result.verdict) {
    case 'accepted':
      return said(words.accepted(duration(test.result.ms)))
    case 'refused':
      return said(words.refused(test.result.reason), 'bad')
    case 'unreachable':
      return said(words.unreachable(test.result.reason), 'warn')
    default:
      return assertNever(test.result)
  }
}
