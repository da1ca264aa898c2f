import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../../src-shared/ipc/contract.ts'

/** Everything the page gets of the main process. No event object passes, and no channel but these two. */
const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke('relay:invoke', name, input),
  subscribe(name, listener) {
    const onPush = (_event: unknown, pushed: string, payload: Parameters<typeof listener>[0]) => {
      if (pushed === name) listener(payload)
    }
    ipcRenderer.on('relay:push', onPush)
    return () => void ipcRenderer.off('relay:push', onPush)
  },
}
contextBridge.exposeInMainWorld('relay', bridge)
