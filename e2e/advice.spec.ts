import { expect, test } from './desk.ts'
import { grantedIn, inPage, stranger } from './page-code.ts'

/** Electron's list of advice on security, in its order; what is about the package alone is in fuses.spec.ts. */
test('the advice of Electron', async ({ desk }) => {
  test.setTimeout(90_000)
  const other = await stranger()
  desk.later(other.stop)
  const { port } = other
  const app = await desk.open()
  const page = await app.window()
  const home = page.url()
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((it) => (it as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()),
  )
  const have = (wanted: Record<string, unknown>) => {
    expect(preferences.length).toBeGreaterThan(0)
    for (const one of preferences) expect(one).toMatchObject(wanted)
  }
  const lack = (...names: string[]) => {
    for (const one of preferences) expect(names.filter((name) => one[name])).toEqual([])
  }

  await test.step('1: only content of its own is loaded', async () => {
    const got = await inPage(
      page,
      async (at) => {
        const tried = ['http', 'https'].map((scheme) => `${scheme}://127.0.0.1:${at}/`)
        const fetched = await Promise.all(
          tried.map((url) =>
            fetch(url).then(
              () => url,
              () => null,
            ),
          ),
        )
        const socket = await new Promise((resolve) => {
          try {
            const made = new WebSocket(`ws://127.0.0.1:${at}/`)
            made.onopen = () => resolve('ws')
            made.onerror = () => resolve(null)
          } catch {
            resolve(null)
          }
        })
        return [...fetched, socket].filter((it) => it !== null)
      },
      port,
    )
    expect(got).toEqual([])
    expect(other.visits()).toBe(0)
  })
  await test.step('2: no page has Node', async () => {
    have({ nodeIntegration: false })
    lack('nodeIntegrationInWorker', 'nodeIntegrationInSubFrames')
    const names = () => [typeof require, typeof process, typeof module, typeof global, typeof Buffer]
    expect(await inPage(page, names)).toEqual(Array(5).fill('undefined'))
  })
  await test.step('3: what a page does to its own world does not reach the bridge', async () => {
    have({ contextIsolation: true })
    const answered = await inPage(page, async () => {
      const { push } = Array.prototype
      const stolen: unknown[] = []
      Array.prototype.push = function (...args) {
        stolen[stolen.length] = args
        return push.apply(this, args)
      }
      const reply = await window.relay?.invoke('snapshot.get', undefined)
      Array.prototype.push = push
      return [reply?.ok, JSON.stringify(stolen).includes('relay:invoke')]
    })
    expect(answered).toEqual([true, false])
  })
  await test.step('4: every page is in the sandbox', () => have({ sandbox: true }))
  await test.step('5: no permission is given', async () => expect(await grantedIn(page)).toEqual([]))
  await test.step('6: the rule of one origin holds', () => have({ webSecurity: true }))
  await test.step('7: the policy of its content lets nothing made of text run', async () => {
    const policy = await inPage(page, async () => (await fetch(location.href)).headers.get('content-security-policy'))
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      'require-trusted-types-for',
    ])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    const made = await inPage(
      page,
      () =>
        new Promise<unknown[]>((resolve) => {
          setTimeout(() => {
            const inline = Object.assign(document.createElement('script'), {})
            const tries = [
              () => new Function('return 1')(),
              () => new Worker('data:text/javascript,1'),
              // biome-ignore lint/security/noGlobalEval: that it throws is what is shown.
              () => window.eval('1'),
              () => (inline.text = 'window.hit = 1'),
            ]
            const ran = tries.flatMap((make) => {
              try {
                return [String(make())]
              } catch {
                return []
              }
            })
            document.head.append(inline)
            resolve([...ran, ...('hit' in window ? ['inline'] : [])])
          })
        }),
    )
    expect(made).toEqual([])
  })
  await test.step('8: no insecure content is let in', () => lack('allowRunningInsecureContent'))
  await test.step('9: nothing experimental is on', () => lack('experimentalFeatures'))
  await test.step('10: no feature of Blink is switched on by name', () => lack('enableBlinkFeatures'))
  await test.step('11 and 12: there is no webview', async () => {
    have({ webviewTag: false })
    const attached = await inPage(page, () => {
      const made = document.createElement('webview')
      document.body.append(made)
      const is = 'getWebContentsId' in made
      made.remove()
      return is
    })
    expect(attached).toBe(false)
  })
  await test.step('13: the page stays where it is', async () => {
    const elsewhere = [
      'https://example.com/',
      'http://example.com/',
      'https://app.main.evil/',
      'app://main.evil/x',
      'app://other/',
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:app://main/x',
      'ftp://x/',
      'chrome://version',
      'devtools://devtools/x',
      `http://127.0.0.1:${port}/`,
    ]
    for (const url of elsewhere) {
      await page.evaluate((to) => location.assign(to), url).catch(() => {})
      expect([url, page.url()]).toEqual([url, home])
    }
    expect(other.visits()).toBe(0)
  })
  await test.step('14: no window is opened by a page', async () => {
    expect(await inPage(page, () => window.open('https://example.com/') === null)).toBe(true)
    expect(app.electron.windows()).toHaveLength(1)
  })
  await test.step('15: nothing a page says is opened in a browser', async () => {
    await app.electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async (url) => void opened.push(url)
    })
    await page.evaluate(async () => {
      const said = [
        'https://evil.test',
        'javascript:alert(1)',
        'file:///etc/passwd',
        '__proto__',
        '',
        'smb://x',
        'ms-settings:',
      ]
      const types = ['anthropic', 'zai', 'custom', ...said]
      for (const type of types)
        for (const target of ['keys', 'docs', 'status', ...said])
          await window.relay?.invoke('app.showVendor', { type, page: target, url: 'https://evil.test' } as never)
    })
    const opened = await app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    expect(
      opened.filter((url) => !/^https:\/\/[\w.-]*(anthropic|claude|z\.ai|bigmodel|zhipu)[\w.-]*\//.test(url)),
    ).toEqual([])
  })
  await test.step('18: files are served by name from a closed list', async () => {
    const found = await inPage(page, async () => {
      const up = ['..', '%2e%2e', '%2E%2E', '.%2e', '..%2f', '..%5c', '%252e%252e', '....//', '..;', '%c0%ae%c0%ae']
      const tails = ['package.json', 'out/main.js', 'etc/passwd', 'preload/preload.cjs', 'index.html%00.png']
      const urls = up.flatMap((step) => tails.map((tail) => `app://main/${step}/${step}/${tail}`))
      const statuses = await Promise.all(
        urls.map((url) =>
          fetch(url).then(
            ({ status }) => status,
            () => 0,
          ),
        ),
      )
      const file = await fetch('file:///etc/passwd').then(
        () => 'read',
        () => null,
      )
      return [urls.length, ...statuses.filter((status) => status !== 404 && status !== 0), file]
    })
    expect(found).toEqual([50, null])
  })
  await test.step('20: the bridge has two functions, and neither hands on what is Electron’s', async () => {
    const bridge = await inPage(page, async () => {
      const has = Object.entries(window.relay ?? {}).map(([name, value]) => [
        name,
        typeof value,
        (value as () => void).length,
      ])
      const reply = await window.relay?.invoke('snapshot.get', undefined)
      return { has, leaks: ['sender', 'ports', 'senderFrame', 'reply'].filter((name) => name in (reply ?? {})) }
    })
    expect(bridge).toEqual({
      has: [
        ['invoke', 'function', 0],
        ['subscribe', 'function', 0],
      ],
      leaks: [],
    })
    const channels = await app.electron.evaluate(({ ipcMain }) => [
      ...ipcMain.eventNames().filter((name) => name !== 'error'),
      ...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys(),
    ])
    expect(channels).toEqual(['relay:invoke'])
  })
})
