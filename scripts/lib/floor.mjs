import fs from 'node:fs'
import path from 'node:path'
import { npmFile } from './npm-file.mjs'
import { root } from './shell.mjs'

/**
 * Electron 33.2.1 is the oldest runtime the code must start in (see electron-runtime.mjs). Its types,
 * beside those of the pinned version, keep us from calling what only the newer one has.
 */
const FLOOR = {
  spec: 'electron@33.2.1',
  integrity: 'sha512-SG/nmSsK9Qg1p6wAW+ZfqU+AV8cmXMTIklUL18NnOKfZLlum4ZsDoVdmmmlL39ZmeCaq27dr7CgslRPahfoVJg==',
}

/** Puts the floor's `electron.d.ts` where tsconfig.floor.json looks for it. */
export function fetchFloorTypes() {
  const target = path.join(root, '.floor', 'electron.d.ts')
  if (fs.existsSync(target)) return
  npmFile(FLOOR, 'package/electron.d.ts', (file) => {
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.renameSync(file, target)
  })
}
