#!/usr/bin/env node
// The packaged app that the end-to-end tests drive: like a release in everything, but Playwright can attach.
import { resolveElectron } from './electron-runtime.mjs'
import { pack } from './lib/pack.mjs'

const ok = await pack(resolveElectron(), { targets: ['--dir'], output: 'dist-e2e', inspectable: true })
process.exitCode = ok ? 0 : 1
