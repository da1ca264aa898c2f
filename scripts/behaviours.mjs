#!/usr/bin/env node
// npm run check asks: does docs/behaviours.md name, for each thing the app does, a test that is there and runs?
import fs from 'node:fs'
import path from 'node:path'
import { faults } from './lib/behaviours.mjs'
import { root } from './lib/shell.mjs'

const found = faults(fs.readFileSync(path.join(root, 'docs', 'behaviours.md'), 'utf8'), root)
for (const fault of found) console.error(`docs/behaviours.md, ${fault}`)
if (found.length > 0) process.exitCode = 1
