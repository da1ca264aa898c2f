#!/usr/bin/env node
// npm test: installs what is missing, then every check there is. npm run check: `--fast`, the part without a desktop.
import { demandNode, ensurePackages } from './lib/install.mjs'
import { ALL, FAST } from './lib/steps.mjs'
import { missing, PACKAGERS, provide, TEST_DESKTOP } from './lib/system.mjs'

const fast = process.argv.includes('--fast')

/** @typedef {import('./lib/steps.mjs').Step} Step */

/** Whether this machine can run the tests at all. */
async function prepare() {
  demandNode()
  if (!(await ensurePackages())) return false
  return fast || process.platform !== 'linux' || provide(missing([...TEST_DESKTOP, ...PACKAGERS]))
}

/**
 * Runs every step, also after one that failed; a step whose need failed cannot run, which is a failure.
 * @param {readonly Step[]} steps
 */
async function runAll(steps) {
  const total = { passed: 0, failed: 0 }
  /** @type {string[]} */
  const broken = []
  for (const step of steps) {
    console.log(`\n== ${step.name}`)
    const blocker = step.needs?.find((need) => broken.includes(need))
    const started = performance.now()
    const count = blocker ? notRun(blocker) : await step.run().catch(failure)
    console.log(`-- ${step.name}: ${line(count)}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
    total.passed += count.passed
    total.failed += count.failed
    if (count.failed > 0) broken.push(step.name)
  }
  if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`)
  return total
}

function notRun(/** @type {string} */ blocker) {
  console.log(`Not run, because this failed: ${blocker}`)
  return { passed: 0, failed: 1 }
}

function failure(/** @type {Error} */ error) {
  console.error(error.message)
  return { passed: 0, failed: 1 }
}

const line = (/** @type {{ passed: number, failed: number }} */ count) =>
  `${count.passed} passed, ${count.failed} failed`

if (await prepare()) {
  const total = await runAll(fast ? FAST : ALL)
  console.log(`\n${line(total)}`)
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1
} else {
  console.error('The tests did not run.')
  process.exitCode = 1
}
