import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** @typedef {{ title: string, literals: string[], skipped: boolean }} Test */
/** @typedef {{ file: string, title: string }} Proof */
/** @typedef {{ number: number, text: string, proofs: Proof[] }} Row */
/** @typedef {{ does: Row[], never: Row[] }} Page */

/** Which rows of a part there are, which are no behaviour, and which may say "Not yet". */
const PARTS = /** @type {const} */ ({
  does: { heading: '## What it does', rows: 74, none: [3, 70, 71], later: [33, 36, 38, 39, 72, 74] },
  never: { heading: '## What it must never do', rows: 30, none: [], later: [4, 5, 6, 7, 30] },
})
/** Of these only a part may be left for later: the rest is shown by tests all the same. */
const PARTLY = { does: [72, 74], never: [30] }

/** Stands in a title for what differs from case to case: a hole of a template, or of a table of cases. */
const HOLE = '…'
const SKIPS = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fixme', 'fails', 'fail'])

/**
 * What is wrong with the page: a row too few or too many, one that no test shows, a test that is not there, is skipped
 * or has another name, a "Not yet" where nothing may be left. Empty where all is well.
 * @param {string} page docs/behaviours.md
 * @param {string} root the folder that its paths start from
 * @returns {string[]}
 */
export function faults(page, root) {
  const parts = readPage(page)
  /** @type {Map<string, Test[] | null>} */
  const known = new Map()
  const testsOf = (/** @type {string} */ file) => {
    const at = path.join(root, file)
    const found = known.get(file) ?? (fs.existsSync(at) ? readTests(fs.readFileSync(at, 'utf8')) : null)
    known.set(file, found)
    return found
  }
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
 * @param {(file: string) => Test[] | null} testsOf
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

/** @param {Proof} proof @param {(file: string) => Test[] | null} testsOf */
function faultOf({ file, title }, testsOf) {
  const tests = testsOf(file)
  if (tests === null) return [`there is no ${file}`]
  const named = tests.filter((test) => isNamed(test, title))
  if (named.length === 0) return [`${file} has no test "${title}"`]
  return named.every(({ skipped }) => skipped) ? [`"${title}" in ${file} is skipped`] : []
}

/** Whether a test goes by a title. What stands in a hole must be a text of the same call or of its table of cases. */
function isNamed(/** @type {Test} */ test, /** @type {string} */ title) {
  const parts = test.title.split(HOLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const match = new RegExp(`^${parts.join('(.+)')}$`, 's').exec(title)
  return match?.slice(1).every((text) => (text === HOLE && parts.join('') !== '') || test.literals.includes(text))
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

/**
 * Every test a file declares, by reading it, not by running it: `it`, `test`, `test.step`, and their tables of cases.
 * @param {string} source
 * @returns {Test[]}
 */
function readTests(source) {
  /** @type {Test[]} */
  const tests = []
  const file = ts.createSourceFile('x.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  /** Texts of the whole file: a table of cases often stands beside its test. */
  const literals = textsIn(file)
  const visit = (/** @type {ts.Node} */ node, /** @type {boolean} */ outer) => {
    let skipped = outer
    if (ts.isCallExpression(node)) {
      const chain = chainOf(node.expression)
      const [title] = node.arguments
      skipped ||= chain.some((name) => SKIPS.has(name)) && /^(it|test|describe)$/.test(chain[0] ?? '')
      if (/^(it|test)$/.test(chain[0] ?? '') && title) {
        const text = textOf(title)
        if (text !== null) tests.push({ title: text, literals, skipped: skipped || skipsItself(node) })
      }
    }
    ts.forEachChild(node, (child) => visit(child, skipped))
  }
  visit(file, false)
  return tests
}

/** A test whose body gives up: `test.skip()`, `test.fixme()`, or `skip()` of its context. */
function skipsItself(/** @type {ts.CallExpression} */ call) {
  let found = false
  const look = (/** @type {ts.Node} */ node) => {
    if (ts.isCallExpression(node) && /^(\w+\.)?(skip|fixme)$/.test(node.expression.getText())) found = true
    ts.forEachChild(node, look)
  }
  call.arguments.slice(1).forEach(look)
  return found
}

/** `test.each([…])(…)` is `['test', 'each']`. @returns {string[]} */
function chainOf(/** @type {ts.Expression} */ it) {
  if (ts.isIdentifier(it)) return [it.text]
  if (ts.isPropertyAccessExpression(it)) return [...chainOf(it.expression), it.name.text]
  if (ts.isCallExpression(it) || ts.isTaggedTemplateExpression(it)) {
    return chainOf(ts.isCallExpression(it) ? it.expression : it.tag)
  }
  return []
}

/** @returns {string | null} */
function textOf(/** @type {ts.Node} */ node) {
  if (ts.isStringLiteralLike(node)) return node.text.replace(/%[sdijfo]/g, HOLE).replace(/\$[a-z]\w*/gi, HOLE)
  if (!ts.isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join('')
}

/** @returns {string[]} */
function textsIn(/** @type {ts.Node} */ node) {
  /** @type {string[]} */
  const texts = []
  const look = (/** @type {ts.Node} */ child) => {
    if (ts.isStringLiteralLike(child)) texts.push(child.text)
    ts.forEachChild(child, look)
  }
  look(node)
  return texts
}
