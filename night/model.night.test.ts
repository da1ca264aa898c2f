import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { check, total } from '../src-main/pool/testing/commands.ts'
import { LIMITS, World } from '../src-main/pool/testing/world.ts'
import { Account } from '../src-main/practice/account.ts'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'pool-model.md')
const STEPS = 200_000
const AT_ONCE = 100

test('the pool before exact books: 200,000 steps in every order', () => {
  const steps = new Map<string, number>()
  let histories = 0
  const start = performance.now()
  while (total(steps) < STEPS) {
    for (const [kind, count] of check(() => new World((org) => new Account(org, LIMITS)), AT_ONCE, 200))
      steps.set(kind, (steps.get(kind) ?? 0) + count)
    histories += AT_ONCE
  }
  const seconds = Math.round((performance.now() - start) / 1000)
  const figures = (n: number) => n.toLocaleString('en')
  const said = `${figures(total(steps))} steps in ${figures(histories)} histories, ${seconds} s, none wrong`
  console.log(said)
  const rows = [...steps].sort(([a], [b]) => a.localeCompare(b)).map(([kind, n]) => `| ${kind} | ${figures(n)} |`)
  fs.writeFileSync(PAGE, page(said, rows))
  expect(total(steps)).toBeGreaterThanOrEqual(STEPS)
})

const page = (said: string, rows: readonly string[]) => `# The pool before exact books

${said}, ${new Date().toISOString().slice(0, 10)}. Made by \`npm run test:night\`.

Four keys in three organizations, two model groups, requests in every order. The providers’ books are those of
practice mode: exact buckets, which the pool never sees. After every step: no key shows more than there is, no key is
lent that rests, was refused, is off or gone, and the counts are those of the keys. A request sent to a key whose
limits are known is never turned away. Whoever is told to come back is served then, by pool and provider, and would not
have been a second before. Once all have ended, nothing is held and nothing is missing.

| step | times |
| --- | ---: |
${rows.join('\n')}
`
