import type { KeyView } from '../../src-shared/domain/key.ts'
import { tightest } from '../../src-shared/domain/limits.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown, percent } from '../../src-shared/text/format.ts'
import { groupName } from '../../src-shared/text/group-name.ts'
import { text } from '../../src-shared/text/text.ts'
import { circuitWords, keyWords, poolWords, providerName, statusWords } from '../feed/tray-words.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { lookForRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/** `cc-relay status`: what the running relay is doing, in the words of the tray. 1: none is running. */
export async function status(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { switches: ['json'] })
  const door = await lookForRelay(terminal)
  if (options.json) {
    const said = door === null ? { running: false } : { running: true, ...(await snapshotOf(door)) }
    terminal.out(`${JSON.stringify(said, null, 2)}\n`)
    if (door === null) throw new Failed('', 1)
    return
  }
  if (door === null) throw new Failed(text.cli.notRunning, 1)
  terminal.out(`${statusLines(await snapshotOf(door)).join('\n')}\n`)
}

function statusLines(snapshot: Snapshot): string[] {
  const words = text.cli.status
  const { at: now, version, relay, config, choice, totals, debugUntil } = snapshot
  const keys = keysOf(snapshot)
  const providers = snapshot.providerOrder.map((id) => snapshot.providers[id]).filter((one) => one !== undefined)
  const chosen = providers.find(({ id }) => id === choice.provider)
  const provider = chosen ? providerName(chosen) : text.window.bar.anyProvider
  const isUp = relay.kind === 'listening' || relay.kind === 'paused'
  return [
    words.version(version, isUp ? addressOf(relay) : null),
    statusWords(snapshot),
    ...(relay.kind === 'failed' ? [relay.message] : []),
    config.source === 'file' ? words.config(config.path) : words.appConfig(config.path),
    ...(config.problem === null ? [] : [config.problem]),
    words.choice(provider, choice.model ?? text.window.bar.asAsked),
    ...(debugUntil === null ? [] : [words.debug(countdown(debugUntil - now))]),
    words.requests(totals.requests, totals.failedOver),
    ...(snapshot.pool.moves === 0 ? [] : [words.moves(snapshot.pool.moves)]),
    '',
    poolWords(snapshot, keys, now),
    ...keys.map((key, at) => `  ${keyLine(key, keys.slice(0, at), now)}`),
    ...providers.flatMap((one) => {
      const said = circuitWords(one, now)
      return said === null ? [] : [`  ${text.tray.row(providerName(one), said)}`]
    }),
  ]
}

export const keysOf = ({ keyOrder, keys }: Snapshot): KeyView[] =>
  keyOrder.map((id) => keys[id]).filter((key) => key !== undefined)

/** `work …Zq7w: input 71%, 2 requests under way; Sonnet 4.5 back in 0:20` */
export function keyLine(key: KeyView, above: readonly KeyView[], now: number): string {
  const name = text.cli.keys.row(key.label, key.hint)
  const said = keyWords(key, above, now) + text.cli.status.underWay(key.inFlight)
  return text.tray.row(name, said + groupWords(key, now))
}

/** Below this share left a group of models is worth naming. */
const LOW = 0.1

/** What a key that is ready is not ready for: its line tells of the group used last, and others may be at their end. */
function groupWords({ status, lanes }: KeyView, now: number): string {
  if (status.kind !== 'ready') return ''
  const words = text.cli.status
  const said = lanes.map(({ group, windows, coolingUntil }, at) => {
    if (coolingUntil !== null && coolingUntil > now)
      return words.groupBack(groupName(group), countdown(coolingUntil - now))
    const least = at === 0 ? null : tightest(windows, now)
    if (!least || least.share >= LOW) return ''
    return words.groupLeft(groupName(group), text.window.dimensions[least.dimension], percent(least.share))
  })
  return said.join('')
}
