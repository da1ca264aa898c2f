import type { Input, Push, PushName, Reply, RequestName } from '../../src-shared/ipc/contract.ts'
import type { Patch } from '../../src-shared/ipc/snapshot.ts'
import type { Link } from './bridge.ts'
import { createVeil, type Veil } from './veil.ts'

/**
 * The same way to the main process; while the user hides what is private, stand-ins come in and real names go out.
 * `onHidden`: the setting was switched on, and what the window holds already goes through the veil as well.
 */
export function veiledLink(link: Link, onHidden: (veil: Veil) => void): Link {
  const veil = createVeil()
  /** `null`: the setting is not known yet. Until then nothing but the snapshot is let through. */
  let isHidden: boolean | null = null
  let practice = false
  let isTurning = false
  let known = () => {}
  const firstWord = new Promise<void>((done) => {
    known = done
  })
  const over = <T>(value: T): T => (isHidden === false ? value : veil.over(value))

  async function whole(): Promise<Reply<'snapshot.get'>> {
    const reply = await link.invoke('snapshot.get', undefined)
    if (reply.ok) {
      isHidden = reply.value.snapshot.settings.hide_private
      practice = reply.value.snapshot.practice
    }
    known()
    const said = over(reply)
    // Only now every name is known that what is already there may speak of.
    if (isTurning && isHidden) onHidden(veil)
    isTurning = false
    return said
  }

  function patched(patch: Patch): Patch {
    practice = patch.set.practice ?? practice
    const wanted = patch.set.settings?.hide_private ?? isHidden
    if (wanted === isHidden || isHidden === null) return over(patch)
    isHidden = wanted
    isTurning = true
    // Nothing that was told before holds any more: a missing base makes the window ask for it all again.
    return over({ base: -1, rev: patch.rev, set: { ...patch.set, practice } })
  }

  /** One ear for each kind of push, so that everybody hears the same of it. */
  function share<N extends PushName>(name: N, change: (payload: Push<N>) => Push<N>) {
    const listeners = new Set<(payload: Push<N>) => void>()
    let stop = () => {}
    return (listener: (payload: Push<N>) => void) => {
      if (listeners.size === 0) {
        stop = link.subscribe(name, (payload) => {
          const said = change(payload)
          for (const each of [...listeners]) each(said)
        })
      }
      listeners.add(listener)
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop()
      }
    }
  }
  const ears: { [N in PushName]: ReturnType<typeof share<N>> } = {
    'snapshot.patched': share('snapshot.patched', patched),
    'request.recorded': share('request.recorded', over),
    'notice.raised': share('notice.raised', over),
    'view.asked': share('view.asked', over),
  }

  return {
    async invoke<N extends RequestName>(name: N, input: Input<N>): Promise<Reply<N>> {
      if (name === 'snapshot.get') return (await whole()) as Reply<N>
      await firstWord
      return over(await link.invoke(name, isHidden ? veil.under(input) : input))
    },
    subscribe: (name, listener) => ears[name](listener),
    ...(link.watch && { watch: link.watch }),
  }
}
