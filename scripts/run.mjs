#!/usr/bin/env node
// node scripts/run.mjs FILE.ts [ARGUMENTS…]: runs a TypeScript file of this repository under plain Node.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './build.mjs'
import { root } from './lib/shell.mjs'

const [file = '', ...args] = process.argv.slice(2)
const name = path.basename(file, '.ts')
const outdir = path.join(root, 'out', 'run')
await bundle({ [name]: path.resolve(file) }, outdir)
const made = path.join(outdir, `${name}.js`)
process.argv = [process.execPath, made, ...args]
await import(pathToFileURL(made).href)
