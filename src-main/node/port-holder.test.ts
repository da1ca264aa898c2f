import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { listenersIn, portHolder } from './port-holder.ts'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41001 1 0000000000000000 100 0 0 10 0
   1: 0100007F:2253 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000  1000        0 41002 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41003 1 0000000000000000 100 0 0 10 0
`
const server = createServer()
afterEach(() => void server.close())

it('tells who listens from who is merely connected', () => {
  expect(listenersIn(TABLE, 8787)).toEqual(['41001'])
})

it.runIf(process.platform === 'linux')('finds the program that listens here: this one', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const name = await portHolder('linux', { ask: async () => null })(port)
  expect(name).toMatch(/node|vitest|Main/i)
})

it('asks lsof on a Mac, and takes no answer for an answer', async () => {
  const asked: string[][] = []
  const ask = (said: string | null) => ({
    ask: async (_file: string, args: readonly string[]) => {
      asked.push([...args])
      return said
    },
  })
  expect(await portHolder('darwin', ask('p4021\ncPostman\n'))(8787)).toBe('Postman')
  expect(asked[0]).toContain('-iTCP:8787')
  expect(await portHolder('win32', ask(null))(8787)).toBeNull()
})
