import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { app } from './contenders/app.ts'
import { bare } from './contenders/bare.ts'
import { nginx } from './contenders/nginx.ts'
import { peers } from './contenders/peers.ts'
import { relay, root } from './contenders/relay.ts'
import { type Field, openField } from './field.ts'
import { EVIDENCE, type Machine, machineWords, section, table } from './report.ts'
import type { Scenario } from './scenario.ts'
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
  options: {
    rounds: { type: 'string', default: '3' },
    app: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
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

const machine = (): Machine => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
  load: os.loadavg().map((load) => Math.round(load * 100) / 100),
  node: process.version,
})

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
const entries = [
  ...(asked.join() === 'gate' ? [] : [nginx]),
  ...[bare, relay],
  ...(values.app ? [app] : []),
  ...(values.peers ? peers : []),
]
const opened: Promise<Field>[] = []
/** Opened for whoever asks first, and for all. */
const field = () => {
  if (!opened[0]) opened.push(openField(entries, say))
  return opened[0] as Promise<Field>
}
const sections = [EVIDENCE]
/** What CI runs stands apart: it measures again what others do, and needs nobody else. */
const all = Object.keys(scenarios).filter((name) => name !== 'gate')
for (const name of asked.length > 0 ? asked : all) {
  const scenario = scenarios[name] as Scenario
  const before = machine()
  console.log(`${name}: ${scenario.about}`)
  console.log(`${machineWords(before)}\n`)
  try {
    const { rows, missed } = await scenario.run({ say, field, rounds: Number(values.rounds) })
    console.log(`${table(scenario.columns, rows)}\n`)
    for (const goal of missed) console.error(`Goal not met: ${goal}`)
    sections.push(section(name, scenario, { rows, missed }, before))
    if (missed.length > 0) process.exitCode = 1
    const result = { name, at: new Date().toISOString(), machine: before, loadAfter: machine().load, rows, missed }
    fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
for (const it of opened) await (await it).stop()
if (values.write) fs.writeFileSync(path.join(root, 'docs', 'evidence', 'speed.md'), `${sections.join('\n\n')}\n`)
