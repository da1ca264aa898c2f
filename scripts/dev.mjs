#!/usr/bin/env node
// npm run dev: the window in a browser with hot reload, over a headless relay in practice mode that starts anew
// whenever its source changes. Keeps its settings in .dev/, apart from those of an installed app.
import { spawn } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { context } from 'esbuild'
import { createServer } from 'vite'
import { nodeBundle } from './build.mjs'
import { root, whenTold } from './lib/shell.mjs'

/** Beside the default 8787, so that an installed app goes on. */
const LISTEN = '127.0.0.1:8788'
const settings = path.join(root, '.dev')

/** @type {import('node:child_process').ChildProcess | null} */
let relay = null
/** Where the running relay's bridge is; every start has its own port. */
let bridge = ''

const bundle = await context({ ...nodeBundle, plugins: [{ name: 'restart', setup: ({ onEnd }) => onEnd(restart) }] })
await bundle.watch()

const vite = await createServer({
  root: path.join(root, 'src-renderer'),
  configFile: path.join(root, 'vite.config.ts'),
  plugins: [{ name: 'bridge', configureServer: ({ middlewares }) => void middlewares.use('/bridge', toBridge) }],
})
await vite.listen()
vite.printUrls()
console.log(`  every part in every state: ${vite.resolvedUrls?.local[0]}gallery.html`)
whenTold(leave)

async function restart(/** @type {import('esbuild').BuildResult} */ { errors }) {
  if (errors.length > 0) return // esbuild has said them; the relay of before goes on
  await stopped(relay)
  const env = { ...process.env, XDG_CONFIG_HOME: settings, APPDATA: settings }
  const script = path.join(root, 'out', 'headless', 'headless.js')
  relay = spawn(process.execPath, [script, '--dev', '--demo', '--listen', LISTEN], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (relay.stdout) })
  lines.once('line', (line) => {
    const ready = JSON.parse(line)
    bridge = ready.bridge
    console.log(`  relay on ${ready.url}`)
  })
}

/** @returns {Promise<unknown>} */
function stopped(/** @type {import('node:child_process').ChildProcess | null} */ child) {
  if (!child || child.exitCode !== null) return Promise.resolve()
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  return gone
}

/** Passes a request on as it is; the path begins after `/bridge`. */
function toBridge(/** @type {http.IncomingMessage} */ req, /** @type {http.ServerResponse} */ res) {
  const { method, headers } = req
  const onward = http.request(`${bridge}/bridge${req.url}`, { method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  })
  onward.on('error', () => res.destroy()) // the relay is starting anew; the window asks again
  res.on('close', () => onward.destroy())
  req.pipe(onward)
}

async function leave() {
  await Promise.all([vite.close(), bundle.dispose(), stopped(relay)])
  process.exit()
}
