// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { limited, slowly } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { ProfileEntry } from '../src-shared/config/schema.ts'
import { text } from '../src-shared/text/text.ts'
import { newHome } from './assemble.testing.ts'

const SECRET = 'sk-ant-api03-one-0123456789-1111'
const SECOND = 'sk-ant-api03-two-0123456789-2222'
const THIRD = 'sk-ant-api03-tri-0123456789-3333'
const keys = [SECRET, SECOND, THIRD].map((secret) => ({ secret, name: secret, organization: secret }))

let twin: Twin
beforeAll(async () => {
  twin = await startAnthropic({ keys })
})
afterAll(() => twin.stop())

let home: ReturnType<typeof newHome>
let path: string
beforeEach(() => {
  home = newHome()
  mkdirSync(home.folders.home, { recursive: true })
  path = join(home.folders.home, 'relay.yaml')
})
afterEach(async () => {
  twin.heal()
  await home.tidy()
})

const FILE = () => `# My relay.
server: { listen: 127.0.0.1:0, auth: { api_key: "\${TOKEN}" } } # loopback
routing:
  strategy: failover   # slow and steady
providers:
  # The one that pays.
  - name: work
    type: anthropic
    base_url: ${twin.baseUrl}
    keys:
      - key: \${ONE}   # from the vault of the company
        label: first
      - { key: "${SECOND}", label: second }
`
const env = { ONE: SECRET, TOKEN: 'the-token-of-the-file' }
const open = (source = FILE(), file = path) => {
  writeFileSync(file, source)
  return home.start({ config: { path: file, env } })
}
const written = () => readFileSync(path, 'utf8')
/** Longer than a file may take to be in force. */
const soon = { timeout: 1_000, interval: 20 }
const answered = async (house: Awaited<ReturnType<typeof open>>) =>
  (await house.post({}, { token: 'the-token-of-the-file' })).status

describe('an edit in the window', () => {
  it('is made in the file, and not a byte beside it is touched', async () => {
    const house = await open()
    chmodSync(path, 0o640)
    await house.done('settings.patch', { strategy: 'round_robin' })
    expect(written()).toBe(FILE().replace('failover ', 'round_robin '))
    await house.done('key.rename', { id: house.keys()[1]?.id as never, label: 'another' })
    await house.done('key.enable', { id: house.keys()[0]?.id as never, enabled: false })
    expect(written()).toBe(
      FILE()
        .replace('failover ', 'round_robin ')
        .replace('label: second', 'label: another')
        .replace('label: first\n', 'label: first\n        enabled: false\n'),
    )
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(house.keys().map(({ label, enabled }) => [label, enabled])).toEqual([
      ['first', false],
      ['another', true],
    ])
  })

  it('of a profile leaves the comments of the others', async () => {
    const profiles = `profiles:
  # For maps, and nothing else.
  - name: side
    provider: work   # it pays
    budget: { daily_usd: 1 } # enough
`
    const house = await open(FILE() + profiles)
    const [side] = house.app.snapshot().profiles
    const { spent: _, ...had } = side as NonNullable<typeof side>
    await house.done('profile.put', {
      was: 'side',
      profile: { ...had, models: { opus: 'claude-opus-5' }, budget: { daily_usd: 2.5 } },
    })
    const more = ProfileEntry.parse({ name: 'more', budget: { total_usd: 3 } })
    await house.done('profile.put', { was: null, profile: more })
    expect(written()).toBe(
      `${FILE() + profiles.replace('daily_usd: 1 ', 'daily_usd: 2.5 ')}    models:\n      opus: claude-opus-5\n  - name: more\n    budget:\n      total_usd: 3\n`,
    )
    await house.done('profile.remove', { name: 'side' })
    expect(house.app.snapshot().profiles.map(({ name }) => name)).toEqual(['more'])
  })

  it('goes where a link leads', async () => {
    const real = join(home.folders.home, 'real.yaml')
    writeFileSync(real, FILE())
    symlinkSync(real, path)
    const house = await home.start({ config: { path, env } })
    await house.done('settings.patch', { strategy: 'cost' })
    expect(readFileSync(real, 'utf8')).toContain('strategy: cost')
    expect(statSync(real).isFile()).toBe(true)
  })

  it('of a key that is removed can be undone to the byte, in whatever order', async () => {
    const house = await open()
    const [first, second] = house.keys().map(({ id }) => id)
    await house.done('key.remove', { id: first as never })
    expect(written()).not.toContain('${ONE}')
    await house.done('key.restore', { id: first as never })
    expect(written()).toBe(FILE())
    expect(await answered(house)).toBe(200)

    await house.done('key.remove', { id: first as never })
    await house.done('key.rename', { id: second as never, label: 'alone' })
    await house.done('key.restore', { id: first as never })
    expect(written()).toContain('key: ${ONE}')
    expect(written()).not.toContain(SECRET)
    expect(house.keys().map(({ id, label }) => [id, label])).toEqual([
      [first, 'first'],
      [second, 'alone'],
    ])
  })

  it('keeps a new key out of the file', async () => {
    const house = await open()
    const { id } = await house.done('key.add', { provider: { id: 'work' as never }, label: 'third', secret: THIRD })
    expect(written()).toBe(`${FILE()}      - id: ${id}\n        label: third\n        hint: "3333"\n`)
    expect(home.everything()).not.toContain(THIRD)
    await house.stop()
    const again = await home.start({ config: { path, env } })
    expect(again.keys().map(({ hint, status }) => [hint, status.kind])).toEqual([
      ['1111', 'ready'],
      ['2222', 'ready'],
      ['3333', 'ready'],
    ])
  })

  it('does not replace a secret that stands in the file', async () => {
    const house = await open()
    const id = house.keys()[0]?.id as never
    expect(await house.refused('key.replace', { id, secret: THIRD })).toBe(`refused: ${text.notices.keyInFile(path)}`)
    expect(written()).toBe(FILE())
  })

  it('that would leave a file that does not start is refused', async () => {
    const house = await open(FILE().replace(/ {6}- \{ key.*\n/, ''))
    const id = house.keys()[0]?.id as never
    expect(await house.refused('key.enable', { id, enabled: false })).toContain('has no key that is enabled')
    expect(house.keys()[0]?.enabled).toBe(true)
  })

  it('of what the app only remembers stays out of the file', async () => {
    const house = await open()
    await house.done('settings.patch', { told_about_tray: true })
    await house.done('claude.launch', { folder: '/home/me' })
    expect(written()).toBe(FILE())
    expect(house.app.snapshot().settings).toMatchObject({ told_about_tray: true, last_folder: '/home/me' })
    await house.done('settings.patch', { appearance: 'dark' })
    expect(written()).toBe(`${FILE()}app:\n  appearance: dark\n`)
  })

  it('of the order of keys names them, so that the order lasts', async () => {
    const house = await open()
    const order = house
      .keys()
      .map(({ id }) => id)
      .reverse()
    await house.done('key.reorder', { order })
    expect(house.keys().map(({ id }) => id)).toEqual(order)
    await house.stop()
    const again = await home.start({ config: { path, env } })
    expect(again.keys().map(({ label }) => label)).toEqual(['second', 'first'])
    expect(written()).toContain('# from the vault of the company')
  })

  it('of a TOML file is left to its owner', async () => {
    const toml = join(home.folders.home, 'relay.toml')
    const house = await open(
      `[[providers]]\nname = "work"\ntype = "anthropic"\nbase_url = "${twin.baseUrl}"\nkeys = [{ key = "\${ONE}" }]\n`,
      toml,
    )
    expect(await house.refused('settings.patch', { strategy: 'cost' })).toBe(
      `refused: ${text.notices.editTheFile(toml)}`,
    )
  })

  it('of a file that changed meanwhile is made in what stands there now', async () => {
    const house = await open()
    writeFileSync(path, FILE().replace('slow and steady', 'mine'))
    await house.done('settings.patch', { strategy: 'cost' })
    expect(written()).toBe(FILE().replace('slow and steady', 'mine').replace('failover ', 'cost '))
  })
})

describe('a file that changes', () => {
  it.each<[string, (source: string) => void]>([
    ['written anew', (source) => writeFileSync(path, source)],
    [
      'replaced, as editors do',
      (source) => {
        writeFileSync(`${path}.new`, source)
        renameSync(`${path}.new`, path)
      },
    ],
  ])('is in force within a second: %s', async (_, write) => {
    const house = await open()
    for (const label of ['once', 'twice']) {
      write(FILE().replace('label: first', `label: ${label}`))
      await expect.poll(() => house.keys()[0]?.label, soon).toBe(label)
    }
  })

  it('keeps what was learned, and no request under way is harmed', async () => {
    const house = await open()
    twin.next(limited(300))
    expect(await answered(house)).toBe(200)
    const resting = () => house.keys().filter(({ status }) => status.kind !== 'ready')
    expect(resting()).toHaveLength(1)
    twin.next(slowly(30))
    const running = await house.post({ stream: true }, { token: 'the-token-of-the-file' })
    writeFileSync(path, FILE().replace('label: first', 'label: renamed\n        weight: 3'))
    await expect.poll(() => house.keys()[0]?.label, soon).toBe('renamed')
    expect(resting()).toHaveLength(1)
    expect(await running.text()).toContain('message_stop')
  })

  it('and cannot be used leaves the one before in force, and says so until it is mended', async () => {
    const house = await open()
    writeFileSync(path, FILE().replace('strategy: failover', 'strategy: fastest'))
    await expect.poll(() => house.app.snapshot().config.problem, soon).toContain('relay.yaml cannot be used as it is')
    expect(house.app.snapshot().config.problem).toContain('routing.strategy: cannot be')
    expect(await answered(house)).toBe(200)
    expect(await house.refused('settings.patch', { strategy: 'cost' })).toBe(
      `refused: ${text.notices.fileBroken(path)}`,
    )
    writeFileSync(path, FILE().replace('strategy: failover', 'strategy: cost'))
    await expect.poll(() => house.app.snapshot().config.problem, soon).toBeNull()
    expect(house.app.snapshot().settings.strategy).toBe('cost')
  })

  it('and is gone leaves the one before in force too', async () => {
    const house = await open()
    renameSync(path, `${path}.away`)
    await expect.poll(() => house.app.snapshot().config.problem, soon).toContain(text.cli.unreadable(path, 'ENOENT'))
    expect(await answered(house)).toBe(200)
    renameSync(`${path}.away`, path)
    await expect.poll(() => house.app.snapshot().config.problem, soon).toBeNull()
  })

  it('changes the token from one moment to the next', async () => {
    const house = await open()
    writeFileSync(path, FILE().replace('"${TOKEN}"', 'another-token-now'))
    await vi.waitFor(async () => expect(await answered(house)).toBe(401), soon)
    expect((await house.post({}, { token: 'another-token-now' })).status).toBe(200)
  })

  it('moves the relay', async () => {
    const house = await open()
    const before = house.url()
    writeFileSync(path, FILE().replace('127.0.0.1:0', '127.0.0.2:0'))
    await expect.poll(() => house.app.snapshot().relay, soon).toMatchObject({ host: '127.0.0.2' })
    await expect(fetch(before)).rejects.toThrow()
  })

  it('is read at once when asked', async () => {
    const house = await open()
    writeFileSync(path, FILE().replace('failover', 'fastest'))
    expect((await house.done('config.reload', undefined)).problem).toContain('fastest')
    writeFileSync(path, FILE().replace('label: first', 'label: asked'))
    expect(await house.done('config.reload', undefined)).toEqual({ problem: null })
    expect(house.keys()[0]?.label).toBe('asked')
  })

  it('gives nothing to do where only a comment changed', async () => {
    const house = await open()
    const rev = house.app.snapshot().rev
    writeFileSync(path, `${FILE()}# the end\n`)
    await house.done('config.reload', undefined)
    expect(house.app.snapshot().rev).toBe(rev)
  })
})

it('says that the app has no file to read again', async () => {
  const house = await home.start()
  expect(await house.refused('config.reload', undefined)).toBe(
    `refused: ${text.notices.nothingToReload(home.folders.config)}`,
  )
})
