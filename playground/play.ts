import { parseArgs } from 'node:util'
import * as script from './script.ts'
import type { LogEntry, Twin, TwinOptions } from './twin.ts'
import { startAnthropic } from './twin-anthropic.ts'
import { startOllama } from './twin-ollama.ts'
import { startZai, windowUsedUp } from './twin-zai.ts'

/**
 * The twins by hand: prints addresses and keys to paste into the app, then a line per request.
 *
 *   npm run play -- [plain | limits | dying | stormy] [--port 4100] [--pace 30]
 */
interface Twins {
  anthropic: Twin
  zai: Twin
  ollama: Twin
}

interface Scenario {
  readonly about: string
  readonly options: TwinOptions
  /** Called once, with everything running. */
  begin(twins: Twins): void
}

const small = { rpm: 6, itpm: 90_000, otpm: 3_000 }

const scenarios: Readonly<Record<string, Scenario>> = {
  plain: { about: 'everything works', options: {}, begin: () => {} },
  limits: {
    about: 'small limits, shared by the keys "one" and "two"',
    options: { limits: () => small, concurrency: 2 },
    begin: () => {},
  },
  dying: {
    about: 'key "one" is revoked after 20 s; Z.AI’s plan is used up after 40 s, for two minutes',
    options: {},
    begin({ anthropic, zai }) {
      setTimeout(() => anthropic.forKey('one', script.dies()), 20_000)
      setTimeout(() => zai.forKey('glm', windowUsedUp(Date.now() + 120_000)), 40_000)
      setTimeout(() => zai.heal(), 160_000)
    },
  },
  stormy: {
    about: 'every few seconds the next answer goes wrong in another way',
    options: {},
    begin(twins) {
      const acts = [
        script.limited(10),
        script.overloaded(),
        script.html(502),
        script.resetsBeforeHeaders(),
        script.resetsAfterHeaders(),
        script.errorFirst(),
        script.cutsMidText(),
        script.slowFirstByte(8_000),
      ]
      setInterval(() => {
        const act = acts[Math.floor(Math.random() * acts.length)] ?? script.overloaded()
        for (const twin of Object.values(twins)) twin.next(act)
      }, 7_000)
    },
  },
}

const anthropicKeys = [
  { secret: 'sk-ant-api03-playground-one', name: 'one', organization: 'org-shared' },
  { secret: 'sk-ant-api03-playground-two', name: 'two', organization: 'org-shared' },
  { secret: 'sk-ant-api03-playground-three', name: 'three', organization: 'org-own' },
]
const zaiKeys = [{ secret: `${'5ca1ab1e'.repeat(4)}.PlaygroundKey001`, name: 'glm' }]

async function play(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '4100' }, pace: { type: 'string', default: '30' } },
  })
  const scenario = scenarios[positionals[0] ?? 'plain']
  if (!scenario) {
    for (const [name, { about }] of Object.entries(scenarios)) console.log(`${name.padEnd(8)} ${about}`)
    process.exitCode = 1
    return
  }
  const port = Number(values.port)
  const common = { ...scenario.options, paceMs: Number(values.pace), beforeMs: 300, keep: 1000 }
  const twins: Twins = {
    anthropic: await startAnthropic({ ...common, keys: anthropicKeys, port, watch: watch('Anthropic') }),
    zai: await startZai({ ...common, keys: zaiKeys, port: port && port + 1, watch: watch('Z.AI') }),
    ollama: await startOllama({ ...common, port: port && port + 2, watch: watch('Ollama') }),
  }
  console.log(`Scenario: ${scenario.about}\n`)
  console.log(`Anthropic  ${twins.anthropic.baseUrl}`)
  for (const key of anthropicKeys) console.log(`           ${key.secret}`)
  console.log(`Z.AI       ${twins.zai.baseUrl}`)
  for (const key of zaiKeys) console.log(`           ${key.secret}`)
  console.log(`Ollama     ${twins.ollama.baseUrl}\n`)
  scenario.begin(twins)
}

const watch =
  (name: string) =>
  (entry: LogEntry): void => {
    const time = new Date(entry.at).toTimeString().slice(0, 8)
    const who = `${time} ${name.padEnd(9)} ${(entry.key ?? 'unknown key').padEnd(11)} ${entry.model ?? '?'}`
    const why = entry.exceeded ? ` (${entry.exceeded} exceeded)` : entry.act ? ` (${entry.act})` : ''
    if (entry.ended === null) console.log(`${who} -> ${entry.status ?? 'no answer'}${why}`)
    else if (entry.usage) {
      const { input, cacheRead, cacheWrite } = entry.usage
      console.log(`${who} ${entry.ended}: ${input + cacheWrite} in, ${cacheRead} cached, ${entry.output} out`)
    }
  }

await play()
