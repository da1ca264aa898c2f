import { elementsAt, members, membersAt, splice, stringAt } from '../bytes/json-members.ts'
import { withMember } from './foreign-request.ts'
import type { Draft } from './provider.ts'

const OFF = '{"type":"disabled"}'

/**
 * For a server that wants the thoughts of its history back, of every answer or of those with calls: thinking goes off
 * where one is missing, because another provider made that answer, or the client has dropped it.
 */
export function withoutThinkingWhereItIsMissing(draft: Draft, of: 'every answer' | 'answers with calls'): void {
  const { body } = draft
  const found = members(body)
  const messages = found?.get('messages')
  const all = (messages && elementsAt(body, messages.valueStart)) ?? []
  const types = all.map(({ start }) => typesIn(body, start))
  const bare = types.some(
    (it) => it !== null && !it.includes('thinking') && (of === 'every answer' || it.includes('tool_use')),
  )
  if (!bare) return
  const thinking = found?.get('thinking')
  if (thinking) draft.body = splice(body, [{ start: thinking.valueStart, end: thinking.valueEnd, text: OFF }])
  else withMember(draft, 'thinking', OFF)
}

/** The types of an answer's blocks; `null`: it is none. */
function typesIn(body: Buffer, at: number): (string | null)[] | null {
  const message = membersAt(body, at)
  const role = message?.get('role')
  if (!role || stringAt(body, role.valueStart, role.valueEnd) !== 'assistant') return null
  const content = message?.get('content')
  const blocks = (content && elementsAt(body, content.valueStart)) ?? []
  return blocks.map(({ start }) => {
    const type = membersAt(body, start)?.get('type')
    return type ? stringAt(body, type.valueStart, type.valueEnd) : null
  })
}
