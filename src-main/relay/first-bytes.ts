import type { Socket } from 'node:net'

/** What to do with a connection that begins so; `null`: more must be seen first. */
export type Judge = (seen: Buffer) => ((socket: Socket) => void) | null

/** Connections of which it is not known yet what is spoken over them. */
export class FirstBytes {
  readonly #patienceMs: number
  readonly #looking = new Set<Socket>()

  /** `patienceMs`: whoever says nothing for so long is let go. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
  }

  /** Hands a fresh connection on by what it begins with; nothing of it is lost. */
  sort(socket: Socket, judge: Judge): void {
    let seen = Buffer.alloc(0)
    const leave = () => {
      clearTimeout(late)
      this.#looking.delete(socket)
      socket.off('readable', look).off('close', leave).off('error', ignore)
    }
    const look = () => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) seen = Buffer.concat([seen, chunk])
      const take = seen.length === 0 ? null : judge(seen)
      if (take === null) return
      leave()
      socket.unshift(seen)
      take(socket)
    }
    const late = setTimeout(() => socket.destroy(), this.#patienceMs)
    this.#looking.add(socket)
    socket.on('readable', look).on('close', leave).on('error', ignore)
  }

  close(): void {
    for (const socket of this.#looking) socket.destroy()
  }
}

const ignore = (): void => {}
