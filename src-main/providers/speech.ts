import type { AccountView } from '../../src-shared/domain/account.ts'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Asked } from './ask.ts'
import type { Draft, HeaderOf, Probe, Provider } from './provider.ts'
import type { Dialect } from './verdicts.ts'

/** A page beside the Messages endpoint, and how to read it. */
export interface Page {
  readonly path: string
  /** At the vendor's root, not behind the path that the base URL ends with. */
  readonly root?: true
  /** The key stands alone in `authorization`, without the word before it. */
  readonly bare?: true
}

/** How one vendor speaks: what its preset, being data, cannot say. What is left out is as usual. */
export interface Speech {
  readonly auth: 'bearer' | 'x-api-key' | 'both' | 'x-goog-api-key' | Provider['authorize']
  /** The name of the pass that `auth` uses. */
  readonly passOf?: Provider['passOf']
  readonly dialect?: Partial<Omit<Dialect, 'name'>>
  /** Its own words → Anthropic's, for what Claude Code looks out for. */
  readonly rewordings?: readonly (readonly [RegExp, string])[]
  /** In place of the usual taking out of what only Anthropic knows. */
  readonly prepare?: (draft: Draft) => void
  readonly countsTokens?: true
  /** It speaks another format, to which Anthropic's headers mean nothing. */
  readonly foreign?: true
  readonly checksThinking?: true
  readonly groupOf?: (model: string) => string
  /** Whose the key is, by any answer; absent: it does not say. */
  readonly organization?: (header: HeaderOf) => string | null
  readonly recognises?: (secret: string) => boolean
  readonly models?: Page
  /** Only a good key gets an answer to it, so it tests one too. `null` from `read`: this is not that page. */
  readonly account?: Page & { readonly read: (json: Record<string, unknown>) => AccountView | null }
  /** Where neither the account nor the models tell a good key. */
  readonly test?: (kit: Kit, probe: Probe) => ReturnType<Provider['test']>
}

/** What one vendor can be asked beside messages, as its pages allow. */
export interface Kit extends Pick<Provider, 'test' | 'list' | 'account'> {
  get(probe: Probe, page: Page): Promise<Asked>
  post(probe: Probe, path: string, body: object): Promise<Asked>
  /** What an answer that is none says of the key. */
  failed(asked: Asked, probe: Probe): KeyTest
  /** The smallest message there is. */
  oneToken(probe: Probe): Promise<KeyTest>
}
