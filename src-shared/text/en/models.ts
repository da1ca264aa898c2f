import { figure, tokens } from '../format.ts'

/** What is said of models: in their list, where one cannot take a request, and about the user's own prices. */
export const models = {
  /** In Claude Code's list, beside models of the same name elsewhere. */
  via: (model: string, provider: string) => `${model} via ${provider}`,
  fits: {
    noTools: 'Its model cannot use tools.',
    noImages: 'Its model cannot see images.',
    noDocuments: 'Its model cannot read documents.',
    answer: (asked: number, most: number) =>
      `The request allows an answer of ${figure(asked)} tokens; its model writes ${figure(most)} at most.`,
    window: (input: number, answer: number, most: number) =>
      `The request needs ${tokens(input + answer)} tokens with its answer; its model holds ${tokens(most)}.`,
  },
  override: {
    unreadable: (code: string) => `It could not be read (${code}). The prices known before stay in force.`,
    ignored: (path: string, problems: readonly string[]) =>
      problems.length === 1
        ? `${path} is not used. ${problems[0]}`
        : `${path} is not used: ${problems.length} of its lines are wrong. The first: ${problems[0]}`,
    reasons: {
      price: 'must be USD per million tokens, 0 or more',
      count: 'must be a whole number of tokens, 1 or more',
      flag: 'must be true or false',
      day: 'must be the day on which this was so, for example 2026-11-24',
      name: 'must be a kind of provider and a model, for example zai/glm-5.3, or zai/* for all others there',
      block: 'must be a block of names and values',
      unknown: 'is not a known name',
    },
    fixes: { see: 'Mend or remove it; the rest of the file counts once every line is right.' },
  },
} as const
