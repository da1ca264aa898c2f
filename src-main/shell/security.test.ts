import { expect, it } from 'vitest'
import { isOwnFrame, mayLoad } from './security.ts'

it.each([
  ['app://main/assets/a.js', true],
  ['data:image/png;base64,AA', true],
  ['data:text/html,x', false],
  ['http://127.0.0.1:8787/', false],
  ['https://example.com/', false],
  ['ws://127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['devtools://devtools/bundled/x.js', false],
])('lets a page load %s: %s', (url, may) => expect(mayLoad(url, false)).toBe(may))

it('lets the developer tools load themselves where they are allowed', () => {
  expect(mayLoad('devtools://devtools/bundled/x.js', true)).toBe(true)
})

const ours = { url: 'app://main/index.html', parent: null }
const from = (senderFrame: Parameters<typeof isOwnFrame>[0]['senderFrame'], id = 7) =>
  isOwnFrame({ senderFrame, sender: { id } }, { id: 7 })

it('listens to the top frame of its own window', () => expect(from(ours)).toBe(true))

it('listens to nobody else', () => {
  expect(from(null)).toBe(false)
  expect(from(ours, 8)).toBe(false)
  expect(from({ ...ours, url: 'app://main.evil/index.html' })).toBe(false)
  expect(from({ ...ours, parent: {} as never })).toBe(false)
  expect(isOwnFrame({ senderFrame: ours, sender: { id: 7 } }, null)).toBe(false)
})
