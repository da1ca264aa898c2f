import { presets } from '../../src-shared/domain/presets/presets.ts'
import { judge, type Outcome, statuses } from './run.ts'

/** The outcomes as a page for people. */
export function report(version: string, day: string, outcomes: readonly Outcome[]): string {
  const good = outcomes.filter((it) => judge(it).length === 0).length
  return [
    '# The real client at every kind of provider',
    '',
    `Claude Code ${version} through \`cc-relay serve\`, ${day}: ${good} of ${outcomes.length} as they must be.`,
    'Made by `npm run test:night`; `e2e/real-client-providers` says what is asked and what must come of it.',
    '',
    'Each kind has a twin that speaks its vendor’s own format. The task is a tool call that writes a file and the answer',
    'after it; then the same conversation goes on with two tools at once. No request may be refused, and the client may',
    'not have to try again.',
    '',
    '| kind | as it must be | model | seconds | upstream | tokens in, out |',
    '| --- | --- | --- | ---: | --- | ---: |',
    ...outcomes.map(row),
    '',
  ].join('\n')
}

function row(it: Outcome): string {
  const { type } = it.row
  const problems = judge(it)
  const seconds = it.runs.reduce((sum, { ms }) => sum + ms, 0) / 1000
  const usage = it.log.reduce((sum, { usage: its }) => sum + (its ? its.input + its.cacheRead + its.cacheWrite : 0), 0)
  const output = it.log.reduce((sum, entry) => sum + entry.output, 0)
  const cells = [
    type === 'practice' ? type : presets[type].name,
    problems.length === 0 ? 'yes' : `no: ${problems.join('; ')}`,
    it.row.model,
    seconds.toFixed(1),
    statuses(it.log),
    `${usage}, ${output}`,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}
