import {
  type Edit,
  elementsAt,
  type Members,
  members,
  membersAt,
  type Range,
  stringAt,
  withoutElements,
} from '../bytes/json-members.ts'

/** A block of thinking as the client sends it back. */
export interface Thought {
  /** `redacted`: it cannot be read, only handed back. */
  readonly kind: 'plain' | 'redacted'
  /** What vouches for it; '' where there is nothing. */
  readonly signature: string
}

export interface Trimmed {
  readonly edits: readonly Edit[]
  /** Blocks that were taken out. */
  readonly count: number
}

export const UNTOUCHED: Trimmed = { edits: [], count: 0 }

/**
 * Takes the thinking that is not to be kept out of the assistant's messages, and nothing else: every other byte,
 * the calls of tools above all, stays where it is. A message that was nothing but such thinking goes as a whole,
 * since an empty one is refused; the users' words around it then stand together, which the Messages API takes as
 * one turn. A body that is not understood stays whole. `top`: its members, where they are known.
 */
export function withoutThoughts(
  body: Buffer,
  keep: (thought: Thought) => boolean,
  top: Members | null = members(body),
): Trimmed {
  const at = top?.get('messages')
  if (!at || !body.subarray(at.valueStart, at.valueEnd).includes('thinking"')) return UNTOUCHED
  const messages = elementsAt(body, at.valueStart)
  if (!messages) return UNTOUCHED
  const edits: Edit[] = []
  const empty = new Set<Range>()
  let count = 0
  for (const message of messages) {
    const blocks = blocksOf(body, message.start)
    const gone = new Set(
      blocks.filter((block) => {
        const thought = thoughtAt(body, block.start)
        return thought !== null && !keep(thought)
      }),
    )
    count += gone.size
    if (gone.size > 0 && gone.size === blocks.length) empty.add(message)
    else edits.push(...withoutElements(blocks, gone))
  }
  if (empty.size === messages.length) return UNTOUCHED
  return { edits: [...edits, ...withoutElements(messages, empty)], count }
}

/** The content of an assistant's message, where it is a list. */
function blocksOf(body: Buffer, at: number): readonly Range[] {
  const found = membersAt(body, at)
  const role = found?.get('role')
  const content = found?.get('content')
  if (!role || !content || stringAt(body, role.valueStart, role.valueEnd) !== 'assistant') return []
  return elementsAt(body, content.valueStart) ?? []
}

/** Words by which a body can be told that holds any. */
export const THOUGHT_WORDS = ['thinking', 'redacted_thinking'] as const

const CARRIES = { thinking: ['plain', 'signature'], redacted_thinking: ['redacted', 'data'] } as const

function thoughtAt(body: Buffer, at: number): Thought | null {
  const found = membersAt(body, at)
  const type = found?.get('type')
  const name = type && stringAt(body, type.valueStart, type.valueEnd)
  if (name !== 'thinking' && name !== 'redacted_thinking') return null
  const [kind, carrier] = CARRIES[name]
  const voucher = found?.get(carrier)
  return { kind, signature: (voucher && stringAt(body, voucher.valueStart, voucher.valueEnd)) ?? '' }
}
