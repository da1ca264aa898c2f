#!/usr/bin/env node
// npm start [-- ARGUMENTS…]: from a fresh clone to the open app. Without a display: the relay alone, as
// `cc-relay serve` where a config file is named.
import path from 'node:path'
import { demandNode, ensurePackages } from './lib/install.mjs'
import { become, root } from './lib/shell.mjs'
import { DESKTOP, hasDisplay, missing, missingLibraries, provide } from './lib/system.mjs'

const args = process.argv.slice(2)

demandNode()
if (!(await ensurePackages())) fail('The npm packages could not be installed; see above.')
await (hasDisplay() ? openApp() : runHeadless()).catch((error) => fail(error.message))

async function openApp() {
  const { electronEnv, resolveElectron } = await import('./electron-runtime.mjs')
  const runtime = resolveElectron()
  await provideLibraries(runtime.exe)
  await build('all')
  console.error(
    `Opening CC Relay in Electron ${runtime.version}${runtime.source === 'npm-fallback' ? ' (for development only)' : ''} …`,
  )
  become(runtime.exe, [root, ...args], { ...process.env, ...electronEnv(runtime) })
}

async function runHeadless() {
  console.error('There is no display here, so the relay runs without its window.')
  await build('node')
  const program = args.some((it) => /^--config(=|$)/.test(it)) ? ['cli.js', 'serve'] : ['headless.js']
  const [file = '', ...verb] = program
  become(process.execPath, [path.join(root, 'out', 'headless', file), ...verb, ...args], process.env)
}

/** Electron starts without a keyring or notifications; without the libraries it is linked to it does not. */
async function provideLibraries(/** @type {string} */ executable) {
  if (process.platform !== 'linux') return
  await provide([...missingLibraries(executable), ...missing(DESKTOP)])
  if (missingLibraries(executable).length > 0) fail('CC Relay cannot open its window without these.')
}

/** The builder is one of the npm packages, so it can only be loaded after them. */
async function build(/** @type {string} */ part) {
  const { buildPart } = await import('./build.mjs')
  await buildPart(part)
}

/** @returns {never} */
function fail(/** @type {string} */ why) {
  console.error(why)
  process.exit(1)
}
