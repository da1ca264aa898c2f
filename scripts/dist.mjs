#!/usr/bin/env node
// npm run dist: the packages of this system, in dist/. `--release` (in CI) insists on the official Electron.
import fs from 'node:fs'
import path from 'node:path'
import { resolveElectron } from './electron-runtime.mjs'
import { SUMS, writeSums } from './lib/checksums.mjs'
import { demandNode, ensurePackages } from './lib/install.mjs'
import { pack } from './lib/pack.mjs'
import { root } from './lib/shell.mjs'
import { missing, PACKAGERS, provide } from './lib/system.mjs'

const release = process.argv.includes('--release')

demandNode()
if (!(await ensurePackages())) fail('the npm packages could not be installed')
const runtime = resolveElectron({ allowFallback: !release })
if (release && runtime.source !== 'official') fail(`a release needs the official Electron, this is: ${runtime.source}`)
const { buildPart } = await import('./build.mjs') // one of those packages builds
await buildPart()
if (runtime.source === 'official') await make([])
else await makeHere()
const made = fs.readdirSync(path.join(root, 'dist')).filter((name) => /\.(deb|gz|AppImage|exe|dmg|zip)$/.test(name))
writeSums(path.join(root, 'dist'), made)
for (const name of [...made, SUMS]) console.log(path.join('dist', name))

/** On Linux, with the stand-ins: the two kinds that can be made without a download. */
async function makeHere() {
  if (!(await provide(missing(PACKAGERS)))) fail('the packagers are missing')
  console.log(`Electron ${runtime.version} (${runtime.source}): for trying out, not for release.`)
  await make(['--linux', 'deb', 'tar.gz'])
}

async function make(/** @type {string[]} */ targets) {
  if (!(await pack(runtime, { targets, output: 'dist', inspectable: false }))) fail('packing failed')
}

/** @returns {never} */
function fail(/** @type {string} */ why) {
  console.error(why)
  process.exit(1)
}
