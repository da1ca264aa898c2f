import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

export const platformOf = (platform: NodeJS.Platform): Snapshot['platform'] =>
  platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other'
