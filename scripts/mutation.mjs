#!/usr/bin/env node
// npm run test:mutation [-- SCOPE…]: weakens the code, one thing at a time, and asks whether its tests notice. Without a
// scope: the named lines, and every scope. `lines`: only the named lines. `--page`: only prints what is known.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { Lines, pageOfMutation, Report, Results, resultOf, Scopes, scoreOf } from './lib/mutation.mjs'
import { commandShell, root, run, toolEnv } from './lib/shell.mjs'

const DATA = path.join(root, 'docs', 'evidence', 'mutation.yaml')
const PAGE = path.join(root, 'docs', 'evidence', 'mutation.md')
const REPORT = path.join(root, 'out', 'mutation', 'report.json')
const today = new Date().toISOString().slice(0, 10)

const read = (/** @type {string} */ name) => parse(fs.readFileSync(path.join(root, 'night', 'mutation', name), 'utf8'))
const scopes = Scopes.parse(read('scopes.yaml'))
const lines = Lines.parse(read('lines.yaml'))
const results = Results.parse(fs.existsSync(DATA) ? parse(fs.readFileSync(DATA, 'utf8')) : {})
/** @type {string[]} */
const faults = []

const asked = process.argv.slice(2).filter((word) => word !== '--page')
const everything = asked.length === 0 && !process.argv.includes('--page')
for (const name of asked) if (name !== 'lines' && !(name in scopes)) faults.push(`there is no scope ${name}`)
if (everything || asked.includes('lines')) weakenLines()
for (const [name, scope] of Object.entries(scopes)) if (everything || asked.includes(name)) await mutate(name, scope)

console.log(fs.readFileSync(keep(), 'utf8'))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

/** Each must fail a test, and none may fail as it stands. */
function weakenLines() {
  const tests = [...new Set(lines.flatMap((line) => line.tests))]
  if (test(tests) !== 0) faults.push('lines: the tests fail on the code as it is')
  let noticed = 0
  for (const { file, line, instead, means, tests: own } of lines) {
    const stands = fs.readFileSync(path.join(root, file), 'utf8').split(line).length === 2
    if (!stands) faults.push(`lines: ${file} does not hold once: ${line}`)
    const failed = stands && test(own, { file, line, instead }) === 1
    console.log(`${failed ? 'noticed' : 'NOT NOTICED'}: ${means}`)
    if (failed) noticed++
    else if (stands) faults.push(`lines: nobody notices that ${means}`)
  }
  results.lines = { at: today, noticed, of: lines.length }
  keep()
}

/**
 * @param {readonly string[]} tests
 * @param {{ file: string, line: string, instead: string }} [weakened]
 * @returns {number | null} the exit code of vitest, 1 where a test failed; it says nothing, since a failure is what is wanted
 */
function test(tests, weakened) {
  const env = toolEnv({
    MUTATION_TESTS: tests.join(','),
    MUTATION_LINE: weakened ? JSON.stringify(weakened) : '',
  })
  const args = ['run', '--config', 'vitest.mutation.config.ts', '--bail', '1']
  return spawnSync('vitest', args, { cwd: root, env, stdio: 'ignore', ...commandShell('vitest') }).status
}

async function mutate(/** @type {string} */ name, /** @type {import('./lib/mutation.mjs').Scope} */ scope) {
  fs.rmSync(REPORT, { force: true })
  const mutated = [...scope.files, '!**/*.test.ts'].join(',')
  const env = toolEnv({ MUTATION_TESTS: scope.tests.join(',') })
  const code = await run('stryker', ['run', '--mutate', mutated], { env })
  if (code !== 0 || !fs.existsSync(REPORT)) {
    faults.push(`${name}: could not be run`)
    return
  }
  const result = resultOf(Report.parse(JSON.parse(fs.readFileSync(REPORT, 'utf8'))), scope, today)
  results.scopes[name] = result
  if (scoreOf(result) < scope.least) faults.push(`${name}: ${scoreOf(result).toFixed(1)} % of ${scope.least} %`)
  keep()
}

/** After each scope, so that a run that is ended keeps what it found. */
function keep() {
  fs.writeFileSync(DATA, stringify(results, { lineWidth: 0 }))
  fs.writeFileSync(PAGE, pageOfMutation(scopes, results))
  return PAGE
}
