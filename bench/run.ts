import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Row, Scenario } from './scenario.ts'
import { selection } from './selection.ts'

/** npm run bench [NAME…]: measures these, or all. Figures go to bench/results/ as well. A new one is a file and a row. */
const scenarios: Readonly<Record<string, Scenario>> = { selection }

/** How busy the machine is: figures of a busy one say little. */
const machine = () => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
  load: os.loadavg().map((load) => Math.round(load * 100) / 100),
  node: process.version,
})

function table(columns: Scenario['columns'], rows: readonly Row[]): string {
  const lines = [['', ...Object.keys(columns)]]
  for (const { name, figures } of rows)
    lines.push([name, ...Object.entries(columns).map(([column, digits]) => figures[column]?.toFixed(digits) ?? '')])
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? []
  const pad = (cell: string, i: number) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))
  return lines.map((line) => line.map(pad).join('   ')).join('\n')
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !scenarios[name])
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}. There are: ${Object.keys(scenarios).join(', ')}.`)
  process.exit(2)
}
const folder = path.resolve('bench/results')
fs.mkdirSync(folder, { recursive: true })
for (const name of asked.length > 0 ? asked : Object.keys(scenarios)) {
  const scenario = scenarios[name] as Scenario
  const before = machine()
  console.log(`${name}: ${scenario.about}`)
  console.log(`${before.cpu}, ${before.cores} cores, load ${before.load.join(' ')}, Node ${before.node.slice(1)}\n`)
  try {
    const { rows, missed } = await scenario.run((line) => console.log(line))
    console.log(`${table(scenario.columns, rows)}\n`)
    for (const goal of missed) console.error(`Slower than its goal: ${goal}`)
    if (missed.length > 0) process.exitCode = 1
    const result = { name, at: new Date().toISOString(), machine: before, loadAfter: machine().load, rows, missed }
    fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
