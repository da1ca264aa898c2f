import { text } from '../../src-shared/text/text.ts'
import { decidedBy, type Layer, layersOf } from '../claude/layers.ts'
import { findClaude } from '../claude/locate.ts'
import { loginEnvironment } from '../claude/login-shell.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { lookForRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { machineOf } from './launch.ts'
import { localToken } from './local-token.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.claude.doctor
const PATIENCE_MS = 3_000

/** Where Claude Code goes from a folder. `here`: through this relay. */
export type Way = 'here' | 'elsewhere' | 'shadowed' | 'straight'

/** What is known of the relay. `answers` is asked over HTTP, as Claude Code would. */
export interface Known {
  readonly address: string | null
  readonly answers: boolean
  /** The token it accepts; `null`: it could not be read here. */
  readonly token: string | null
}

/** `cc-relay doctor`: where Claude Code goes from this folder, and why. 1: not through a relay that answers. */
export async function doctor(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { switches: ['json'] })
  const machine = machineOf(terminal)
  const layers = layersOf(machine, terminal.cwd)
  const claude = await findClaude(machine, await loginEnvironment(machine))
  const known = await lookAtRelay(terminal)
  const { way, lines, advice } = diagnosed(layers, known)
  const proxy = proxyAdvice(terminal.env)
  const isWell = way === 'here' && known.answers
  if (options.json) {
    const shown = layers.map(({ values, ...layer }) => ({ ...layer, sets: Object.keys(values) }))
    const said = { claude, relay: { address: known.address, answers: known.answers }, way, layers: shown, lines }
    terminal.out(`${JSON.stringify({ ...said, advice: [...advice, ...proxy] }, null, 2)}\n`)
  } else {
    const found = claude === null ? words.missing : words.found(claude.path, claude.version)
    const all = [found, relayWords(known), '', ...lines, ...(advice.length + proxy.length > 0 ? [''] : []), ...advice]
    terminal.out(`${[...all, ...proxy].join('\n')}\n`)
  }
  if (!isWell) throw new Failed('', 1)
}

function relayWords({ address, answers }: Known): string {
  if (address === null) return words.off
  return answers ? words.relay(address) : words.silent(address)
}

async function lookAtRelay(terminal: Terminal): Promise<Known> {
  const door = await lookForRelay(terminal)
  if (door === null) return { address: null, answers: false, token: null }
  const { relay, config } = await snapshotOf(door)
  const token = await localToken(terminal, config.source === 'file' ? config.path : null).catch(() => null)
  if (relay.kind !== 'listening' && relay.kind !== 'paused') return { address: null, answers: false, token }
  const address = addressOf(relay)
  return { address, token, answers: await answers(address) }
}

const answers = (address: string): Promise<boolean> =>
  fetch(`${address}/health`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    (reply) => reply.ok,
    () => false,
  )

/** What the layers come to. Pure, so that every case can be shown. */
export function diagnosed(
  layers: readonly Layer[],
  { address, token }: Known,
): { way: Way; lines: string[]; advice: string[] } {
  const url = decidedBy(layers, 'ANTHROPIC_BASE_URL')
  const isHere = (value: string | undefined) => value !== undefined && address !== null && sameAddress(value, address)
  const said = [...brokenLines(layers), ...setLines(layers)]
  const found = { lines: said.length === 0 ? [words.nothing] : said, advice: [] as string[] }
  const end = (way: Way, line: string, ...advice: string[]) => ({
    way,
    lines: [...found.lines, '', line],
    advice: advice.filter((one) => one !== ''),
  })
  const offer = address === null ? words.advice.start : ''
  if (!url) return end('straight', words.verdicts.straight, offer, words.advice.launch, words.advice.init)
  if (!isHere(url.value)) {
    const over = layers.find((layer) => layer !== url.layer && isHere(layer.values.ANTHROPIC_BASE_URL))
    const line = words.verdicts.elsewhere(shownUrl(url.value), url.layer.name)
    const undo = undoing(url.layer, 'ANTHROPIC_BASE_URL')
    if (over)
      return end('shadowed', `${line} ${words.verdicts.shadowed(url.layer.name, over.name)}`, undo, words.advice.launch)
    return end('elsewhere', line, offer, words.advice.launch, url.layer.name === 'user' ? words.advice.initAgain : undo)
  }
  const shown = decidedBy(layers, 'ANTHROPIC_AUTH_TOKEN') ?? decidedBy(layers, 'ANTHROPIC_API_KEY')
  const here = words.verdicts.here(url.layer.name)
  if (!shown) return end('here', `${here} ${words.verdicts.noToken}`, words.advice.initAgain)
  if (token !== null && shown.value !== token)
    return end('here', `${here} ${words.verdicts.token(shown.layer.name)}`, words.advice.initAgain)
  return end('here', here)
}

const setLines = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ name, path, values, apiKeyHelper }) => {
    const names = [...Object.keys(values), ...(apiKeyHelper ? ['apiKeyHelper'] : [])]
    return names.length === 0 ? [] : [words.sets(name, path, names)]
  })

const brokenLines = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ isBroken, path }) => (isBroken && path !== null ? [words.unreadable(path)] : []))

const undoing = ({ name, path }: Layer, variable: string): string =>
  name === 'managed' ? words.advice.managed : words.advice.edit(variable, path)

/** localhost and 127.0.0.1 lead to the same relay. */
function sameAddress(a: string, b: string): boolean {
  const plain = (url: string) => {
    if (!URL.canParse(url)) return url
    const { protocol, hostname, port, pathname } = new URL(url)
    return `${protocol}//${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port}${pathname.replace(/\/$/, '')}`
  }
  return plain(a) === plain(b)
}

/** An address may carry a password or a key; only where it leads is shown. */
const shownUrl = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '…')

/** Claude Code sends even loopback through a proxy that the environment names. */
function proxyAdvice(env: Terminal['env']): string[] {
  const name = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].find((one) => env[one])
  const spared = `${env.NO_PROXY ?? ''},${env.no_proxy ?? ''}`.split(',').map((host) => host.trim())
  return name === undefined || spared.some((host) => host === '*' || host === '127.0.0.1')
    ? []
    : [words.advice.proxy(name)]
}
