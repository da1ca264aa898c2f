import path from 'node:path'
import type { Entry } from '../field.ts'
import { root, startRelay } from './relay.ts'

/** The app with its window open, see `scripts/bench.mjs --app`: packaged where `CC_RELAY_PACKAGED` names it. */
export const app: Entry = (ground) => {
  const { CC_RELAY_PACKAGED: packaged, ELECTRON_OVERRIDE_DIST_PATH: dist = '' } = process.env
  const own = (config: string, home: string) => [`--home=${home}`, `--config=${config}`]
  return startRelay(
    {
      name: 'the app',
      file: packaged ?? path.join(dist, 'electron'),
      args: (config, home) => (packaged ? own(config, home) : [root, ...own(config, home)]),
    },
    ground,
  )
}
