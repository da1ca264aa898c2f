import type { Upstream } from './parts.ts'

type Named = Pick<Upstream, 'id' | 'provider'>

/** What a provider is called where a person reads it: the user's own name for it, unless that is only its type. */
export const called = ({ id, provider }: Named): string => (id === provider.type ? provider.name : id)

/** The same with its address, for where the address may be what is wrong. */
export const calledAt = (way: Named & Pick<Upstream, 'baseUrl'>): string =>
  `${called(way)} (${new URL(way.baseUrl).host})`
