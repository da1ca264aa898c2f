import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { app } from '../contenders/app.ts'
import { bare } from '../contenders/bare.ts'
import { relay, root } from '../contenders/relay.ts'
import { BARE, type Ground } from '../field.ts'
import { freePort, residentMb, start } from '../processes.ts'
import { median, type Row, type Scenario } from '../scenario.ts'

const GOAL_MS = 150
const BARE_APP = 'bare Electron app'

interface Started {
  readonly ms: number
  readonly mb: number
}

/** Starts it, and ends it. */
type Starting = (ground: Ground) => Promise<Started>

const ofContender =
  (enter: typeof relay): Starting =>
  async (ground) => {
    const { startMs, pids, stop } = await enter(ground)
    const mb = residentMb(pids)
    await stop()
    return { ms: startMs, mb }
  }

const bareApp: Starting = async ({ folder }) => {
  const port = await freePort()
  const electron = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron')
  const icon = path.join(root, 'assets', 'icons', '256x256.png')
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "bare", "version": "1.0.0", "main": "bare-app.cjs" }')
  fs.copyFileSync(path.join(root, 'scripts', 'bare-app.cjs'), path.join(folder, 'bare-app.cjs'))
  const args = [folder, `--user-data-dir=${path.join(folder, 'user')}`, icon, String(port)]
  const { startMs, pid, stop } = await start(electron, args, { origin: `http://127.0.0.1:${port}`, cwd: root })
  const mb = residentMb([pid])
  await stop()
  return { ms: startMs, mb }
}

/** The relay answers; of the app that is after its tray stands and before its window opens. */
export const starting = (withApp: boolean): Scenario => ({
  about: 'from the start of a program to its first answer, and its memory then',
  columns: { ms: 0, MB: 0, 'more than bare, ms': 0 },
  async run({ rounds }) {
    const all: Record<string, Starting> = {
      [BARE]: ofContender(bare as typeof relay),
      'CC Relay': ofContender(relay),
      ...(withApp && { [BARE_APP]: bareApp, 'the app': ofContender(app as typeof relay) }),
    }
    const came: Record<string, Started[]> = {}
    for (let round = 0; round < rounds; round++)
      for (const [name, begin] of Object.entries(all)) {
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cc-relay-bench-'))
        const upstream = 'http://127.0.0.1:9'
        came[name] = [...(came[name] ?? []), await begin({ upstream, folder })]
        fs.rmSync(folder, { recursive: true, force: true })
      }
    const msOf = (name: string) => median((came[name] ?? []).map(({ ms }) => ms))
    const rows = Object.entries(came).map(([name, starts]): Row => {
      const figures = { ms: msOf(name), MB: median(starts.map(({ mb }) => mb)) }
      const beside = name === 'CC Relay' ? BARE : name === 'the app' ? BARE_APP : null
      return { name, figures: { ...figures, ...(beside && { 'more than bare, ms': figures.ms - msOf(beside) }) } }
    })
    const more = msOf('the app') - msOf(BARE_APP)
    return { rows, missed: more > GOAL_MS ? [`the app: ${more.toFixed(0)} ms more, goal ${GOAL_MS}`] : [] }
  },
})
