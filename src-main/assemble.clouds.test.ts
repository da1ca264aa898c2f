import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { type GoogleTwin, startGoogle } from '../playground/twin-google.ts'
import { startVertex } from '../playground/twin-vertex.ts'
import { ProviderId } from '../src-shared/domain/ids.ts'
import { newHome } from './assemble.testing.ts'
import type { Here } from './ports.ts'

let google: GoogleTwin
let vertex: Twin
let account: string
let login: string
beforeAll(async () => {
  google = await startGoogle()
  account = google.serviceAccount('relay')
  login = google.login('me')
  const keys = [account, login].map((secret, i) => ({ secret, name: `key ${i + 1}` }))
  vertex = await startVertex({ keys }, google)
})
afterAll(() => Promise.all([google.stop(), vertex.stop()]))

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

const name = ProviderId.parse('vertex')
const wanted = () => ({ provider: { type: 'vertex' as const, baseUrl: vertex.baseUrl, name }, label: 'cloud' })

/** A computer on which somebody signed in with gcloud, or nobody did. */
const computer = (file: string | null): Here => ({
  ...{ platform: 'linux', env: { GCE_METADATA_HOST: '127.0.0.1:9' }, home: '/home/me', ask: async () => null },
  read: async (path) => (path === '/home/me/.config/gcloud/application_default_credentials.json' ? file : null),
})

it('a service account is tested without spending anything, stored, and answers', async () => {
  const house = await home.start()
  const key = await house.done('key.add', { ...wanted(), secret: account })
  expect([vertex.log.length, key.hint]).toEqual([0, JSON.parse(account).private_key_id.slice(-4)])
  expect((await house.post({ model: 'claude-opus-5' })).status).toBe(200)
  expect(vertex.log.map(({ key, status }) => [key, status])).toEqual([['key 1', 200]])
})

it('what opens it is written nowhere, and what names it may be', async () => {
  const house = await home.start()
  await house.done('key.add', { ...wanted(), secret: account })
  google.desk.revoke()
  await house.post({ model: 'claude-opus-5' })
  const written = home.everything()
  const { private_key } = JSON.parse(account) as { private_key: string }
  const [, line = ''] = private_key.split('\n')
  for (const secret of [line, ...google.desk.issued.map(({ token }) => token)]) expect(written).not.toContain(secret)
  expect(written).toContain('contract-project')
})

it('one whose key is not its own is not stored, and it is said what to do', async () => {
  const house = await home.start()
  const forged = google.serviceAccount('relay', true)
  expect(await house.refused('key.add', { ...wanted(), secret: forged })).toMatch(
    /refused the key of relay@contract-project\.iam\.gserviceaccount\.com: Invalid JWT Signature\. Make a new key/,
  )
  expect(house.app.snapshot().keyOrder).toEqual([])
})

it('the login of this computer is tested before it is added, and answers', async () => {
  const house = await home.start({ ports: { here: computer(login) } })
  await house.done('key.add', wanted())
  expect((await house.post({ model: 'claude-opus-5' })).status).toBe(200)
  expect(vertex.log.at(-1)?.headers['x-goog-user-project']).toBe('contract-project')
})

it('where nobody signed in it is said how', async () => {
  const house = await home.start({ ports: { here: computer(null) } })
  expect(await house.refused('key.add', wanted())).toContain('gcloud auth application-default login')
})
