import type { Config } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { Refusal } from '../ipc/refusal.ts'
import type { ConfigSource } from './source.ts'

/** A config file the relay was started with. It is its owner's, so nothing here writes into it. */
export function fileSource(path: string, config: Config): ConfigSource {
  const view = { source: 'file', path, problem: null } as const
  return {
    view: () => view,
    current: () => config,
    edit: () => Promise.reject(new Refusal(text.notices.editTheFile(path))),
    subscribe: () => () => {},
    reload: null,
  }
}
