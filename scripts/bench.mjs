#!/usr/bin/env node
// npm run bench [-- NAME… --rounds N]: builds what is compared, then measures; see bench/run.ts.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildPart, bundle } from './build.mjs'
import { root } from './lib/shell.mjs'

const outdir = path.join(root, 'out', 'bench')
const programs = ['run', 'upstream', 'passthrough']
await buildPart('node')
await bundle(Object.fromEntries(programs.map((name) => [name, path.join('bench', `${name}.ts`)])), outdir)
await import(pathToFileURL(path.join(outdir, 'run.js')).href)
