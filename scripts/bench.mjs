#!/usr/bin/env node
// npm run bench [-- NAME… --rounds N --app --peers --write]: builds what is compared, then measures; see bench/run.ts.
// --app: the desktop app too, on a display of its own with a real panel. --peers: two gateways out of npm, with small
// requests. --write: the tables go to docs/evidence/speed.md.
import path from 'node:path'
import { buildPart, bundle } from './build.mjs'
import { become, root } from './lib/shell.mjs'

const outdir = path.join(root, 'out', 'bench')
const programs = ['run', 'upstream', 'passthrough']
const args = process.argv.slice(2)
const withApp = args.includes('--app')
await buildPart(withApp ? 'all' : 'node')
await bundle(Object.fromEntries(programs.map((name) => [name, path.join('bench', `${name}.ts`)])), outdir)
const command = [...process.execArgv, path.join(outdir, 'run.js'), ...args]
if (withApp) {
  const desktop = [path.join(root, 'scripts', 'with-electron.mjs'), process.execPath, ...command]
  become(path.join(root, 'scripts', 'tray-host.sh'), [process.execPath, ...desktop], process.env)
} else become(process.execPath, command, process.env)
