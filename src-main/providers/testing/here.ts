import type { Readable } from 'node:stream'
import { nodeAlarm } from '../../node/alarm.ts'
import { nodeClock } from '../../node/clock.ts'
import { Passes } from '../passes.ts'

/** Passes by this computer's own clock. */
export const passesHere = (): Passes => new Passes({ clock: nodeClock, alarm: nodeAlarm(nodeClock), wall: Date.now })

export async function textIn(body: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}
