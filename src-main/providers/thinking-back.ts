import { elementsAt, members, membersAt, splice, stringAt } from '../bytes/json-members.ts'
import type { Draft } from './provider.ts'

const OFF = '{"type":"disabled"}'

/**
 * For a server that wants every thought of its history back: thinking goes off where one is missing, because another
 * provider made that answer, or the client has dropped it.
 */
export function withoutThinkingWhereItIsMissing(draft: Draft): void {
  const { body } = draft
  const found = members(body)
  const thinking = found?.get('thinking')
  const messages = found?.get('messages')
  if (!thinking || !messages) return
  const all = elementsAt(body, messages.valueStart) ?? []
  if (!all.some(({ start }) => isBareAnswer(body, start))) return
  draft.body = splice(body, [{ start: thinking.valueStart, end: thinking.valueEnd, text: OFF }])
}

/** An answer that holds no thinking. */
function isBareAnswer(body: Buffer, at: number): boolean {
  const message = membersAt(body, at)
  const role = message?.get('role')
  if (!role || stringAt(body, role.valueStart, role.valueEnd) !== 'assistant') return false
  const content = message?.get('content')
  const blocks = content && elementsAt(body, content.valueStart)
  return !blocks?.some(({ start }) => {
    const type = membersAt(body, start)?.get('type')
    return type !== undefined && stringAt(body, type.valueStart, type.valueEnd) === 'thinking'
  })
}
