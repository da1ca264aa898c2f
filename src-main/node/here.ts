import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Here, Spawner } from '../ports.ts'

const MOST_BYTES = 1_000_000
/** gcloud takes its seconds; whoever waits for it waits once an hour. */
const PATIENCE_MS = 20_000

type Machine = Pick<Here, 'platform' | 'env' | 'home'> & { readonly spawner: Pick<Spawner, 'ask'> }

export const hereOn = ({ platform, env, home, spawner }: Machine): Here => ({
  platform,
  env,
  home,
  async read(path) {
    try {
      const { size } = await stat(path)
      return size > MOST_BYTES ? null : await readFile(path, 'utf8')
    } catch {
      return null
    }
  },
  async ask(program, args) {
    // A program in a script of cmd's is not one that can be started by itself.
    if (platform === 'win32')
      return spawner.ask('cmd.exe', ['/d', '/s', '/c', [program, ...args].join(' ')], PATIENCE_MS)
    return spawner.ask(await found(program, home), args, PATIENCE_MS)
  },
})

/** An app that no terminal started has a poor PATH: where installers put it is looked at first. */
async function found(program: string, home: string): Promise<string> {
  const folders = ['/opt/homebrew/bin', '/usr/local/bin', '/snap/bin', join(home, 'google-cloud-sdk', 'bin')]
  for (const folder of folders) {
    const path = join(folder, program)
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  return program
}
