import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRunning } from '../ipc/control-client.ts'
import { buildCli } from './process.testing.ts'

let cli: Awaited<ReturnType<typeof buildCli>>
beforeAll(async () => {
  cli = await buildCli()
}, 60_000)
afterAll(() => {
  cli.killAll()
  cli.tidy()
})

/** A headless relay in a home of its own, once it listens; and its client token. */
async function started(name: string, umask = 0o022) {
  const home = join(cli.folder, name)
  const before = process.umask(umask)
  const relay = cli.start('headless', ['--dev', '--demo', '--listen', '127.0.0.1:0'], { env: { CC_RELAY_HOME: home } })
  process.umask(before)
  const { url } = JSON.parse((await relay.printed()).split('\n')[0] ?? '')
  return {
    home,
    url: url as string,
    child: relay.child,
    token: readFileSync(join(home, 'client-token'), 'utf8').trim(),
  }
}

/** What a process listens at, as the kernel has it (proc(5), `net/tcp`): addresses in hex. */
function listening(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  )
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && sockets.has(fields[9] ?? ''))
      .map((fields) => (fields[1] ?? '').split(':')[0] ?? ''),
  )
}

/** Elsewhere than on Linux only what it says of itself is known here. */
const hexOf = (address: string): string =>
  Buffer.from(address.split('.').map(Number)).reverse().toString('hex').toUpperCase()

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

describe('after the first start', () => {
  it('nothing but loopback listens, by the kernel’s own list, and each install has a token of its own', async () => {
    const [one, two] = [await started('one'), await started('two')]
    for (const { child, url } of [one, two]) {
      const addresses = process.platform === 'linux' ? listening(child.pid as number) : [hexOf(new URL(url).hostname)]
      expect(addresses.length).toBeGreaterThan(0)
      expect(addresses.filter((it) => !['0100007F', '00000000000000000000000001000000'].includes(it))).toEqual([])
    }
    expect(one.token).not.toBe(two.token)
    expect(one.token).toMatch(/^[\w-]{43}$/)
  })

  it.each([
    ['000', 0o000],
    ['022', 0o022],
  ])('every file is its owner’s alone, under umask %s', async (_name, umask) => {
    const { home, url, token } = await started(`umask-${umask}`, umask)
    const headers = { 'x-api-key': token, 'content-type': 'application/json' }
    const body = JSON.stringify({
      model: 'claude-sonnet-5',
      max_tokens: 5,
      messages: [{ role: 'user', content: 'hi' }],
    })
    expect((await fetch(`${url}/v1/messages`, { method: 'POST', headers, body })).status).toBe(200)
    const all = readdirSync(home, { recursive: true, withFileTypes: true })
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['client-token', 'identity.pem', 'cc-relay.log']),
    )
    for (const entry of [...all, { name: '', parentPath: home, isDirectory: () => true }]) {
      const found = statSync(join(entry.parentPath, entry.name))
      const mode = (found.mode & 0o777).toString(8)
      if (found.isSocket()) expect([entry.name, (found.mode & 0o077).toString(8)]).toEqual([entry.name, '0'])
      else expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? '700' : '600'])
    }
  })
})

describe('a token of a launch', () => {
  it('is worth nothing once its client is gone, also where the relay was killed', async () => {
    const first = await started('killed')
    const prepared = await askRunning(first.home, process.platform, 'claude.prepare', {
      folder: first.home,
      place: 'x',
    })
    if (!prepared?.ok) throw new Error('nothing was prepared')
    const { own } = prepared.value as { own: string }
    const token = JSON.parse(readFileSync(join(own, 'settings.json'), 'utf8')).env.ANTHROPIC_AUTH_TOKEN
    const ask = (url: string) => fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })
    expect((await ask(first.url)).status).toBe(200)
    // Its client came and went; nobody told the relay before it died.
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(join(own, 'started'), String(pid))
    first.child.kill('SIGKILL')
    const again = await started('killed')
    expect((await ask(again.url)).status).toBe(401)
  })
})
