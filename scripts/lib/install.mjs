import fs from 'node:fs'
import path from 'node:path'
import { root, run } from './shell.mjs'

/** The Node that the build tools and the relay are made for; package.json says the same under `engines`. */
const OLDEST_NODE = [20, 19]

/** Says in a sentence what the tools would say in a stack trace. */
export function demandNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantMajor = 0, wantMinor = 0] = OLDEST_NODE
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return
  console.error(`CC Relay needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}

/**
 * Installs the npm packages where they are missing or not those of the lockfile.
 * @returns {Promise<boolean>} whether they are there now
 */
export async function ensurePackages() {
  if (installed()) return true
  console.error('Installing the npm packages (npm ci) …')
  return (await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) === 0
}

/** npm keeps beside the packages a lockfile of what it installed; it is compared version by version. */
function installed() {
  const wanted = lockedVersions(path.join(root, 'package-lock.json'))
  const found = lockedVersions(path.join(root, 'node_modules', '.package-lock.json'))
  return [...wanted].every(([place, { version, optional }]) => optional || found.get(place)?.version === version)
}

/** @returns {Map<string, { version: string, optional?: boolean }>} */
function lockedVersions(/** @type {string} */ file) {
  if (!fs.existsSync(file)) return new Map()
  const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'))
  return new Map(Object.entries(packages).filter(([place]) => place !== ''))
}
