import { text } from '../../src-shared/text/text.ts'

/** Every problem of a file on a line of its own. */
export const problemLines = (path: string, problems: readonly string[]): string =>
  [text.config.problems(path, problems.length), ...problems.map((problem) => `  - ${problem}`)].join('\n')
