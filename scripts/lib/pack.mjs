import fs from 'node:fs'
import path from 'node:path'
import { electronEnv } from '../electron-runtime.mjs'
import { readFuses } from './fuses.mjs'
import { root, run, toolEnv } from './shell.mjs'

/**
 * Where electron-builder cannot fetch its own tools (nor the official Electron): Debian's stand in. What
 * comes out is for looking at and trying, not for giving away.
 */
const STAND_INS = {
  ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7za',
  ELECTRON_BUILDER_COMPRESSION_LEVEL: '1',
  CUSTOM_FPM_PATH: path.join(root, 'scripts', 'fpm-by-dpkg.mjs'),
}

/**
 * Packs what is in out/ with electron-builder.
 * @param {import('../electron-runtime.mjs').Runtime} runtime
 * @param {{ targets: string[], output: string, inspectable: boolean }} options `inspectable`: Playwright
 *   can drive it; never for a release
 * @returns {Promise<boolean>}
 */
export async function pack(runtime, { targets, output, inspectable }) {
  const isOfficial = runtime.source === 'official'
  const settings = [
    `directories.output=${output}`,
    `electronFuses.enableNodeCliInspectArguments=${inspectable}`,
    // the official one electron-builder fetches itself, in the version of node_modules/electron
    ...(isOfficial ? [] : [`electronDist=${runtime.dist}`, `electronVersion=${runtime.version}`]),
  ]
  const args = [...targets, ...settings.map((setting) => `-c.${setting}`), '--publish', 'never']
  const env = toolEnv({ ...electronEnv(runtime), ...(isOfficial ? {} : STAND_INS) })
  fs.rmSync(path.join(root, output), { recursive: true, force: true })
  if ((await run('electron-builder', args, { env, quiet: true })) !== 0) return false
  return checkFuses(path.join(root, output, 'linux-unpacked', 'cc-relay'), inspectable)
}

/** The fuses are what keeps a stolen or bent app binary from running other code; they are read back. */
function checkFuses(/** @type {string} */ executable, /** @type {boolean} */ inspectable) {
  if (!fs.existsSync(executable)) return true // not packed for Linux
  const wanted = { runAsNode: false, nodeOptions: false, nodeCliInspect: inspectable, onlyLoadAppFromAsar: true }
  const found = readFuses(executable)
  const wrong = Object.entries(wanted).filter(([name, on]) => found[/** @type {keyof typeof wanted} */ (name)] !== on)
  for (const [name, on] of wrong) console.error(`The fuse ${name} should be ${on ? 'on' : 'off'}.`)
  return wrong.length === 0
}
