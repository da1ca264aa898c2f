#!/usr/bin/env node
// node scripts/with-electron.mjs COMMAND [ARGUMENTS…]: runs it so that it finds the Electron of this machine.
import { electronEnv, resolveElectron } from './electron-runtime.mjs'
import { become, toolEnv } from './lib/shell.mjs'

const [command = '', ...args] = process.argv.slice(2)
become(command, args, toolEnv(electronEnv(resolveElectron())))
