import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { app } from './contenders/app.ts'
import { bare } from './contenders/bare.ts'
import { nginx } from './contenders/nginx.ts'
import { relay, root } from './contenders/relay.ts'
import { type Field, openField } from './field.ts'
import type { Row, Scenario } from './scenario.ts'
import { firstByte } from './scenarios/first-byte.ts'
import { gate } from './scenarios/gate.ts'
import { open } from './scenarios/open.ts'
import { selection } from './scenarios/selection.ts'
import { small } from './scenarios/small.ts'
import { smooth } from './scenarios/smooth.ts'
import { starting } from './scenarios/start.ts'
import { turn } from './scenarios/turn.ts'
import { uploads } from './scenarios/uploads.ts'

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, app: { type: 'boolean', default: false } },
})

/** npm run bench [NAME…]: measures these, or all. Figures go to bench/results/ as well. A new one is a file and a row. */
const scenarios: Readonly<Record<string, Scenario>> = {
  open,
  selection,
  small,
  turn,
  smooth,
  'first-byte': firstByte,
  uploads,
  start: starting(values.app),
  gate,
}

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

const unknown = asked.filter((name) => !scenarios[name])
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}. There are: ${Object.keys(scenarios).join(', ')}.`)
  process.exit(2)
}
if (process.platform !== 'linux') {
  console.log('What programs cost is read from /proc, so they are compared on Linux only.')
  process.exit()
}
const folder = path.join(root, 'bench', 'results')
fs.mkdirSync(folder, { recursive: true })
const say = (line: string) => console.log(line)
const opened: Promise<Field>[] = []
/** Opened for whoever asks first, and for all. */
const field = () => {
  if (!opened[0])
    opened.push(
      openField([...(asked.join() === 'gate' ? [] : [nginx]), bare, relay, ...(values.app ? [app] : [])], say),
    )
  return opened[0] as Promise<Field>
}
/** What CI runs stands apart: it measures again what others do, and needs nobody else. */
const all = Object.keys(scenarios).filter((name) => name !== 'gate')
for (const name of asked.length > 0 ? asked : all) {
  const scenario = scenarios[name] as Scenario
  const before = machine()
  console.log(`${name}: ${scenario.about}`)
  console.log(`${before.cpu}, ${before.cores} cores, load ${before.load.join(' ')}, Node ${before.node.slice(1)}\n`)
  try {
    const { rows, missed } = await scenario.run({ say, field, rounds: Number(values.rounds) })
    console.log(`${table(scenario.columns, rows)}\n`)
    for (const goal of missed) console.error(`Goal not met: ${goal}`)
    if (missed.length > 0) process.exitCode = 1
    const result = { name, at: new Date().toISOString(), machine: before, loadAfter: machine().load, rows, missed }
    fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
for (const it of opened) await (await it).stop()
