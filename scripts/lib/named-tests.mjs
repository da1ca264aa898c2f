import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** @typedef {{ title: string, literals: string[], skipped: boolean }} Test */
/** A test by its name, which may also be a step of one. @typedef {{ file: string, title: string }} Proof */

/** Stands in a title for what differs from case to case: a hole of a template, or of a table of cases. */
const HOLE = '…'
const SKIPS = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fixme', 'fails', 'fail'])

/**
 * Tests by file, each file read once; `null`: there is no such file.
 * @param {string} root the folder that paths start from
 * @returns {(file: string) => Test[] | null}
 */
export function testsBelow(root) {
  /** @type {Map<string, Test[] | null>} */
  const known = new Map()
  return (file) => {
    const at = path.join(root, file)
    const found = known.get(file) ?? (fs.existsSync(at) ? readTests(fs.readFileSync(at, 'utf8'), file) : null)
    known.set(file, found)
    return found
  }
}

/**
 * What is wrong with a proof: there is no such file, no test of that name in it, or it is skipped.
 * @param {Proof} proof
 * @param {(file: string) => Test[] | null} testsOf
 * @returns {string[]}
 */
export function faultOf({ file, title }, testsOf) {
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
 * Every test a file declares, by reading it, not by running it: `it`, `test`, `test.step`, and their tables of cases.
 * @param {string} source
 * @param {string} name says how it is to be read: in a `.ts`, `<T>(…)` is no element
 * @returns {Test[]}
 */
function readTests(source, name) {
  /** @type {Test[]} */
  const tests = []
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true)
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
