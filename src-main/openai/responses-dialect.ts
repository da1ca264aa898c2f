import type { ToolDialect } from '../conversion/tools.ts'

/** What differs between servers that speak Responses. */
export interface ResponsesDialect extends ToolDialect {
  /** Models that think before they answer: an effort, their thinking kept from turn to turn, and no temperature. */
  readonly reasons: (model: string) => boolean
  /** Models that can be asked to think harder than `high`. */
  readonly thinksHardest: (model: string) => boolean
  /** Takes `prompt_cache_key`, which keeps a conversation where its prefix is cached. */
  readonly cacheKey: boolean
}
