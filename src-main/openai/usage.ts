import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import { countOf, type Fields, fieldsOf } from './values.ts'

/**
 * OpenAI, "Chat completion object", `usage`: `prompt_tokens` counts cached ones too, where Anthropic counts them
 * apart. Some servers add `cache_write_tokens`.
 */
export function usageOf(usage: Fields): TokenUsage {
  const details = fieldsOf(usage.prompt_tokens_details)
  const cacheRead = countOf(details.cached_tokens) || countOf(usage.prompt_cache_hit_tokens)
  const cacheWrite = countOf(details.cache_write_tokens)
  const input = Math.max(0, countOf(usage.prompt_tokens) - cacheRead - cacheWrite)
  return { input, output: countOf(usage.completion_tokens), cacheRead, cacheWrite }
}

/** As the Messages API states it. */
export const stated = ({ input, output, cacheRead, cacheWrite }: TokenUsage) => ({
  input_tokens: input,
  cache_creation_input_tokens: cacheWrite,
  cache_read_input_tokens: cacheRead,
  output_tokens: output,
})

const REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
}

/** Why it stopped. Some servers say `stop` although they have called tools. */
export function stopReason(finish: string, called: boolean): string {
  const reason = REASONS[finish] ?? 'end_turn'
  return reason === 'end_turn' && called ? 'tool_use' : reason
}
