#!/usr/bin/env node
// npm run goals: the goals of safety and reliability as docs/evidence/goals.md, and on the terminal. With --check it only
// says whether the page still holds, which `npm run check` asks.
import fs from 'node:fs'
import path from 'node:path'
import { faultsOfGoals, pageOfGoals, readGoals } from './lib/goals.mjs'
import { root } from './lib/shell.mjs'

const DATA = path.join(root, 'docs', 'evidence', 'goals.yaml')
const PAGE = path.join(root, 'docs', 'evidence', 'goals.md')

const goals = readGoals(fs.readFileSync(DATA, 'utf8'))
const faults = faultsOfGoals(goals, root)
const page = pageOfGoals(goals)
if (!process.argv.includes('--check')) {
  fs.writeFileSync(PAGE, page)
  console.log(page)
} else if (!fs.existsSync(PAGE) || fs.readFileSync(PAGE, 'utf8') !== page) {
  faults.push('is newer than its page. Make it again: npm run goals')
}
for (const fault of faults) console.error(`docs/evidence/goals.yaml, ${fault}`)
if (faults.length > 0) process.exitCode = 1
