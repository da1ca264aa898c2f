import type { Verdict } from '../src-main/providers/provider.ts'
import type { Dimension } from '../src-shared/domain/limits.ts'
import type { ProviderType } from '../src-shared/domain/provider.ts'
import type { Twin } from './twin.ts'

/** What the contract needs of a provider's twin. Adding a provider adds a row. */
export interface Row {
  type: ProviderType
  /** A key that works there; `null`: it needs none. */
  secret: string | null
  model: string
  /** `wrong`: one that is not known, where it is not the good one with a letter more. */
  start(): Promise<{ baseUrl: string; twin: Twin | null; secret?: string; wrong?: string; stop(): Promise<void> }>
  /** What a limit on input tokens, 30,000 a minute, for 7 s, is read as. */
  limited: Partial<Verdict>
  /** Absent: an overload is told from a limit. One machine with one queue knows no difference: it rests for a moment. */
  overloaded?: Partial<Verdict>
  organization: string | null
  /** Which limits its headers tell; absent: all where they name the organization, else none. */
  limits?: readonly Dimension[]
  /** It speaks another format; `silent`: and what its models think it keeps to itself. */
  chat?: 'silent' | 'thinking'
  /** How many models its server lists; `null`: it lists none. */
  lists: number | null
  /** What its account page tells; absent: it has none. */
  account?: { windows: readonly string[]; balance: number | null }
}
