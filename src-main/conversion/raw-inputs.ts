import { elementsAt, members, membersAt } from '../bytes/json-members.ts'

/** The JSON of a tool call's `input`, exactly as the client wrote it. */
export type RawInputs = (message: number, block: number) => string | null

/**
 * Finds tool inputs in a body by position. Reading and writing them anew would change numbers too large or too
 * precise for a double, and with them what the model believes it has asked for.
 */
export function rawInputs(body: Buffer): RawInputs {
  const at = members(body)?.get('messages')
  const messages = at ? (elementsAt(body, at.valueStart) ?? []) : []
  const blocks = new Map<number, ReturnType<typeof elementsAt>>()
  return (message, block) => {
    const found = messages[message]
    if (!found) return null
    if (!blocks.has(message)) {
      const content = membersAt(body, found.start)?.get('content')
      blocks.set(message, content ? elementsAt(body, content.valueStart) : null)
    }
    const element = blocks.get(message)?.[block]
    const input = element && membersAt(body, element.start)?.get('input')
    return input ? body.toString('utf8', input.valueStart, input.valueEnd) : null
  }
}
