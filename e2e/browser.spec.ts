import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { selfSigned } from '../src-main/certificate/self-signed.ts'
import { ask, openHouse, TOKEN } from '../src-main/relay/testing/house.ts'
import { stream, streams } from '../src-main/relay/testing/upstream.ts'
import { expect, test } from './desk.ts'

/** What a page tries; answers with what it could read, `null`: nothing. Run inside the page. */
interface Attack {
  /** The name that leads here, `127.0.0.1`, or what else stands for this computer. */
  readonly page: 'evil.test' | 'attacker.test'
  run(page: Page, url: string, body: string): Promise<string | null>
}

/** Waits in the page for what a page cannot read: whether it went out is seen at the other end. */
const aside = (page: Page, url: string, code: string): Promise<null> =>
  page.evaluate(
    ([at, js]) =>
      new Promise<null>((resolve) => {
        new Function('url', js as string)(at)
        setTimeout(() => resolve(null), 300)
      }),
    [url, code],
  )

const read = (page: Page, url: string, init: RequestInit): Promise<string | null> =>
  page.evaluate(
    ([at, options]) =>
      fetch(at as string, options as RequestInit).then(
        async (reply) => (reply.type === 'opaque' ? null : `${reply.status} ${await reply.text()}`),
        () => null,
      ),
    [url, init] as const,
  )

const json = { 'content-type': 'application/json' }
const own = (url: string) => `${url.replace(/^(https?):\/\/[^/]+/, '')}`

/** As a browser does each of them (13 ways); what is asked for holds the client token already, which no page has. */
const attacks: Readonly<Record<string, Attack>> = {
  'a rebound page asks': {
    page: 'evil.test',
    run: (page, url) => read(page, own(url).replace('messages', 'models'), {}),
  },
  'a rebound page posts': {
    page: 'evil.test',
    run: (page, url, body) => read(page, own(url), { method: 'POST', headers: { ...json, 'x-api-key': TOKEN }, body }),
  },
  'another page posts blindly': {
    page: 'attacker.test',
    run: (page, url, body) =>
      read(page, url, { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }),
  },
  'another page asks': { page: 'attacker.test', run: (page, url) => read(page, url.replace('messages', 'models'), {}) },
  'another page posts JSON': {
    page: 'attacker.test',
    run: (page, url, body) => read(page, url, { method: 'POST', headers: json, body }),
  },
  'by 0.0.0.0': {
    page: 'attacker.test',
    run: (page, url, body) =>
      read(page, url.replace('127.0.0.1', '0.0.0.0'), { method: 'POST', mode: 'no-cors', body }),
  },
  'an image': {
    page: 'attacker.test',
    run: (page, url) => aside(page, url.replace('messages', 'models'), 'new Image().src = url'),
  },
  'a script': {
    page: 'attacker.test',
    run: (page, url) =>
      aside(
        page,
        url.replace('messages', 'models'),
        "document.head.append(Object.assign(document.createElement('script'), { src: url }))",
      ),
  },
  'a frame without a referrer': {
    page: 'attacker.test',
    run: (page, url) =>
      aside(
        page,
        url.replace('messages', 'models'),
        "document.body.append(Object.assign(document.createElement('iframe'), { src: url, referrerPolicy: 'no-referrer' }))",
      ),
  },
  'a form': {
    page: 'attacker.test',
    run: (page, url, body) =>
      aside(
        page,
        url,
        `const form = Object.assign(document.createElement('form'), { method: 'POST', enctype: 'text/plain', action: url, target: 'f' }); form.append(Object.assign(document.createElement('input'), { name: ${JSON.stringify(body)} })); document.body.append(Object.assign(document.createElement('iframe'), { name: 'f' }), form); form.submit()`,
      ),
  },
  'a beacon': {
    page: 'attacker.test',
    run: (page, url, body) => aside(page, url, `navigator.sendBeacon(url, ${JSON.stringify(body)})`),
  },
  'a sandboxed frame': {
    page: 'attacker.test',
    run: (page, url, body) =>
      aside(
        page,
        url,
        `document.body.append(Object.assign(document.createElement('iframe'), { sandbox: 'allow-scripts', srcdoc: '<script>fetch(' + JSON.stringify(url) + ', { method: "POST", mode: "no-cors", body: ' + JSON.stringify(${JSON.stringify(body)}) + ' })</scr' + 'ipt>' }))`,
      ),
  },
  'a WebSocket': {
    page: 'attacker.test',
    run: (page, url) => aside(page, url.replace(/^http/, 'ws'), 'new WebSocket(url)'),
  },
}

const isRefused = (got: string | null): boolean => got === null || /^40[03] /.test(got)

for (const scheme of ['http', 'https'] as const)
  test(`no page of a browser gets anything out of the relay over ${scheme}, not even with the token`, async ({
    desk,
  }) => {
    const now = Date.now()
    const identity = selfSigned(['127.0.0.1', '::1', 'localhost'], now - 60_000, now + 86_400_000)
    const house = await openHouse(
      { anthropic: { keys: { one: streams(stream('x')) } } },
      { tls: { identity, plain: () => scheme === 'http' } },
    )
    desk.later(house.stop)
    const other = http.createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><body>'),
    )
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    desk.later(() => other.close())
    const attacker = await _electron.launch({
      executablePath: path.join(String(process.env.ELECTRON_OVERRIDE_DIST_PATH), 'electron'),
      args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1', path.join(import.meta.dirname, 'attacker')],
    })
    desk.later(() => attacker.close())
    const page = await attacker.firstWindow()
    const at = {
      'evil.test': `${scheme}://evil.test:${house.port}/`,
      'attacker.test': `http://attacker.test:${(other.address() as AddressInfo).port}/`,
    }
    const url = `${scheme}://127.0.0.1:${house.port}/relay/${TOKEN}/v1/messages`
    for (const [name, attack] of Object.entries(attacks)) {
      // A certificate that nobody trusts ends in the browser's own page about it.
      await page.goto(at[attack.page]).catch(() => page.waitForURL(/^chrome-error:/))
      await page.waitForLoadState()
      let got: string | null = null
      // The browser loads its own page about a certificate more than once, and what runs there goes with it.
      const run = async () => {
        got = await attack.run(page, url, JSON.stringify(ask()))
      }
      await expect(run).toPass({ timeout: 10_000 })
      expect([name, isRefused(got) ? 'nothing' : got]).toEqual([name, 'nothing'])
      expect([name, house.upstreams.anthropic?.seen.length]).toEqual([name, 0])
    }
    if (scheme === 'http') expect(house.logged.some(({ message }) => message === 'refused at the door')).toBe(true)
    else expect(house.logged.filter(({ message }) => message === 'refused at the door')).toEqual([])
    expect((await house.post().catch(() => null))?.status ?? 'https alone').toBe(scheme === 'http' ? 200 : 400)
  })
