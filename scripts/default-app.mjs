// What the fallback runtime starts with (see lib/fallback-electron.mjs): does for `electron [-r MODULE]…
// FOLDER [ARGUMENTS…]` what the default app of an official Electron does. It must be an ES module that
// awaits the app's entry at top level: Electron holds back 'ready' until then, and an app that sets its
// folders or asks for the single-instance lock while it loads relies on that.
import fs from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const { folder, preloads } = commandLine(process.argv.slice(1))
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
// @ts-expect-error: Node's own name for what `-r` does; Playwright's loader comes this way
if (preloads.length > 0) Module._preloadModules(preloads)
introduce(folder)
await import(pathToFileURL(entryOf(folder)).href)

function commandLine(/** @type {string[]} */ words) {
  const preloads = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (word === '-r' || word === '--require') preloads.push(words[++i] ?? '')
    else if (word === '-v' || word === '--version') leave(0, `v${process.versions.electron}`)
    else if (!word.startsWith('-')) return { folder: path.resolve(word), preloads } // switches are Chromium's
  }
  return leave(1, 'usage: electron [-r MODULE] FOLDER')
}

/** Gives the app its own name, version and folder, as package.json says. */
function introduce(/** @type {string} */ folder) {
  const file = path.join(folder, 'package.json')
  if (!fs.existsSync(file)) leave(1, `electron: no app in ${folder}`)
  const about = JSON.parse(fs.readFileSync(file, 'utf8'))
  // @ts-expect-error: in no declaration, but Electron's own default app calls it
  if (about.version) app.setVersion(about.version)
  app.name = about.productName ?? about.name
  app.setDesktopName(about.desktopName ?? `${app.name}.desktop`)
  // @ts-expect-error: the same
  app.setAppPath(folder)
}

function entryOf(/** @type {string} */ folder) {
  try {
    // @ts-expect-error: resolves the folder by its package.json, as `node FOLDER` would
    return Module._resolveFilename(folder, null, true)
  } catch (error) {
    // printed, not thrown: Electron would open a dialog that nobody can close where there is no person
    return leave(1, `electron: cannot open the app in ${folder}: ${/** @type {Error} */ (error).message}`)
  }
}

/** @returns {never} */
function leave(/** @type {number} */ code, /** @type {string} */ message) {
  console.log(message)
  process.exit(code)
}
