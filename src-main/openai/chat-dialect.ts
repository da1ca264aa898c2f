import type { ToolDialect } from '../conversion/tools.ts'
import type { Fields } from '../conversion/values.ts'

/** What differs between servers that speak Chat Completions. */
export interface ChatDialect extends ToolDialect {
  /** Models that think before they answer: `max_completion_tokens`, `reasoning_effort`, and no temperature. */
  readonly reasons: (model: string) => boolean
  /** Where the model's earlier thinking is expected back. */
  readonly thinking: 'left out' | 'reasoning_content'
  /** Takes PDFs as `file` parts. */
  readonly files: boolean
  /** Takes `prompt_cache_key`, which keeps a conversation where its prefix is cached. */
  readonly cacheKey: boolean
  /** What a tool call of the history must carry where the server that made it had signed it; absent: nothing. */
  readonly unsignedCalls?: Fields
}
