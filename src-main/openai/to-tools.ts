import { text } from '../../src-shared/text/text.ts'
import { CannotCarry } from '../providers/cannot-carry.ts'
import type { ChatDialect } from './chat-dialect.ts'
import type { ToolNames } from './tool-names.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf } from './values.ts'

/** Tools that Anthropic runs itself, by the beginning of their type: left out where the client brings others too. */
const RUN_BY_ANTHROPIC = /^(web_search|web_fetch|code_execution|tool_search|advisor|mcp_toolset|memory)_?/

const isOwn = ({ type }: Fields): boolean => type === undefined || type === null || type === 'custom'

/** `tools`, `tool_choice` and `parallel_tool_calls`. Throws `CannotCarry`. */
export function toTools(body: Fields, names: ToolNames, dialect: ChatDialect): Fields {
  const asked = listOf(body.tools)
  const strange = asked.find((tool) => !isOwn(tool) && !RUN_BY_ANTHROPIC.test(textOf(tool.type)))
  if (strange) throw new CannotCarry(text.openai.tool(dialect.name, textOf(strange.type)))
  const own = asked.filter(isOwn)
  if (asked.length > 0 && own.length === 0)
    throw new CannotCarry(text.openai.tool(dialect.name, textOf(asked[0]?.type)))
  if (own.length === 0) return {}
  const choice = fieldsOf(body.tool_choice)
  return {
    tools: own.map((tool) => ({ type: 'function', function: functionOf(tool, names, dialect) })),
    ...choiceOf(choice, own, names, dialect),
    ...(choice.disable_parallel_tool_use === true && { parallel_tool_calls: false }),
  }
}

function functionOf(tool: Fields, names: ToolNames, { plainSchemas }: ChatDialect): Fields {
  const schema = fieldsOf(tool.input_schema)
  return {
    name: names.out(textOf(tool.name)),
    ...(typeof tool.description === 'string' && { description: tool.description }),
    parameters: plainSchemas ? plain(schema) : { properties: {}, ...without(schema, '$schema') },
  }
}

function choiceOf(choice: Fields, own: readonly Fields[], names: ToolNames, { name }: ChatDialect): Fields {
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { tool_choice: choice.type }
    case 'any':
      return { tool_choice: 'required' }
    case 'tool': {
      const called = textOf(choice.name)
      if (!own.some((tool) => tool.name === called)) throw new CannotCarry(text.openai.tool(name, called))
      return { tool_choice: { type: 'function', function: { name: names.out(called) } } }
    }
    default:
      return {}
  }
}

const without = (schema: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)))

/** Words that picky servers refuse anywhere in a schema; none of them changes what a valid input is for a model. */
function plain(schema: Fields): Fields {
  const kept = without(schema, '$schema', '$id', ...(schema.format === 'uri' ? ['format'] : []))
  const members = Object.entries(kept).map(([name, value]) => [name, plainValue(name, value)])
  return { ...(schema.type === 'object' && { properties: {} }), ...Object.fromEntries(members) }
}

/** Below these words names are the user's own, not the schema's. */
const NAMED: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'patternProperties'])

function plainValue(name: string, value: unknown): unknown {
  if (name === 'enum' || name === 'const' || name === 'default' || name === 'examples') return value
  if (Array.isArray(value)) return value.map((it) => plainValue('', it))
  if (!isFields(value)) return value
  if (!NAMED.has(name)) return plain(value)
  return Object.fromEntries(Object.entries(value).map(([own, schema]) => [own, plainValue('', schema)]))
}
