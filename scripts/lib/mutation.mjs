import { z } from 'zod'

const Text = z.string().min(1)
const Spared = z.strictObject({ file: Text, line: Text, instead: z.string(), why: Text })
const Scope = z.strictObject({
  least: z.number().min(1).max(100),
  files: z.array(Text).min(1),
  tests: z.array(Text).min(1),
  spared: z.array(Spared).default([]),
})
export const Scopes = z.record(z.string(), Scope)
export const Lines = z.array(
  z.strictObject({ file: Text, line: Text, instead: z.string(), means: Text, tests: z.array(Text).min(1) }),
)

const Mutant = z.object({
  status: z.string(),
  mutatorName: z.string(),
  replacement: z.string().default(''),
  location: z.object({ start: z.object({ line: z.number() }) }),
})
export const Report = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(Mutant) })),
})

/** What a run of one scope came to; `at`: the day it was run. */
const Result = z.strictObject({
  at: Text,
  mutants: z.number(),
  killed: z.number(),
  spared: z.number(),
  survived: z.array(Text),
})
export const Results = z.strictObject({
  scopes: z.record(z.string(), Result).default({}),
  lines: z.strictObject({ at: Text, noticed: z.number(), of: z.number() }).optional(),
})

/** @typedef {z.infer<typeof Scope>} Scope */
/** @typedef {z.infer<typeof Result>} Result */
/** @typedef {z.infer<typeof Results>} Results */
/** @typedef {z.infer<typeof Scopes>} Scopes */

/** A mutant that could not be loaded, or that runs for ever, was noticed by other means than a test. */
const NOTICED = new Set(['Killed', 'Timeout'])
const NONE = new Set(['CompileError', 'RuntimeError', 'Ignored'])

/**
 * What a report says of a scope. A mutant that a scope spares counts only where it survived.
 * @param {z.infer<typeof Report>} report
 * @param {Scope} scope
 * @param {string} at
 * @returns {Result}
 */
export function resultOf(report, scope, at) {
  const mutants = Object.entries(report.files).flatMap(([file, { source, mutants: found }]) => {
    const lines = source.split('\n')
    return found
      .filter(({ status }) => !NONE.has(status))
      .map(({ status, replacement, mutatorName, location: { start } }) => {
        const line = lines[start.line - 1]?.trim() ?? ''
        return { file, line, number: start.line, instead: replacement, mutatorName, noticed: NOTICED.has(status) }
      })
  })
  const left = mutants.filter(({ noticed }) => !noticed)
  const isSpared = (/** @type {(typeof left)[number]} */ { file, line, instead }) =>
    scope.spared.some((it) => it.file === file && it.line === line && it.instead === instead)
  return {
    at,
    mutants: mutants.length,
    killed: mutants.length - left.length,
    spared: left.filter(isSpared).length,
    survived: left
      .filter((mutant) => !isSpared(mutant))
      .map(({ file, number, line, instead, mutatorName }) => `${file}:${number} ${mutatorName}: ${line} → ${instead}`),
  }
}

/** Noticed, in percent of those that can be; 100 where there are none. */
export const scoreOf = (/** @type {Result} */ { mutants, killed, spared }) =>
  mutants === spared ? 100 : (100 * killed) / (mutants - spared)

/**
 * The page: a row for each scope, run or not, and every mutant that survived.
 * @param {Scopes} scopes
 * @param {Results} results
 * @returns {string}
 */
export function pageOfMutation(scopes, { scopes: results, lines }) {
  const rows = Object.entries(scopes).map(([name, { least }]) => {
    const result = results[name]
    if (!result) return `| ${name} | ${least} % | not run yet | | | | | |`
    const { mutants, killed, spared, survived, at } = result
    const score = Math.floor(scoreOf(result) * 10) / 10
    return `| ${name} | ${least} % | ${score} % | ${mutants} | ${killed} | ${survived.length} | ${spared} | ${at} |`
  })
  const left = Object.entries(scopes).flatMap(([name]) => {
    const survived = results[name]?.survived ?? []
    return survived.length === 0 ? [] : [`## Survived: ${name}`, survived.map(asCode).join('\n')]
  })
  return `${[
    '# A weakened line is noticed',
    'Each mutant is the code with one thing changed: a condition turned, a call left out, a text emptied. One that no test notices has survived; one that cannot be told from the code by anybody is spared, with its reason, in `night/mutation/scopes.yaml`, and is not counted.',
    [
      '| scope | at least | noticed | mutants | killed | survived | spared | run |',
      `|${' --- |'.repeat(8)}`,
      ...rows,
    ].join('\n'),
    lines
      ? `Named lines of security, each weakened in the worst way (\`night/mutation/lines.yaml\`): ${lines.noticed} of ${lines.of} noticed, ${lines.at}.`
      : 'Named lines of security (`night/mutation/lines.yaml`): not run yet.',
    ...left,
    'Made by `npm run test:mutation`.',
  ].join('\n\n')}\n`
}

/** A line of code inside a list of Markdown: a fence longer than any in it. */
const asCode = (/** @type {string} */ text) => `- \`\`${text.replace(/\s+/g, ' ').replaceAll('``', "''")} \`\``
