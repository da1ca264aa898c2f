#!/usr/bin/env node
// Stands in for fpm (CUSTOM_FPM_PATH) where fpm cannot be had: takes the arguments electron-builder gives it
// for a deb, and lets dpkg-deb make it.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const asked = commandLine(process.argv.slice(2))
if (asked.target !== 'deb') throw new Error(`fpm-by-dpkg makes only deb, not ${asked.target}`)
const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-'))
try {
  fs.chmodSync(stage, 0o755)
  for (const [from = '', to = ''] of asked.files) copy(from, path.join(stage, to))
  describe(path.join(stage, 'DEBIAN'))
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', stage, asked.option('package')], {
    stdio: 'inherit',
  })
} finally {
  fs.rmSync(stage, { recursive: true, force: true })
}

/** fpm's words: `-s dir -t deb -d PACKAGE … --name value --deb-x value FROM=TO …`. */
function commandLine(/** @type {string[]} */ words) {
  /** @type {Record<string, string[]>} */
  const options = {}
  /** @type {string[][]} */
  const files = []
  const flags = ['--force', '--debug']
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (flags.includes(word)) continue
    if (!word.startsWith('-')) {
      const at = word.lastIndexOf('=')
      files.push([word.slice(0, at), word.slice(at + 1)])
      continue
    }
    const at = word.indexOf('=')
    const name = (at < 0 ? word : word.slice(0, at)).replace(/^-+/, '')
    const value = at < 0 ? (words[++i] ?? '') : word.slice(at + 1)
    options[name] = [...(options[name] ?? []), value]
  }
  const option = (/** @type {string} */ name, fallback = '') => options[name]?.at(-1) ?? fallback
  return { files, option, all: (/** @type {string} */ name) => options[name] ?? [], target: option('t') }
}

function copy(/** @type {string} */ from, /** @type {string} */ to) {
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
}

function describe(/** @type {string} */ control) {
  const { option, all } = asked
  const kilobytes = execFileSync('du', ['-sk', stage], { encoding: 'utf8' }).split('\t')[0]
  const [summary = option('name'), ...more] = option('description')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const fields = {
    Package: option('name'),
    Version: option('version'),
    Architecture: option('architecture'),
    Maintainer: option('maintainer'),
    'Installed-Size': kilobytes,
    Depends: all('d').join(', '),
    Recommends: all('deb-recommends').join(', '),
    Section: option('category', 'default'),
    Priority: option('deb-priority', 'optional'),
    Homepage: option('url'),
    Description: [summary, ...more.map((line) => ` ${line}`)].join('\n'),
  }
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}\n`)
  fs.mkdirSync(control)
  fs.writeFileSync(path.join(control, 'control'), lines.join(''))
  for (const [script, from] of [
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ]) {
    fs.copyFileSync(option(from ?? ''), path.join(control, script ?? ''))
    fs.chmodSync(path.join(control, script ?? ''), 0o755)
  }
}
