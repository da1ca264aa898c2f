#!/usr/bin/env node
// node scripts/with-electron.mjs COMMAND [ARGUMENTS…]: runs it so that it finds the Electron of this machine.
import { spawn } from 'node:child_process'
import { electronEnv, resolveElectron } from './electron-runtime.mjs'
import { commandShell, toolEnv } from './lib/shell.mjs'

const [command = '', ...args] = process.argv.slice(2)
const env = toolEnv(electronEnv(resolveElectron()))
const child = spawn(command, args, { stdio: 'inherit', env, ...commandShell(command) })
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 127
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
