import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newHome } from './assemble.testing.ts'
import { openOwnCertificate } from './certificate/own-certificate.ts'
import { claudeCodeOn } from './claude/claude-code.ts'
import { durableJson } from './node/durable-json.ts'
import { nodeSpawner } from './node/spawner.ts'

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

/** The app with its certificate; `env`: what the user exports. */
async function guarded(env: Record<string, string> = {}) {
  const certificate = await openOwnCertificate(home.folders.certificate, Date.now(), '127.0.0.1:0')
  const machine = { platform: 'linux' as const, env, home: home.folder, shell: '', spawner: nodeSpawner }
  const journal = durableJson(home.folders.journal)
  const claudeCode = claudeCodeOn({ machine, journal, hide: (line) => line, certificate })
  const house = await home.start({ ports: { certificate, claudeCode } })
  await house.done('settings.patch', { plain_http: false })
  return { house, certificate }
}

const portOf = (house: Awaited<ReturnType<typeof guarded>>['house']) => new URL(house.url()).port

describe('with its certificate', () => {
  it('Claude Code is led to https and told of the certificate, whichever way it is started', async () => {
    const { house, certificate } = await guarded()
    const base = `https://127.0.0.1:${portOf(house)}`
    await house.done('env.copy', { shell: 'posix' })
    expect(house.desk.copied.at(-1)).toContain(`export ANTHROPIC_BASE_URL='${base}'`)
    expect(house.desk.copied.at(-1)).toContain(`export NODE_EXTRA_CA_CERTS='${certificate.trustPath}'`)
    const { own } = await house.done('claude.prepare', { folder: home.folder, place: 'here' })
    expect(JSON.parse(readFileSync(join(own, 'settings.json'), 'utf8')).env).toMatchObject({
      ANTHROPIC_BASE_URL: base,
      NODE_EXTRA_CA_CERTS: certificate.trustPath,
    })
    const { print } = await house.done('claude.planSettings', { on: true })
    await house.done('claude.changeSettings', { on: true, print })
    const settings = JSON.parse(readFileSync(join(home.folder, '.claude', 'settings.json'), 'utf8'))
    expect(settings.env).toMatchObject({ ANTHROPIC_BASE_URL: base, NODE_EXTRA_CA_CERTS: certificate.trustPath })
    expect((await house.done('claude.examine', { folder: null })).verdict).toMatchObject({ way: 'here', token: 'good' })
  })

  it('whom its user trusted before is trusted still, by the environment and by Claude Code’s settings', async () => {
    const theirs = await openOwnCertificate(join(home.folder, 'a'), Date.now(), '127.0.0.1:0')
    const others = await openOwnCertificate(join(home.folder, 'b'), Date.now(), '127.0.0.1:0')
    mkdirSync(join(home.folder, '.claude'))
    const env = { NODE_EXTRA_CA_CERTS: others.trustPath }
    writeFileSync(join(home.folder, '.claude', 'settings.json'), JSON.stringify({ env }))
    const { house, certificate } = await guarded({ NODE_EXTRA_CA_CERTS: theirs.trustPath })
    const told = async () => {
      await house.done('env.copy', { shell: 'posix' })
      return readFileSync(certificate.trustPath, 'utf8')
    }
    const all = [certificate, theirs, others].map(({ identity }) => identity.cert).join('')
    expect(await told()).toBe(all)
    const { print } = await house.done('claude.planSettings', { on: true })
    await house.done('claude.changeSettings', { on: true, print })
    expect(await told()).toBe(all)
  })

  it('an old environment over http is told of, and goes on where that is switched on', async () => {
    const { house } = await guarded()
    mkdirSync(join(home.folder, '.claude'), { recursive: true })
    const token = readFileSync(home.folders.token, 'utf8').trim()
    const env = { ANTHROPIC_BASE_URL: `http://127.0.0.1:${portOf(house)}`, ANTHROPIC_AUTH_TOKEN: token }
    writeFileSync(join(home.folder, '.claude', 'settings.json'), JSON.stringify({ env }))
    const verdict = async () => (await house.done('claude.examine', { folder: null })).verdict.token
    expect((await house.post()).status).toBe(400)
    expect(await verdict()).toBe('plain')
    await house.done('address.copy', undefined)
    expect(house.desk.copied.at(-1)).toMatch(/^https:/)
    await house.done('settings.patch', { plain_http: true })
    expect((await fetch(`${house.url()}/health`)).status).toBe(200)
    expect(await verdict()).toBe('good')
    await house.done('address.copy', undefined)
    expect(house.desk.copied.at(-1)).toMatch(/^http:/)
    expect(house.app.snapshot().relay).toMatchObject({ over: 'both' })
  })
})
