#!/usr/bin/env node
// The command line, from a checkout: `npm run serve -- --config FILE`, and the bin `cc-relay`. Needs the
// packages of `npm ci` and no Electron; builds its bundle first where that is missing or older than the sources.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { demandNode } from './lib/install.mjs'
import { root } from './lib/shell.mjs'

const bundle = path.join(root, 'out', 'headless', 'cli.js')
const SOURCES = ['src-main', 'src-shared', 'playground', 'package-lock.json', 'scripts/build.mjs']

demandNode()
if (!isFresh()) await buildQuietly()
await import(pathToFileURL(bundle).href)

function isFresh() {
  if (!fs.existsSync(bundle)) return false
  const built = fs.statSync(bundle).mtimeMs
  return SOURCES.every((source) => newestChange(path.join(root, source)) <= built)
}

/** Folders count too: their time tells of files that came or went. */
function newestChange(/** @type {string} */ place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = fs.readdirSync(place, { recursive: true, withFileTypes: true })
  return Math.max(stat.mtimeMs, ...inside.map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs))
}

/** Standard output belongs to the command; whatever building has to say goes to standard error. */
async function buildQuietly() {
  try {
    const { buildPart } = await import('./build.mjs')
    await buildPart('node')
  } catch (error) {
    const missing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_MODULE_NOT_FOUND'
    console.error(missing ? 'The npm packages are not installed. Run: npm ci' : /** @type {Error} */ (error).message)
    process.exit(1)
  }
}
