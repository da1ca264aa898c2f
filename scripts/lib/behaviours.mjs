import { faultOf, testsBelow } from './named-tests.mjs'

/** @typedef {import('./named-tests.mjs').Proof} Proof */
/** @typedef {{ number: number, text: string, proofs: Proof[] }} Row */
/** @typedef {{ does: Row[], never: Row[] }} Page */

/** Which rows of a part there are, which are no behaviour, and which may say "Not yet". */
const PARTS = /** @type {const} */ ({
  does: { heading: '## What it does', rows: 74, none: [3, 70, 71], later: [33, 36, 38, 39, 72, 74] },
  never: { heading: '## What it must never do', rows: 30, none: [], later: [4, 5, 6, 7, 30] },
})
/** Of these only a part may be left for later: the rest is shown by tests all the same. */
const PARTLY = { does: [72, 74], never: [30] }

/**
 * What is wrong with the page: a row too few or too many, one that no test shows, a test that is not there, is skipped
 * or has another name, a "Not yet" where nothing may be left. Empty where all is well.
 * @param {string} page docs/behaviours.md
 * @param {string} root the folder that its paths start from
 * @returns {string[]}
 */
export function faults(page, root) {
  const parts = readPage(page)
  const testsOf = testsBelow(root)
  return /** @type {const} */ (['does', 'never']).flatMap((part) => [
    ...missing(parts[part], part),
    ...parts[part].flatMap((row) => faultsOf(row, part, testsOf)),
  ])
}

/** @param {Row[]} rows @param {'does' | 'never'} part */
function missing(rows, part) {
  const wanted = Array.from({ length: PARTS[part].rows }, (_, at) => at + 1)
  const numbers = rows.map(({ number }) => number)
  return wanted.join() === numbers.join()
    ? []
    : [
        `${PARTS[part].heading}: needs the rows 1 to ${PARTS[part].rows}, each once and in order; ` +
          `missing: ${wanted.filter((number) => !numbers.includes(number)).join(', ') || 'none'}`,
      ]
}

/**
 * @param {Row} row
 * @param {'does' | 'never'} part
 * @param {ReturnType<typeof testsBelow>} testsOf
 */
function faultsOf(row, part, testsOf) {
  const name = `${part} ${row.number}`
  const { none, later } = /** @type {{ none: readonly number[], later: readonly number[] }} */ (PARTS[part])
  const notYet = row.text.includes('Not yet')
  const nothing = row.text.startsWith('No behaviour')
  const found = row.proofs.flatMap((proof) => faultOf(proof, testsOf).map((fault) => `${name}: ${fault}`))
  if (nothing !== none.includes(row.number)) found.push(`${name}: says "No behaviour" where it may not, or should`)
  if (notYet && !later.includes(row.number)) found.push(`${name}: nothing of it may be left for later`)
  const free = nothing || (notYet && !PARTLY[part].includes(row.number))
  if (row.proofs.length === 0 && !free) found.push(`${name}: no test shows it`)
  return found
}

/**
 * The rows of the page: `12. Sentence`, and below it `- path › title` for each test.
 * @param {string} page
 * @returns {Page}
 */
function readPage(page) {
  /** @type {Page} */
  const parts = { does: [], never: [] }
  /** @type {'does' | 'never' | null} */
  let part = null
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) part = partOf(line)
    if (part === null) continue
    const row = /^(\d+)\. (.+)$/.exec(line)
    if (row) parts[part].push({ number: Number(row[1]), text: row[2] ?? '', proofs: [] })
    const proof = /^ +- `([^`]+)` › (.+)$/.exec(line)
    if (proof) parts[part].at(-1)?.proofs.push({ file: proof[1] ?? '', title: proof[2] ?? '' })
  }
  return parts
}

/** @returns {'does' | 'never' | null} */
function partOf(/** @type {string} */ heading) {
  if (heading === PARTS.does.heading) return 'does'
  return heading === PARTS.never.heading ? 'never' : null
}
