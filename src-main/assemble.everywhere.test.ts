import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { text } from '../src-shared/text/text.ts'
import { newHome } from './assemble.testing.ts'

const THEIRS = '{\n  "model": "opus",\n  "env": { "FOO": "1" }\n}\n'

let home: ReturnType<typeof newHome>
let path: string
beforeEach(() => {
  home = newHome()
  path = join(home.folder, '.claude', 'settings.json')
  mkdirSync(join(home.folder, '.claude'))
  writeFileSync(path, THEIRS)
})
afterEach(() => home.tidy())

type House = Awaited<ReturnType<typeof home.start>>
const settings = (): string => readFileSync(path, 'utf8')
const leads = (): string | undefined => JSON.parse(settings()).env?.ANTHROPIC_BASE_URL
async function change(house: House, on: boolean) {
  const { print } = await house.done('claude.planSettings', { on })
  return house.done('claude.changeSettings', { on, print })
}

describe('Claude Code’s settings, led here from everywhere', () => {
  it('show first what changes, and no token', async () => {
    const house = await home.start()
    const plan = await house.done('claude.planSettings', { on: true })
    expect(plan.lines.join('\n')).toContain(house.url())
    expect(plan.lines.join('\n')).not.toContain(readFileSync(home.folders.token, 'utf8').trim())
    expect(settings()).toBe(THEIRS)
  })

  it('lead here while the relay runs, and are the same bytes again at its end', async () => {
    const house = await home.start()
    await change(house, true)
    expect(leads()).toBe(house.url())
    expect((await house.done('claude.examine', { folder: null })).verdict).toMatchObject({ way: 'here', token: 'good' })
    await house.stop()
    expect(settings()).toBe(THEIRS)
  })

  it('lead here again at the next start, wherever it listens then', async () => {
    const first = await home.start()
    await change(first, true)
    await first.stop()
    const next = await home.start()
    await expect.poll(leads).toBe(next.url())
  })

  it('are found as a killed relay left them, and still go back to before', async () => {
    const house = await home.start()
    await change(house, true)
    const [left, journal] = [settings(), readFileSync(home.folders.journal)]
    await house.stop()
    writeFileSync(path, left)
    writeFileSync(home.folders.journal, journal)
    const next = await home.start()
    await expect.poll(leads).toBe(next.url())
    await next.stop()
    expect(settings()).toBe(THEIRS)
  })

  it('are put back after the third crash in a row, with a word about it, and lead here again when that is asked for', async () => {
    /** Ends without putting anything back, as a kill does. */
    const crash = async (house: House) => {
      const [left, journal] = [settings(), readFileSync(home.folders.journal)]
      await house.stop()
      writeFileSync(path, left)
      writeFileSync(home.folders.journal, journal)
    }
    const first = await home.start()
    await change(first, true)
    await crash(first)
    for (const _ of [2, 3]) {
      const next = await home.start()
      await expect.poll(leads).toBe(next.url())
      await crash(next)
    }
    const after = await home.start()
    await expect.poll(settings, { timeout: 10_000 }).toBe(THEIRS)
    await expect.poll(() => after.app.snapshot().settings.claude_everywhere).toBe(false)
    await change(after, true)
    expect(leads()).toBe(after.url())
  })

  it('are put back where the relay cannot listen any more', async () => {
    const house = await home.start()
    await change(house, true)
    const [left, journal] = [settings(), readFileSync(home.folders.journal)]
    await house.stop()
    writeFileSync(path, left)
    writeFileSync(home.folders.journal, journal)
    await home.start({ ports: { listen: '192.0.2.1:1' } })
    await expect.poll(settings).toBe(THEIRS)
  })

  it('are put back on request, with what was changed meanwhile', async () => {
    const house = await home.start()
    await change(house, true)
    writeFileSync(path, settings().replace('"opus"', '"sonnet"'))
    await change(house, false)
    expect(settings()).toBe(THEIRS.replace('"opus"', '"sonnet"'))
    expect(existsSync(home.folders.journal)).toBe(false)
    expect(house.app.snapshot().settings.claude_everywhere).toBe(false)
  })

  it('follow a renewed token', async () => {
    const house = await home.start()
    await change(house, true)
    await house.done('token.rotate', undefined)
    const token = () => JSON.parse(settings()).env.ANTHROPIC_AUTH_TOKEN
    await expect.poll(token).toBe(readFileSync(home.folders.token, 'utf8').trim())
  })

  it('are left alone where they changed since they were shown', async () => {
    const house = await home.start()
    const { print } = await house.done('claude.planSettings', { on: true })
    writeFileSync(path, '{}')
    expect(await house.refused('claude.changeSettings', { on: true, print })).toBe(
      `refused: ${text.cli.claude.moved(path)}`,
    )
    expect(settings()).toBe('{}')
  })

  it('are left alone where they cannot be understood, in words', async () => {
    writeFileSync(path, '{ not json')
    const house = await home.start()
    expect(await house.refused('claude.planSettings', { on: true })).toBe(`refused: ${text.cli.claude.broken(path)}`)
  })

  it('are what their user made of them with cc init, and stay so at the end', async () => {
    const house = await home.start()
    await change(house, true)
    const [left, journal] = [settings(), readFileSync(home.folders.journal)]
    await change(house, false)
    writeFileSync(path, left)
    writeFileSync(home.folders.journal, journal)
    await house.stop()
    expect(settings()).toBe(left)
  })
})
