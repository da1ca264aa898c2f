import { plainName } from '../providers/claude-models.ts'

/**
 * One spelling for a model's many: no vendor before it, no date, window marker or `-latest` behind it, no
 * capitals, no dots, no part of the world (`GLM-5.3`, `anthropic/claude-opus-5.5`). Two names with the same spelling are one model;
 * a name that merely begins like another is not that other.
 */
export const spelling = (model: string): string =>
  plainName(model.replace(/-v\d+(:\d+)?$/, ''))
    .replace(/^(us-gov|us|eu|jp|au|apac|regional)\.(?=anthropic\.)/, '')
    // What is not bound to one part of the world costs less.
    .replace(/^(global\.)?anthropic[./]/, '$1')
    .replace(/-latest$/, '')
    .replaceAll('.', '-')
    .replace(/-0$/, '')
