import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './desk.ts'
import { grantedIn, inPage, stranger } from './page-code.ts'

test('the page has two functions of ours and nothing of Node @packaged', async ({ desk }) => {
  const app = await desk.open()
  const page = await app.window()
  expect(await inPage(page, () => [typeof require, typeof process, typeof module, typeof global])).toEqual(
    Array(4).fill('undefined'),
  )
  const bridge = () => Object.entries(window.relay ?? {}).map(([name, value]) => [name, typeof value])
  expect(await inPage(page, bridge)).toEqual([
    ['invoke', 'function'],
    ['subscribe', 'function'],
  ])
  const preferences = await app.electron.evaluate(({ webContents }) =>
    // In no declaration, but what the page really got.
    webContents
      .getAllWebContents()
      .map((it) => (it as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
  )
  expect(preferences).toHaveLength(1)
  expect(preferences[0]).toMatchObject({
    ...{ sandbox: true, contextIsolation: true, webSecurity: true },
    ...{ nodeIntegration: false, webviewTag: false },
  })
  const channels = await app.electron.evaluate(({ ipcMain }) => ipcMain.eventNames().filter((name) => name !== 'error'))
  expect(channels).toEqual([])
})

test('the page loads from nowhere else and runs nothing made of text @packaged', async ({ desk }) => {
  const other = await stranger()
  desk.later(other.stop)
  const page = await (await desk.open()).window()
  const reached = await inPage(
    page,
    async (port) => {
      const tried = [`http://127.0.0.1:${port}/`, 'file:///etc/passwd', 'app://other/index.html', 'data:text/html,x']
      const answers = await Promise.all(
        tried.map((url) =>
          fetch(url).then(
            () => url,
            () => null,
          ),
        ),
      )
      const image = new Promise<string | null>((resolve) => {
        const made = new Image()
        made.onload = () => resolve(made.src)
        made.onerror = () => resolve(null)
        made.src = `http://127.0.0.1:${port}/image`
      })
      document.body.append(Object.assign(document.createElement('iframe'), { src: `http://127.0.0.1:${port}/frame` }))
      return [...answers, await image].filter((it) => it !== null)
    },
    other.port,
  )
  expect(reached).toEqual([])
  const made = await inPage(
    page,
    () =>
      new Promise<unknown[]>((resolve) => {
        // From a timer: the test's own frame may evaluate text, the page may not.
        setTimeout(() => {
          const tries = [() => new Function('return 1')(), () => new Worker('data:text/javascript,1')]
          resolve(
            tries.flatMap((make) => {
              try {
                return [String(make())]
              } catch {
                return []
              }
            }),
          )
        })
      }),
  )
  expect(made).toEqual([])
  expect(other.visits()).toBe(0)
})

test('the page stays where it is and is given no permission @packaged', async ({ desk }) => {
  const other = await stranger()
  desk.later(other.stop)
  const app = await desk.open()
  const page = await app.window()
  const home = page.url()
  const elsewhere = [
    'https://example.com/',
    'app://main.evil/x',
    'file:///etc/passwd',
    'data:text/html,x',
    `http://127.0.0.1:${other.port}/`,
  ]
  for (const url of elsewhere) {
    await page.evaluate((to) => location.assign(to), url).catch(() => {})
    expect([url, page.url()]).toEqual([url, home])
  }
  expect(await inPage(page, () => window.open('https://example.com/') === null)).toBe(true)
  expect(app.electron.windows()).toHaveLength(1)

  expect(await grantedIn(page)).toEqual([])
  expect(other.visits()).toBe(0)

  await page.evaluate(() => location.assign('about:blank')).catch(() => {})
  await expect.poll(() => page.url()).toBe(home)
})

test('only the window itself is answered', async ({ desk }) => {
  const app = await desk.open()
  const page = await app.window()
  expect(await inPage(page, async () => (await window.relay?.invoke('snapshot.get', undefined))?.ok)).toBe(true)
  const answers = await app.electron.evaluate(async ({ app: electron, BrowserWindow }) => {
    const preload = `${electron.getAppPath()}/out/preload/preload.cjs`
    const asked = async (url: string) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await other.loadURL(url)
      const ask = 'relay.invoke("snapshot.get").then(() => "answered", () => "refused")'
      const answer = await other.webContents.executeJavaScript(ask)
      other.destroy()
      return answer
    }
    return [await asked('app://main/index.html'), await asked('about:blank')]
  })
  expect(answers).toEqual(['refused', 'refused'])
})

test('nobody outside is called, from the start to a page in use', async ({ desk }) => {
  const called: string[] = []
  const proxy = http.createServer((request, response) => {
    called.push(String(request.url))
    response.writeHead(502).end()
  })
  proxy.on('connect', (request, socket) => {
    called.push(String(request.url))
    socket.end('HTTP/1.1 502 no\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  desk.later(() => proxy.close())
  const { port } = proxy.address() as AddressInfo
  const app = await desk.open({
    args: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>', '--demo'],
  })
  const page = await app.window()
  // Where somebody types, Chromium would fetch a dictionary.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('a sentance with misstakes')
  await page.keyboard.press('Escape')
  // That nothing happens can only be watched for a while; what Chromium asks for it asks for in these seconds.
  for (const number of [1, 2, 3, 4, 1]) {
    await page.keyboard.press(`Control+${number}`)
    await page.waitForTimeout(1000)
  }
  expect(called).toEqual([])
})
