import { text } from '../../src-shared/text/text.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import { plainSchema } from './plain-schema.ts'
import type { ToolNames } from './tool-names.ts'
import { type Fields, fieldsOf, listOf, textOf } from './values.ts'

/** What the model may call, whatever the format calls it. */
export interface Tools {
  readonly functions: readonly Callable[]
  /** `null`: nothing was asked for. */
  readonly choice: 'auto' | 'none' | 'any' | { readonly name: string } | null
  /** One call at a time. */
  readonly single: boolean
}

export interface Callable {
  readonly name: string
  readonly description?: string
  readonly parameters: Fields
}

/** How a server takes tools. */
export interface ToolDialect {
  readonly name: string
  /** Refuses schema words that others ignore. */
  readonly plainSchemas: boolean
}

/** Tools that Anthropic runs itself, by the beginning of their type: left out where the client brings others too. */
const RUN_BY_ANTHROPIC = /^(web_search|web_fetch|code_execution|tool_search|advisor|mcp_toolset|memory)_?/

const isOwn = ({ type }: Fields): boolean => type === undefined || type === null || type === 'custom'

/** `null`: there are none. Throws `CannotCarry`. */
export function toolsOf(body: Fields, names: ToolNames, dialect: ToolDialect): Tools | null {
  const asked = listOf(body.tools)
  const strange = asked.find((tool) => !isOwn(tool) && !RUN_BY_ANTHROPIC.test(textOf(tool.type)))
  if (strange) throw new CannotCarry(text.openai.tool(dialect.name, textOf(strange.type)))
  const own = asked.filter(isOwn)
  if (asked.length > 0 && own.length === 0)
    throw new CannotCarry(text.openai.tool(dialect.name, textOf(asked[0]?.type)))
  if (own.length === 0) return null
  const choice = fieldsOf(body.tool_choice)
  return {
    functions: own.map((tool) => functionOf(tool, names, dialect)),
    choice: choiceOf(choice, own, names, dialect),
    single: choice.disable_parallel_tool_use === true,
  }
}

function functionOf(tool: Fields, names: ToolNames, { plainSchemas }: ToolDialect): Callable {
  const { $schema: _, ...schema } = fieldsOf(tool.input_schema)
  return {
    name: names.out(textOf(tool.name)),
    ...(typeof tool.description === 'string' && { description: tool.description }),
    parameters: plainSchemas ? plainSchema(schema) : { properties: {}, ...schema },
  }
}

function choiceOf(choice: Fields, own: readonly Fields[], names: ToolNames, { name }: ToolDialect): Tools['choice'] {
  switch (choice.type) {
    case 'auto':
    case 'none':
    case 'any':
      return choice.type
    case 'tool': {
      const called = textOf(choice.name)
      if (!own.some((tool) => tool.name === called)) throw new CannotCarry(text.openai.tool(name, called))
      return { name: names.out(called) }
    }
    default:
      return null
  }
}
