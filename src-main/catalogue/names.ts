import { plainName } from '../providers/claude-models.ts'

/**
 * One spelling for a model's many: no vendor before it, no date, window marker or `-latest` behind it, no
 * capitals, no dots (`GLM-5.3`, `anthropic/claude-opus-5.5`). Two names with the same spelling are one model;
 * a name that merely begins like another is not that other.
 */
export const spelling = (model: string): string =>
  plainName(model)
    .replace(/^anthropic[./]/, '')
    .replace(/-latest$/, '')
    .replaceAll('.', '-')
    .replace(/-0$/, '')
