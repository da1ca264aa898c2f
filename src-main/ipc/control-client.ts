import { request } from 'node:http'
import type { Reply, RequestName } from '../../src-shared/ipc/contract.ts'
import { isOwnSocket, knownPipe, socketPath } from './control-place.ts'

/** Longer than anything a relay is asked: testing a key may wait for a provider, opening a terminal for a person. */
const PATIENCE_MS = 120_000
/** Nobody there, or nobody any more. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'])

/** Asks the relay of this home that is running. `null`: there is none. Rejects where it breaks off. */
export async function askRunning(
  home: string,
  platform: NodeJS.Platform,
  name: RequestName,
  input: unknown,
): Promise<Reply<never> | null> {
  const socket = platform === 'win32' ? knownPipe(home) : ownSocket(home)
  if (socket === null) return null
  try {
    return await ask(socket, JSON.stringify({ name, input }))
  } catch (error) {
    if (NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** A secret is sent there, so it must be nobody else's. */
function ownSocket(home: string): string | null {
  const uid = process.getuid?.() ?? 0
  const path = socketPath(home, uid)
  return isOwnSocket(path, uid) ? path : null
}

const ask = (socketPath: string, body: string): Promise<Reply<never>> =>
  new Promise((resolve, reject) => {
    const options = {
      ...{ socketPath, path: '/bridge/invoke', method: 'POST', timeout: PATIENCE_MS, agent: false as const },
      headers: { host: 'localhost', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    }
    const asking = request(options, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.on('error', reject)
      reply.on('end', () => {
        if (reply.statusCode !== 200) reject(new Error(`the relay answered ${reply.statusCode}`))
        else resolve(JSON.parse(Buffer.concat(parts).toString('utf8')) as Reply<never>)
      })
    })
    asking.on('timeout', () => asking.destroy(new Error('the relay did not answer')))
    asking.on('error', reject)
    asking.end(body)
  })
