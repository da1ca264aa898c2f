import type { Result, Scenario } from './scenario.ts'

/** How busy the machine was: figures of a busy one say little. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly load: readonly number[]
  readonly node: string
}

export const machineWords = ({ cpu, cores, load, node }: Machine): string =>
  `${cpu}, ${cores} cores, load ${load.join(' ')}, Node ${node.slice(1)}`

/** What was measured, for a terminal. */
export function table(columns: Scenario['columns'], rows: Result['rows']): string {
  const lines = cells(columns, rows)
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? []
  const pad = (cell: string, i: number) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))
  return lines.map((line) => line.map(pad).join('   ')).join('\n')
}

/** The same as a part of `docs/evidence/speed.md`. */
export function section(name: string, { about, columns }: Scenario, result: Result, machine: Machine): string {
  const [head = [], ...rows] = cells(columns, result.rows)
  const row = (line: readonly string[]) => `| ${line.join(' | ')} |`
  const missed = result.missed.map((it) => `- Not met: ${it}`)
  const parts = [
    `## ${name}`,
    `${capital(about)}. ${machineWords(machine)}.`,
    [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n'),
    ...(missed.length > 0 ? [missed.join('\n')] : []),
  ]
  return parts.join('\n\n')
}

export const EVIDENCE = `# Speed

Written by \`npm run bench -- --app --write\`. Everybody is measured in turn, round by round, after the answers were seen to
be right; what counts are the ratios of one run. Processor time is the whole process's, every thread of it. CC Relay has
everything on: token, a pool of 100 keys, accounts, log, and somebody who follows the window's feed. What keeps a figure
from its goal stands in \`docs/decisions\`.`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const cells = (columns: Scenario['columns'], rows: Result['rows']): string[][] => [
  ['', ...Object.keys(columns)],
  ...rows.map(({ name, figures }) => [
    name,
    ...Object.entries(columns).map(([column, digits]) => figures[column]?.toFixed(digits) ?? ''),
  ]),
]
