import { elementsAt, type Members, membersAt, stringAt, type Words } from '../bytes/json-members.ts'

/** What a request asks of a model. */
export interface Features {
  /** It offers tools, or its conversation has used some. */
  readonly tools: boolean
  readonly images: boolean
  readonly documents: boolean
  readonly thinking: boolean
  /** Largest answer it accepts, in tokens; `null`: it does not say. */
  readonly maxTokens: number | null
}

/** Words by which a block of one of these kinds can be told. */
export const BLOCK_WORDS = ['image', 'document', 'tool_use'] as const

/**
 * Reads them off a body whose top level is already known, and where the names of the blocks stand in it. The messages
 * are walked only where one occurs: most requests cost no more than that look.
 */
export function featuresOf(body: Buffer, top: Members, words: Words): Features {
  const offered = offersTools(body, top)
  const used = blockTypes(body, top, words, offered ? ['image', 'document'] : BLOCK_WORDS)
  return {
    tools: offered || used.has('tool_use'),
    images: used.has('image'),
    documents: used.has('document'),
    thinking: thinks(body, top),
    maxTokens: numberOf(body, top, 'max_tokens'),
  }
}

type Sought = (typeof BLOCK_WORDS)[number]

/** Messages, their blocks, what a tool returned, and what a document in it holds. */
const LEVELS = 4

/** Which of the sought kinds of block the conversation has, in messages or in what tools returned. */
function blockTypes(body: Buffer, top: Members, words: Words, sought: readonly Sought[]): ReadonlySet<Sought> {
  const at = top.get('messages')
  if (!at) return new Set()
  const range = { start: at.valueStart, end: at.valueEnd }
  const possible = new Set(sought.filter((type) => words.isIn(type, range)))
  const found = new Set<Sought>()
  const visit = (start: number, level: number): void => {
    for (const item of elementsAt(body, start) ?? []) {
      if (found.size === possible.size) return
      const block = membersAt(body, item.start)
      const type = block?.get('type')
      const name = type && (stringAt(body, type.valueStart, type.valueEnd) as Sought | null)
      if (name && possible.has(name)) found.add(name)
      const inner = block?.get('content')
      if (inner && level < LEVELS) visit(inner.valueStart, level + 1)
    }
  }
  if (possible.size > 0) visit(at.valueStart, 1)
  return found
}

function offersTools(body: Buffer, top: Members): boolean {
  const tools = top.get('tools')
  return tools !== undefined && /^\[\s*\{/.test(body.toString('latin1', tools.valueStart, tools.valueStart + 100))
}

function thinks(body: Buffer, top: Members): boolean {
  const thinking = top.get('thinking')
  const type = thinking && membersAt(body, thinking.valueStart)?.get('type')
  return type ? stringAt(body, type.valueStart, type.valueEnd) !== 'disabled' : false
}

function numberOf(body: Buffer, top: Members, name: string): number | null {
  const at = top.get(name)
  const value = at ? Number(body.toString('latin1', at.valueStart, at.valueEnd)) : Number.NaN
  return Number.isFinite(value) ? value : null
}
