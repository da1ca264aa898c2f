import { judge } from './judge.ts'
import { titleOf } from './rows.ts'
import type { Outcome } from './run.ts'

/** The outcomes as a page for people. */
export function report(version: string, day: string, outcomes: readonly Outcome[]): string {
  const good = outcomes.filter((it) => judge(it).length === 0).length
  return [
    '# The real client against a bad provider',
    '',
    `Claude Code ${version} through \`cc-relay serve\` with three keys, ${day}: ${good} of ${outcomes.length} as they must be.`,
    'Made by `npm run test:night`; `e2e/real-client-matrix` says what happens in each row and what must come of it.',
    '',
    'A session is one prompt, a tool call that appends a line to a file, and the answer after it. *Unseen*: the client',
    'never learned of the fault. *Retried*: the client’s own retry, or the wait it was told, led to success. *Told*: it',
    'ended within 15 s with words that say what to do. The column *upstream* has the keys in the order they were tried.',
    '',
    '| fault | as it must be | seconds | exit | client’s retries | tool runs | upstream | said |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- | --- |',
    ...outcomes.map(row),
    '',
  ].join('\n')
}

function row(it: Outcome): string {
  const { run, log, retries, toolRuns } = it
  const upstream = log.map(
    ({ key, status, act }) => `${key?.replace('key-', '')}: ${act ? (status ?? 'reset') : status}`,
  )
  const said = typeof it.row.expected === 'object' ? (run.result?.result ?? '') : ''
  const problems = judge(it)
  const cells = [
    titleOf(it.row),
    problems.length === 0 ? 'yes' : `no: ${problems.join('; ')}`,
    (run.ms / 1000).toFixed(1),
    String(run.code),
    String(retries),
    String(toolRuns),
    upstream.join(', '),
    said,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}
