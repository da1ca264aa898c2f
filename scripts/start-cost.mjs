#!/usr/bin/env node
// node scripts/start-cost.mjs [rounds]: what AWS's library for profiles costs when a relay starts, and once it is used.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildPart } from './build.mjs'
import { root } from './lib/shell.mjs'

const TOKEN = 'a-client-token-of-the-measurements'
const rounds = Number(process.argv[2] ?? 9)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cc-relay-start-cost-'))
const inFolder = (/** @type {string} */ name) => path.join(folder, name)

fs.writeFileSync(
  inFolder('credentials'),
  '[work]\naws_access_key_id = AKIAAAAAAAAAAAAAAAAA\naws_secret_access_key = not+a/secret+of/anybody00\n',
)
// Nobody listens at port 9: the request is signed and goes nowhere.
fs.writeFileSync(
  inFolder('config.yaml'),
  `server: { listen: 127.0.0.1:0, auth: { api_key: ${TOKEN} } }
providers:
  - name: aws
    type: bedrock
    base_url: http://127.0.0.1:9
    keys: [{ key: '{"type":"aws_profile","profile":"work","region":"us-east-1"}' }]
`,
)

/** One start. `preload`: files that are loaded before anything else. */
async function start(/** @type {readonly string[]} */ preload, /** @type {boolean} */ uses) {
  const imports = preload.flatMap((file) => ['--import', pathToFileURL(file).href])
  const args = [...imports, path.join(root, 'out/headless/cli.js'), 'serve', '--config', inFolder('config.yaml')]
  const env = { ...process.env, AWS_SHARED_CREDENTIALS_FILE: inFolder('credentials'), CC_RELAY_HOME: inFolder('home') }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const line = await new Promise((said) => child.stdout.once('data', (words) => said(String(words))))
  const cpuMs = processorMs(child.pid)
  if (uses)
    await fetch(`${JSON.parse(line).url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'claude-sonnet-5', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] }),
    }).then((reply) => reply.text())
  const rss = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  child.kill('SIGTERM')
  await new Promise((ended) => child.once('exit', ended))
  return { cpuMs, megabytes: Number(rss) / 1024 }
}

/** What a process has used so far: a busy machine makes it wait, and this hardly more. */
function processorMs(/** @type {number | undefined} */ pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const middle = (/** @type {number[]} */ of) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

await buildPart('node')
const parts = path.join(root, 'out/headless/parts')
const library = fs
  .readdirSync(parts)
  .map((name) => path.join(parts, name))
  .filter(
    (file) =>
      file.endsWith('.js') && fs.readFileSync(file, 'utf8').includes('node_modules/@aws-sdk/credential-provider-ini/'),
  )
const ways = /** @type {const} */ ([
  ['as it starts', [], false],
  ['after the profile’s first request', [], true],
  ['if the library were loaded at the start', library, false],
])
/** @type {Map<string, { cpuMs: number, megabytes: number }[]>} */
const found = new Map()
// In turn, so that a busy moment does not fall on one of them alone.
for (let round = 0; round < rounds; round++)
  for (const [name, preload, uses] of ways) found.set(name, [...(found.get(name) ?? []), await start(preload, uses)])
fs.rmSync(folder, { recursive: true })

console.log(`Node ${process.version}, ${os.cpus()[0]?.model}, median of ${rounds} starts\n`)
console.log('| | processor time until it is ready, ms | memory, MB |\n|---|---|---|')
for (const [name, runs] of found)
  console.log(
    `| ${name} | ${middle(runs.map((it) => it.cpuMs)).toFixed(0)} | ${middle(runs.map((it) => it.megabytes)).toFixed(1)} |`,
  )
