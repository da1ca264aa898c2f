import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { text } from '../../src-shared/text/text.ts'
import { trustIn } from '../certificate/own-certificate.ts'
import { diagnosed, type Known } from '../claude/diagnose.ts'
import { layersOf } from '../claude/layers.ts'
import { findClaude } from '../claude/locate.ts'
import { loginEnvironment } from '../claude/login-shell.ts'
import { foldersIn } from '../files/folders.ts'
import { addressOf } from '../ipc/handlers/desk.ts'
import { homeOf, lookForRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { machineOf } from './launch.ts'
import { localToken } from './local-token.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.claude.doctor
const PATIENCE_MS = 3_000

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
  if (door === null) return { address: null, answers: false, token: null, guarded: false }
  const { relay, config } = await snapshotOf(door)
  const token = await localToken(terminal, config.source === 'file' ? config.path : null).catch(() => null)
  if (relay.kind !== 'listening' && relay.kind !== 'paused')
    return { address: null, answers: false, token, guarded: false }
  const address = addressOf(relay)
  return { address, token, guarded: relay.over === 'https', answers: await answers(address, certificates(terminal)) }
}

/** Asked as Claude Code would: over TLS it must be the relay of this install. */
function answers(address: string, ca: Buffer | undefined): Promise<boolean> {
  const { get } = address.startsWith('https:') ? https : http
  return new Promise((resolve) => {
    get(`${address}/health`, { ca, timeout: PATIENCE_MS }, (reply) => {
      reply.resume()
      resolve(reply.statusCode === 200)
    })
      .on('timeout', () => resolve(false))
      .on('error', () => resolve(false))
  })
}

function certificates(terminal: Terminal): Buffer | undefined {
  try {
    return readFileSync(trustIn(foldersIn(homeOf(terminal)).certificate))
  } catch {
    return undefined
  }
}

/** Claude Code sends even loopback through a proxy that the environment names. */
function proxyAdvice(env: Terminal['env']): string[] {
  const name = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].find((one) => env[one])
  const spared = `${env.NO_PROXY ?? ''},${env.no_proxy ?? ''}`.split(',').map((host) => host.trim())
  return name === undefined || spared.some((host) => host === '*' || host === '127.0.0.1')
    ? []
    : [words.advice.proxy(name)]
}
