#!/usr/bin/env node
// node scripts/electron-age.mjs: fails where the Electron that is shipped gets no more fixes. Asks npm; run by CI.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { tooOld } from './lib/electron-age.mjs'

const root = path.resolve(import.meta.dirname, '..')
const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
const latest = execFileSync('npm', ['view', 'electron', 'version'], { encoding: 'utf8' }).trim()
const fault = tooOld(devDependencies.electron, latest)
console.log(fault ?? `Electron ${devDependencies.electron}; the newest is ${latest}.`)
if (fault) process.exitCode = 1
