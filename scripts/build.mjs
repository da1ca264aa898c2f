#!/usr/bin/env node
// node scripts/build.mjs [all | node | desktop | renderer]: makes out/ out of the sources.
import fs from 'node:fs'
import path from 'node:path'
import { build, stop } from 'esbuild'
import { root } from './lib/shell.mjs'

/** Packages in CommonJS (undici, ajv, …) call `require` and read `__dirname`, which an ES module has not. */
const COMMON_JS_WORDS = [
  "import { createRequire as __createRequire } from 'node:module'",
  "import { fileURLToPath as __fileURLToPath } from 'node:url'",
  "import { dirname as __pathDirname } from 'node:path'",
  'const require = __createRequire(import.meta.url)',
  'const __filename = __fileURLToPath(import.meta.url)',
  'const __dirname = __pathDirname(__filename)',
].join(';')

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.18', // the oldest runtime we start in: Electron 33
  sourcemap: true,
  legalComments: 'linked',
  logLevel: 'warning',
}

/** @type {import('esbuild').BuildOptions} */
const esm = {
  ...common,
  format: 'esm',
  splitting: true, // what is imported only when it is needed is read from disk only then
  chunkNames: 'parts/[name]-[hash]',
  banner: { js: COMMON_JS_WORDS },
  external: ['@napi-rs/keyring'], // brings a library for each system; loaded only where it is asked for
}

/**
 * The relay without a desktop and the command line: plain Node, no Electron anywhere.
 * @type {import('esbuild').BuildOptions}
 */
export const nodeBundle = {
  ...esm,
  entryPoints: { cli: 'src-main/cli.ts', headless: 'src-main/headless.ts' },
  outdir: 'out/headless',
}

/** @type {import('esbuild').BuildOptions} */
export const mainBundle = {
  ...esm,
  entryPoints: { main: 'src-main/main.ts' },
  outdir: 'out/main',
  external: ['electron'],
}

/** @type {import('esbuild').BuildOptions} */
const preloadBundle = {
  ...common,
  format: 'cjs', // a sandboxed preload cannot be an ES module
  entryPoints: { preload: 'src-main/preload/preload.ts' },
  outdir: 'out/preload',
  outExtension: { '.js': '.cjs' },
  external: ['electron'],
}

/** @type {Record<string, () => Promise<unknown>>} */
const parts = {
  node: () => make(nodeBundle),
  desktop: () => Promise.all([make(mainBundle), make(preloadBundle)]),
  renderer,
  all: () => Promise.all([make(nodeBundle), make(mainBundle), make(preloadBundle), renderer()]),
}

/** @param {import('esbuild').BuildOptions} options */
async function make(options) {
  Object.values(/** @type {Record<string, string>} */ (options.entryPoints)).forEach(demand)
  // Parts of an earlier build would be shipped along.
  if (options.splitting) fs.rmSync(path.join(root, String(options.outdir), 'parts'), { recursive: true, force: true })
  await build(options)
}

async function renderer() {
  demand('src-renderer/index.html')
  const vite = await import('vite')
  await vite.build({
    root: path.join(root, 'src-renderer'),
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
  })
}

/** Said in our words: what esbuild says of a missing entry names the mechanism, not the cause. */
function demand(/** @type {string} */ entry) {
  if (!fs.existsSync(path.resolve(root, entry))) throw new Error(`Cannot build: ${entry} is missing.`)
}

/**
 * Builds one part of the app, or all of it.
 * @param {string} [name]
 */
export async function buildPart(name = 'all') {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined
  if (!part) throw new Error(`There is no part called ${name}; there are: ${Object.keys(parts).join(', ')}.`)
  try {
    await part()
  } finally {
    await stop() // esbuild's helper process; whoever built may go on for days
  }
}

/**
 * Bundles TypeScript files for plain Node.
 * @param {Record<string, string>} entryPoints file by name of the bundle
 * @param {string} outdir
 */
export async function bundle(entryPoints, outdir) {
  try {
    await make({ ...esm, entryPoints, outdir })
  } finally {
    await stop()
  }
}

if (process.argv[1] === import.meta.filename) {
  buildPart(process.argv[2]).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
