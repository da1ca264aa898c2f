import type { AppError, Input, Output, Reply, RequestName } from '../../src-shared/ipc/contract.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { userFolder } from '../files/folders.ts'
import { askRunning } from '../ipc/control-client.ts'
import { Failed } from './failed.ts'
import type { Terminal } from './terminal.ts'

/** A relay's no, in its own words. */
export class Refused extends Failed {
  readonly code: AppError['code']
  constructor({ code, message }: AppError) {
    super(message, 1)
    this.code = code
  }
}

/** Whoever answers the contract's rows for a command. */
export interface Door {
  /** False: no relay is running, and this process answers over the config file by itself. */
  readonly isRunning: boolean
  /** Throws `Refused` where the answer is no. */
  ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>
  close(): Promise<void>
}

export const snapshotOf = async (door: Door): Promise<Snapshot> => (await door.ask('snapshot.get', undefined)).snapshot

export const homeOf = ({ platform, env, home }: Terminal): string => userFolder(platform, env, home)

/** The relay of this user that is running; `null`: none is. */
export async function lookForRelay(terminal: Terminal): Promise<Door | null> {
  const ask = async (name: RequestName, input: unknown) => {
    try {
      return await askRunning(homeOf(terminal), terminal.platform, name, input)
    } catch (error) {
      throw new Failed(text.cli.lost(error instanceof Error ? error.message : String(error)), 1)
    }
  }
  if ((await ask('snapshot.get', undefined)) === null) return null
  const door = async (name: RequestName, input: unknown) => {
    const reply = await ask(name, input)
    if (reply === null) throw new Failed(text.cli.notRunning, 1)
    return reply
  }
  return { isRunning: true, ask: asking(door), close: async () => {} }
}

/** As `lookForRelay`, for a command that is about nothing else. */
export async function runningRelay(terminal: Terminal): Promise<Door> {
  const door = await lookForRelay(terminal)
  if (door === null) throw new Failed(text.cli.notRunning, 1)
  return door
}

/** Replies as values or as `Refused`. */
export const asking =
  (call: (name: RequestName, input: unknown) => Promise<Reply<never>>): Door['ask'] =>
  async (name, input) => {
    const reply = await call(name, input)
    if (!reply.ok) throw new Refused(reply.error)
    return reply.value
  }
