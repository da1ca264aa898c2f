import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { faultOf, testsBelow } from './named-tests.mjs'

/** How many there are: G01 to G57. */
const COUNT = 57

const WHEN = /** @type {const} */ ({ commit: 'every commit', night: 'at night', package: 'on the package' })

const Text = z.string().min(1)
const Goal = z.strictObject({
  goal: Text,
  demanded: Text,
  reached: Text.optional(),
  notYet: Text.optional(),
  notHere: Text.optional(),
  when: z.array(z.enum(['commit', 'night', 'package'])).min(1),
  sample: Text.optional(),
  decision: Text.optional(),
  evidence: z.array(Text).default([]),
  tests: z.array(z.templateLiteral([Text, ' › ', Text])),
})
const Goals = z.record(z.string(), Goal)

/** @typedef {z.infer<typeof Goals>} Goals */
/** @typedef {z.infer<typeof Goal>} Goal */

/**
 * The goals as they stand in the data file, whatever they say.
 * @param {string} source docs/evidence/goals.yaml
 * @returns {Goals}
 */
export const readGoals = (source) => Goals.parse(parse(source))

/**
 * What is wrong with them: a row too few or too many, a figure that nobody reached or shows, a test or record that is
 * not there. Empty where all is well.
 * @param {Goals} goals
 * @param {string} root the folder that their paths start from
 * @returns {string[]}
 */
export function faultsOfGoals(goals, root) {
  const wanted = Array.from({ length: COUNT }, (_, at) => `G${String(at + 1).padStart(2, '0')}`)
  const names = Object.keys(goals)
  const testsOf = testsBelow(root)
  return [
    ...(wanted.join() === names.join()
      ? []
      : [
          `needs G01 to G${COUNT}, in order; missing: ${wanted.filter((it) => !names.includes(it)).join(', ') || 'none'}`,
        ]),
    ...Object.entries(goals).flatMap(([name, goal]) => [
      ...proofsOf(goal).flatMap((proof) => faultOf(proof, testsOf).map((fault) => `${name}: ${fault}`)),
      ...recordsOf(goal).flatMap((file) =>
        fs.existsSync(path.join(root, file)) ? [] : [`${name}: there is no ${file}`],
      ),
      ...(goal.notYet === undefined && goal.reached === undefined ? [`${name}: nobody reached it`] : []),
      ...(goal.notYet === undefined && goal.tests.length === 0 ? [`${name}: no test shows it`] : []),
    ]),
  ]
}

const recordsOf = (/** @type {Goal} */ { evidence, decision }) => [...evidence, ...(decision ? [decision] : [])]

const proofsOf = (/** @type {Goal} */ { tests }) =>
  tests.map((line) => {
    const at = line.indexOf(' › ')
    return { file: line.slice(0, at), title: line.slice(at + 3) }
  })

/**
 * The page: one table, a row for each goal.
 * @param {Goals} goals
 * @returns {string}
 */
export function pageOfGoals(goals) {
  const rows = Object.entries(goals).map(([name, goal]) => `| ${[name, ...cellsOf(goal)].map(escaped).join(' | ')} |`)
  const open = Object.values(goals).filter(({ notYet }) => notYet !== undefined).length
  return `${HEAD}
${open === 0 ? 'All of them are reached.' : `${COUNT - open} of ${COUNT} are reached; the others say "not yet" and what is missing.`}

| | what must hold | demanded | reached | when | shown by |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

const HEAD = `# Goals of safety and reliability

Made from \`goals.yaml\` by \`npm run goals\`, which \`npm run check\` asks too: it fails where a row is gone, a test was
renamed or skipped, or a record is missing. A test at night is run by \`npm run test:night\`, one of the package on what
\`npm run dist\` made.
`

/** @returns {string[]} */
function cellsOf(/** @type {Goal} */ goal) {
  const { reached, notYet, notHere, sample, decision, when } = goal
  const figures = [
    ...(reached ? [reached] : []),
    ...(notYet ? [`**Not yet:** ${notYet}`] : []),
    ...(sample ? [`Every commit: ${sample}`] : []),
    ...(notHere ? [`Not run here: ${notHere}`] : []),
  ]
  const shown = [
    ...proofsOf(goal).map(({ file, title }) => `\`${file}\` › ${title}`),
    ...goal.evidence.map((file) => link(file)),
    ...(decision ? [`why this figure: ${link(decision)}`] : []),
  ]
  return [goal.goal, goal.demanded, figures.join('<br>'), when.map((it) => WHEN[it]).join(', '), shown.join('<br>')]
}

const link = (/** @type {string} */ file) => `[${path.basename(file)}](${path.posix.relative('docs/evidence', file)})`

const escaped = (/** @type {string} */ cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')
