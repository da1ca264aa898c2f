import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Address, Lanes, type Order } from './load.ts'
import {
  deltaEvent,
  FIRST_EVENTS,
  JSON_ANSWER,
  LAST_EVENTS,
  SMALL,
  SMALL_STREAM,
  TURN,
  TURN_DELTAS,
} from './messages.ts'
import { freePort, type Running, start } from './processes.ts'

/** Somebody who stands between a client and the provider. */
export interface Contender extends Address {
  readonly name: string
  /** Whose time and memory count. */
  readonly pids: readonly number[]
  readonly startMs: number
  /** Whether it hands bodies on as they are; a gateway that rewrites them is compared by small requests alone. */
  readonly exact: boolean
  stop(): Promise<void>
}

/** What a contender is started with. */
export interface Ground {
  /** The provider's address. */
  readonly upstream: string
  /** A folder of its own. */
  readonly folder: string
}

/** Starts one; a sentence says why it cannot take part. */
export type Entry = (ground: Ground) => Promise<Contender | string>

/** All who take part, and the provider itself. */
export interface Field {
  readonly direct: Address
  readonly all: readonly Contender[]
  stop(): Promise<void>
}

/** The name of what everybody is compared with. */
export const BARE = 'bare passthrough'

const JSON_ORDER: Order = { kind: 'json', body: SMALL, bytes: Buffer.byteLength(JSON_ANSWER) }
const TURN_ANSWER = FIRST_EVENTS + deltaEvent('another few words of the answer ').repeat(TURN_DELTAS) + LAST_EVENTS
const TURN_ORDER: Order = { kind: 'turn', body: TURN, bytes: Buffer.byteLength(TURN_ANSWER) }
export const orders = { json: JSON_ORDER, turn: TURN_ORDER }

/** Starts the provider and everybody else, and sees to it that their answers are right. */
export async function openField(entries: readonly Entry[], say: (line: string) => void): Promise<Field> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cc-relay-bench-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const program = (name: string) => path.join(import.meta.dirname, `${name}.js`)
  const provider = await start(process.execPath, [program('upstream'), String(port)], { origin })
  const all: Contender[] = []
  const stop = async () => {
    await Promise.all([provider as Running, ...all].map((it) => it.stop()))
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    for (const [i, enter] of entries.entries()) {
      const own = path.join(folder, String(i))
      fs.mkdirSync(own)
      const entered = await enter({ upstream: origin, folder: own })
      if (typeof entered === 'string') say(entered)
      else all.push(entered)
    }
    const direct = { origin, headers: { 'x-api-key': 'of-nobody' } }
    for (const one of all) await verify(one)
    return { direct, all, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whoever answers wrongly is not measured. */
async function verify(contender: Contender): Promise<void> {
  const lanes = new Lanes(contender, 1)
  try {
    if (!contender.exact) {
      assert.equal(JSON.parse(await lanes.ask({ ...JSON_ORDER, bytes: null })).type, 'message', contender.name)
      return
    }
    assert.equal(await lanes.ask(JSON_ORDER), JSON_ANSWER, `${contender.name} changed a small answer`)
    assert.equal(await lanes.ask(TURN_ORDER), TURN_ANSWER, `${contender.name} changed a stream`)
    for (const body of [SMALL, SMALL_STREAM, TURN]) {
      const { seen } = JSON.parse(await lanes.ask({ kind: 'seen', body, bytes: null }))
      assert.equal(seen.sha256, createHash('sha256').update(body).digest('hex'), `${contender.name} changed a body`)
    }
  } finally {
    await lanes.close()
  }
}
