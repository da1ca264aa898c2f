import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isOwnUrl } from './origin.ts'
import { filesIn, servePages } from './pages.ts'

const parent = mkdtempSync(join(tmpdir(), 'pages-'))
const folder = join(parent, 'renderer')
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(join(parent, 'secrets.json'), 'secret')
writeFileSync(join(folder, 'index.html'), '<!doctype html>')
writeFileSync(join(folder, 'assets/app.js'), 'export {}')
writeFileSync(join(folder, 'assets/app.js.map'), '{}')
afterAll(() => rmSync(parent, { recursive: true }))

const serve = servePages(filesIn(folder))
const get = (url: string, method = 'GET') => serve(new Request(url, { method }))

it('serves what was built, with its type', async () => {
  const page = await get('app://main/index.html?x=1#y')
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<!doctype html>',
  ])
  expect((await get('app://main/assets/app.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

it('lets a page load from nowhere else and run nothing written inside it', async () => {
  const policy = (await get('app://main/index.html')).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe')
})

const escapes = [
  '../secrets.json',
  '..%2fsecrets.json',
  '%2e%2e/secrets.json',
  '%2e%2e%2fsecrets.json',
  '..\\secrets.json',
  '..%5csecrets.json',
]
  .flatMap((path) => [path, `assets/../${path}`, `assets/%2e%2e/${path}`, `/${path}`, `./${path}`, `%2f${path}`])
  .concat([
    '',
    'index.html%00',
    'INDEX.HTML',
    'index.html/',
    'assets',
    'assets/',
    'assets/app.js.map',
    '%69ndex.html',
    'etc/passwd',
  ])

it.each(escapes)('has nothing at %j', async (path) => {
  const answer = await get(`app://main/${path}`)
  expect([answer.status, await answer.text()]).toEqual([404, ''])
})

it('has nothing under another name and takes nothing in', async () => {
  expect((await get('app://other/index.html')).status).toBe(404)
  expect((await get('app://main/index.html', 'POST')).status).toBe(404)
})

it.each([
  ['app://main/index.html', true],
  ['app://main', true],
  ['app://main.evil/index.html', false],
  ['app://mainx', false],
  ['APP://main/', false],
  ['https://app://main/', false],
  ['file:///etc/passwd', false],
  ['data:text/html,x', false],
  ['blob:app://main/x', false],
  ['javascript:alert(1)', false],
  ['about:blank', false],
])('says whether %s is our own: %s', (url, own) => expect(isOwnUrl(url)).toBe(own))
