import { text } from '../../src-shared/text/text.ts'
import { withNames } from '../bytes/sse.ts'
import { readError } from '../providers/error-body.ts'
import type { ThoughtReader } from '../thinking/thought-reader.ts'
import type { Client } from './client.ts'
import { type Batch, Cut, type Exchange } from './exchange.ts'
import type { UsageMeter } from './usage-meter.ts'

/** How an answer that had begun came to its end. */
export type Ending = { kind: 'done' } | { kind: 'gone' } | { kind: 'broken'; said: string }

/** Who reads along, and the provider's name for what is said when the stream breaks. */
export interface Readers {
  readonly meter: UsageMeter
  readonly thoughts: ThoughtReader
  readonly name: string
}

/**
 * Passes a stream of events on, one write per arrival, and reads its usage on the way. Where it breaks, the
 * client is told by an error event; an end is never made up.
 */
export async function passEvents(
  exchange: Exchange,
  first: Batch,
  client: Client,
  { meter, thoughts, name }: Readers,
): Promise<Ending> {
  try {
    for (let batch: Batch | null = first; batch !== null; batch = await exchange.nextBatch()) {
      meter.read(batch.events)
      thoughts.read(batch.events)
      await written(exchange, client, withNames(batch.bytes, batch.events))
      if (client.gone.aborted) return { kind: 'gone' }
    }
  } catch (error) {
    if (client.gone.aborted) return { kind: 'gone' }
    if (!(error instanceof Cut)) throw error
    if (!meter.stopped && !meter.error) return broken(client, error.message)
  }
  if (meter.error && !meter.stopped) {
    client.end()
    return { kind: 'broken', said: readError(meter.error.data()).message ?? text.errors.upstream.ended(name) }
  }
  if (!meter.stopped) return broken(client, text.errors.upstream.ended(name))
  client.end()
  return { kind: 'done' }
}

/** Passes on an answer too large to hold. Where it breaks, so does the client's connection: its length is unknown. */
export async function passBytes(exchange: Exchange, first: Buffer, client: Client): Promise<Ending> {
  try {
    for (let chunk: Buffer | null = first; chunk !== null; chunk = await exchange.next()) {
      await written(exchange, client, chunk)
      if (client.gone.aborted) return { kind: 'gone' }
    }
  } catch (error) {
    if (client.gone.aborted) return { kind: 'gone' }
    if (!(error instanceof Cut)) throw error
    client.destroy()
    return { kind: 'broken', said: error.message }
  }
  client.end()
  return { kind: 'done' }
}

async function written(exchange: Exchange, client: Client, bytes: Buffer): Promise<void> {
  const room = client.write(bytes)
  if (room === null) return
  exchange.hold()
  await room
  exchange.resume()
}

function broken(client: Client, said: string): Ending {
  client.refuse({ status: 502, type: 'api_error', message: said })
  return { kind: 'broken', said }
}
