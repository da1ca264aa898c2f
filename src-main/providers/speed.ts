import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { text } from '../../src-shared/text/text.ts'
import { causeOf } from './unreachable.ts'

/** Times in ms from the start; `null` where that step was not reached, or there is none (TLS on plain http). */
export interface Speed {
  readonly connectMs: number | null
  readonly tlsMs: number | null
  readonly firstByteMs: number | null
  readonly status: number | null
  /** Why there is no answer; `null`: there is one. */
  readonly fault: string | null
}

/**
 * Opens one connection of its own to an address and asks for its root with HEAD, without a key: what a request of
 * the relay's would wait for, had it no connection yet. Never throws.
 */
export function speedOf(name: string, baseUrl: string, timeoutMs: number, now: () => number): Promise<Speed> {
  const began = now()
  const seen = { connectMs: null as number | null, tlsMs: null as number | null, firstByteMs: null as number | null }
  const since = () => Math.max(0, now() - began)
  return new Promise((done) => {
    const url = new URL(baseUrl)
    const client = url.protocol === 'https:' ? https : http
    const request = client.request(url, { method: 'HEAD', agent: false, headers: { 'user-agent': 'cc-relay' } })
    const late = setTimeout(() => request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), timeoutMs)
    const end = (status: number | null, fault: string | null) => {
      clearTimeout(late)
      done({ ...seen, status, fault })
    }
    request.on('socket', (socket: Socket) => {
      socket.once('connect', () => {
        seen.connectMs = since()
      })
      socket.once('secureConnect', () => {
        seen.tlsMs = since()
      })
    })
    request.on('response', (response) => {
      seen.firstByteMs = since()
      response.resume()
      end(response.statusCode ?? null, null)
      request.destroy()
    })
    request.on('error', (error) => end(null, text.providers.unreachable[causeOf(error)](name)))
    request.end()
  })
}
