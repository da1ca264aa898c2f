import { slowly } from '../playground/script.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { text } from '../src-shared/text/text.ts'
import { expect, test } from './desk.ts'
import { session } from './session.ts'
import { addKey } from './window.ts'

const words = text.tray
const anthropicKey = 'sk-ant-api03-journey-tray-anthropic-0001'
const zaiKey = `${'7a1b'.repeat(8)}.JourneyTrayKey01`

test('the tray switches the provider of a running session @packaged', async ({ desk }) => {
  const a = await desk.twin(startAnthropic, { keys: [{ secret: anthropicKey, name: 'a' }] })
  const b = await desk.twin(startZai, { keys: [{ secret: zaiKey, name: 'b' }] })
  const app = await desk.open()
  const tray = await desk.tray(app)
  const page = await app.window()

  await test.step('without keys it idles and says so', async () => {
    await expect.poll(() => tray.labels()).toContain(words.pool.none)
    expect(await tray.tooltip()).toContain(words.pool.none)
  })
  const idle = await tray.picture()

  await addKey(page, { secret: anthropicKey, label: 'work', address: a.baseUrl })
  await addKey(page, { secret: zaiKey, label: 'glm', address: b.baseUrl })

  const relay = await app.relay()
  const port = Number(new URL(relay.address).port)
  await test.step('with keys it is live, and names each', async () => {
    await expect.poll(() => tray.picture()).not.toBe(idle)
    const row = (label: string) => words.row(label, text.window.keys.row.noLimit)
    await expect
      .poll(() => tray.labels())
      .toEqual(expect.arrayContaining([words.status.listening(port), row('work'), row('glm')]))
    expect(await tray.tooltip()).toContain(`${words.app}: ${words.status.listening(port)}`)
  })

  const client = session(relay)
  expect((await client.ask('words: 5')).complete).toBe(true)
  expect([a.log.length, b.log.length]).toEqual([1, 0])
  await test.step('the headroom that the first answer brought is in the tray', async () => {
    await expect.poll(() => tray.tooltip()).toMatch(/\d+% of \w+ left, 2 of 2 keys/)
  })

  await test.step('a session at work is a row that leads to it', async () => {
    const elsewhere = text.window.sessions.other
    const rows = async () => (await tray.row(words.sessions(1))).rows.map(({ label }) => label)
    await expect.poll(rows).toEqual([expect.stringContaining(`${elsewhere}: ${text.window.sessions.state.open}`)])
    await tray.click(words.sessions(1), (await rows())[0] ?? '')
    await expect(page.getByRole('row', { name: new RegExp(elsewhere) })).toHaveAttribute('aria-selected', 'true')
  })

  a.next(slowly(80))
  const running = await client.begin('words: 100')
  await tray.click(words.provider, 'Z.AI')
  await expect.poll(async () => (await tray.row(words.provider, 'Z.AI')).checked).toBe(true)
  expect((await tray.row(words.provider, 'Anthropic')).checked).toBe(false)
  expect(await tray.tooltip()).toContain(words.row(words.provider, 'Z.AI'))

  await test.step('the next request of the same session goes to the other provider, as its model', async () => {
    const answer = await client.ask('words: 5')
    expect(answer.complete).toBe(true)
    expect(answer.headers.get('x-cc-relay-provider')).toBe('zai')
    expect(b.log.map(({ model, status }) => [model, status])).toEqual([['glm-5.3', 200]])
  })
  await test.step('the stream that was running meanwhile is untouched', async () => {
    expect(a.log.at(-1)?.ended).toBeNull()
    const { complete, text: said } = await running.whole()
    expect(complete).toBe(true)
    expect(said.split(/\s+/).length).toBe(100)
    expect(a.log.map(({ ended }) => ended)).toEqual(['sent', 'sent'])
  })
  await test.step('the window shows the same choice', async () => {
    await expect(page.getByRole('button', { name: `${text.window.bar.provider} Z.AI` })).toBeVisible()
  })

  await test.step('a model chosen there stands in for the one asked for', async () => {
    await tray.click(words.model, 'GLM-5.2')
    await expect.poll(async () => (await tray.row(words.model, 'GLM-5.2')).checked).toBe(true)
    await client.ask('words: 5')
    expect(b.log.at(-1)?.model).toBe('glm-5.2')
    await client.ask('words: 5', 'claude-haiku-4-5')
    expect(b.log.at(-1)?.model).toBe('glm-4.5-air')
    await tray.click(words.model, text.window.bar.asAsked)
    await expect.poll(async () => (await tray.row(words.model, text.window.bar.asAsked)).checked).toBe(true)
    await client.ask('words: 5')
    expect(b.log.at(-1)?.model).toBe('glm-5.3')
  })

  await test.step('paused, it answers that it is paused; resumed, it serves again', async () => {
    await tray.click(words.pause)
    await expect.poll(() => tray.labels()).toContain(words.resume)
    expect(await tray.tooltip()).toContain(words.status.paused)
    const refused = await client.ask('words: 5')
    expect(refused.status).toBe(503)
    expect(refused.body).toContain(text.errors.paused)
    await tray.click(words.resume)
    await expect.poll(() => tray.labels()).toContain(words.pause)
    expect((await client.ask('words: 5')).complete).toBe(true)
  })
})

test('the tray opens the window, its settings, and quits @packaged', async ({ desk }) => {
  const app = await desk.open({ args: ['--hidden'] })
  const tray = await desk.tray(app)
  await app.relay()
  expect(app.electron.windows()).toHaveLength(0)

  await tray.click(words.open)
  const page = await app.window()
  await expect(page.getByRole('heading', { name: text.window.keys.first.title })).toBeVisible()
  await tray.click(words.settings)
  await expect(page.getByRole('heading', { name: text.window.settings.title })).toBeVisible()

  await page.close()
  await tray.activate()
  await expect.poll(() => app.electron.windows().length).toBe(1)

  const ended = new Promise((resolve) => app.electron.process().once('exit', resolve))
  await tray.click(words.quit)
  expect(await ended).toBe(0)
})
