import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** The folder of the checkout. */
export const root = path.resolve(import.meta.dirname, '../..')

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, limitMs?: number }} RunOptions */

/**
 * Runs a program to its end, or until `limitMs`; its output is shown as it comes (`quiet`: only when it fails).
 * @param {string} file
 * @param {readonly string[]} [args]
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 127 when it could not be started
 */
export function run(file, args = [], { cwd = root, env = process.env, quiet = false, limitMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env,
      ...commandShell(file),
      ...(limitMs ? { timeout: limitMs } : {}),
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    /** @type {Buffer[]} */
    const said = []
    child.stdout?.on('data', (chunk) => said.push(chunk))
    child.stderr?.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => {
      console.error(`${file}: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      if (signal === 'SIGTERM' && limitMs) console.error(`${file}: stopped after ${limitMs / 60_000} minutes`)
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(said))
      resolve(code ?? 1)
    })
  })
}

/** npm and the tools in node_modules/.bin are batch files on Windows, which only its shell can start. */
export function commandShell(/** @type {string} */ file) {
  return process.platform === 'win32' && !/\.exe$/i.test(file) ? { shell: true } : {}
}

/**
 * The environment in which the repository's own tools (biome, vitest, …) are found by name.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(extra = {}) {
  const bin = path.join(root, 'node_modules', '.bin')
  return { ...process.env, PATH: bin + path.delimiter + (process.env.PATH ?? ''), ...extra }
}

/**
 * Calls `leave` when this process is told to stop. npm runs a script in a shell that dies of a signal without
 * telling it on, so losing that parent counts as being told.
 * @param {(signal: NodeJS.Signals) => void} leave
 */
export function whenTold(leave) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, leave)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    leave('SIGTERM')
  }, 500)
  watch.unref()
}

/**
 * A script that lives as long as the program it starts: hands over signals, takes over the exit code.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function become(file, args, env) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env, ...commandShell(file) })
  whenTold((signal) => child.kill(signal))
  child.on('error', (error) => console.error(`${file}: ${error.message}`))
  child.on('close', (code) => {
    process.exitCode = code ?? 1
  })
}

/**
 * Where a program is on the PATH, or `null`.
 * @param {string} name
 */
export function which(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null
}

function isExecutable(/** @type {string} */ file) {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}
