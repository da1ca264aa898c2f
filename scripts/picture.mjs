#!/usr/bin/env node
// npm run picture: draws which room imports which into docs/rooms.md. With --check it only says whether the drawing
// still holds, which `npm run check` asks.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root, toolEnv } from './lib/shell.mjs'

const FILE = path.join(root, 'docs', 'rooms.md')
const HEAD = `# Rooms and arrows

Drawn from the imports by \`npm run picture\`; \`npm run check\` fails where this drawing no longer holds. An arrow
points at what is imported. Everything may use \`src-shared\`, so those arrows are left out here.
`

/** Room to room, as dependency-cruiser reads it: `src-main/pool`, `src-renderer/parts`, or a file at a root. */
function arrows() {
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--no-cache',
    '--output-type',
    'json',
    'src-main',
    'src-renderer',
  ]
  const json = execFileSync('depcruise', args, { cwd: root, env: toolEnv(), maxBuffer: 1 << 28, encoding: 'utf8' })
  /** @type {Set<string>} */
  const found = new Set()
  for (const { source, dependencies } of JSON.parse(json).modules) {
    for (const { resolved } of dependencies) {
      const [from, to] = [roomOf(source), roomOf(resolved)]
      if (from && to && from !== to && !to.startsWith('src-shared')) found.add(`${from} --> ${to}`)
    }
  }
  return [...found].sort()
}

/** `null` for tests, what only tests use, and whatever is not ours. */
function roomOf(/** @type {string} */ file) {
  if (!file.startsWith('src-') || /[./]test(ing)?[./]/.test(file)) return null
  const [side, room = ''] = file.split('/')
  return `${side}/${room.replace(/\.[a-z]+$/, '')}`
}

function drawing() {
  const lines = arrows()
  const part = (/** @type {string} */ side) =>
    lines.filter((line) => line.startsWith(side)).map((line) => `  ${line.replaceAll(`${side}/`, '')}`)
  const chart = (/** @type {string} */ side) => ['```mermaid', 'flowchart LR', ...part(side), '```'].join('\n')
  return `${HEAD}\n## src-main\n\n${chart('src-main')}\n\n## src-renderer\n\n${chart('src-renderer')}\n`
}

const now = drawing()
if (!process.argv.includes('--check')) fs.writeFileSync(FILE, now)
else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, 'utf8') !== now) {
  console.error('docs/rooms.md no longer shows how the rooms depend on each other. Draw it again: npm run picture')
  process.exitCode = 1
}
