import { createHash } from 'node:crypto'

/** OpenAI, "Create chat completion", `tools[].function.name`: letters, digits, _ and -, at most 64. */
const ALLOWED = /^[a-zA-Z0-9_-]{1,64}$/

/** The names of one request's tools, there and back. */
export class ToolNames {
  readonly #back = new Map<string, string>()

  /** The name as this format takes it; the same name always becomes the same. */
  out(name: string): string {
    const there = ALLOWED.test(name) ? name : shortened(name)
    this.#back.set(there, name)
    return there
  }

  /** The client's own name for what the model called. */
  back(there: string): string {
    return this.#back.get(there) ?? there
  }
}

function shortened(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10)
  return `${name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 53)}_${hash}`
}

/** Anthropic, Messages API: what a tool call's id may be made of. */
const ID = /^[a-zA-Z0-9_-]+$/
const WRAPPED = 'ccr64_'

/**
 * A tool call's id as every server takes it. Some name calls like `functions.Read:0`, which Anthropic would refuse
 * when the conversation moves there; such an id is wrapped, so that `idThere` finds it again without any memory.
 */
export const idHere = (id: string): string =>
  ID.test(id) && !id.startsWith(WRAPPED) ? id : `${WRAPPED}${Buffer.from(id).toString('base64url')}`

/** The id as the server that made it knows it. */
export const idThere = (id: string): string =>
  id.startsWith(WRAPPED) ? Buffer.from(id.slice(WRAPPED.length), 'base64url').toString() : id
