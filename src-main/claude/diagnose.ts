import type { LayerName } from '../../src-shared/domain/claude-code.ts'
import { text } from '../../src-shared/text/text.ts'
import { decidedBy, type Layer } from './layers.ts'

const words = text.cli.claude.doctor

/** Where Claude Code goes from a folder. `here`: through this relay. */
export type Way = 'here' | 'elsewhere' | 'shadowed' | 'straight'

/** What is known of the relay. `answers` is asked over HTTP, as Claude Code would. */
export interface Known {
  readonly address: string | null
  readonly answers: boolean
  /** It answers over https alone. */
  readonly guarded: boolean
  /** The token it accepts; `null`: it could not be read here. */
  readonly token: string | null
}

/** Which layer decides where Claude Code goes, and what of it is in the way. */
export interface Verdict {
  readonly way: Way
  /** Whose word counts; `null`: nobody says anything. */
  readonly by: LayerName | null
  /** Where it leads; its origin only, since an address may carry a password or a key. */
  readonly url: string | null
  /** `shadowed`: the layer that would lead here. */
  readonly over: LayerName | null
  /** `here`: whether the relay will let it in. `other`: `tokenBy` sets another one. */
  /** `plain`: it would come over http, which is not spoken here. */
  readonly token: 'good' | 'none' | 'other' | 'plain'
  readonly tokenBy: LayerName | null
}

/** What the layers come to. Pure, so that every case can be shown. */
export function verdictOf(layers: readonly Layer[], { address, token, guarded }: Omit<Known, 'answers'>): Verdict {
  const url = decidedBy(layers, 'ANTHROPIC_BASE_URL')
  const isHere = (value: string | undefined) => value !== undefined && address !== null && sameAddress(value, address)
  const rest = { over: null, token: 'good', tokenBy: null } as const
  if (!url) return { way: 'straight', by: null, url: null, ...rest }
  const found = { by: url.layer.name, url: shownUrl(url.value), ...rest }
  if (!isHere(url.value)) {
    const over = layers.find((layer) => layer !== url.layer && isHere(layer.values.ANTHROPIC_BASE_URL))
    return over ? { ...found, way: 'shadowed', over: over.name } : { ...found, way: 'elsewhere' }
  }
  if (guarded && url.value.startsWith('http:')) return { ...found, way: 'here', token: 'plain' }
  const shown = decidedBy(layers, 'ANTHROPIC_AUTH_TOKEN') ?? decidedBy(layers, 'ANTHROPIC_API_KEY')
  if (!shown) return { ...found, way: 'here', token: 'none' }
  const isOther = token !== null && shown.value !== token
  return { ...found, way: 'here', tokenBy: shown.layer.name, token: isOther ? 'other' : 'good' }
}

/** The same for a terminal: the layers, the verdict and what helps, in sentences. */
export function diagnosed(layers: readonly Layer[], known: Known): { way: Way; lines: string[]; advice: string[] } {
  const { way, by, url, over, token, tokenBy } = verdictOf(layers, known)
  const said = [...brokenLines(layers), ...setLines(layers)]
  const end = (line: string, ...advice: string[]) => ({
    way,
    lines: [...(said.length === 0 ? [words.nothing] : said), '', line],
    advice: advice.filter((one) => one !== ''),
  })
  const offer = known.address === null ? words.advice.start : ''
  if (by === null || url === null) return end(words.verdicts.straight, offer, words.advice.launch, words.advice.init)
  const undo = undoing(layers, by)
  const away = words.verdicts.elsewhere(url, by)
  if (over !== null) return end(`${away} ${words.verdicts.shadowed(by, over)}`, undo, words.advice.launch)
  if (way === 'elsewhere') return end(away, offer, words.advice.launch, by === 'user' ? words.advice.initAgain : undo)
  const here = words.verdicts.here(by)
  if (token === 'plain') return end(`${here} ${words.verdicts.plain}`, words.advice.initAgain)
  if (token === 'none') return end(`${here} ${words.verdicts.noToken}`, words.advice.initAgain)
  if (token === 'other') return end(`${here} ${words.verdicts.token(tokenBy ?? by)}`, words.advice.initAgain)
  return end(here)
}

const setLines = (layers: readonly Layer[]): string[] =>
  layers.flatMap((layer) => {
    const names = namesIn(layer)
    return names.length === 0 ? [] : [words.sets(layer.name, layer.path, names)]
  })

/** What of a layer steers Claude Code, by name. */
export const namesIn = ({ values, apiKeyHelper }: Layer): string[] => [
  ...Object.keys(values),
  ...(apiKeyHelper ? ['apiKeyHelper'] : []),
]

const brokenLines = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ isBroken, path }) => (isBroken && path !== null ? [words.unreadable(path)] : []))

function undoing(layers: readonly Layer[], by: LayerName): string {
  if (by === 'managed') return words.advice.managed
  const layer = layers.find(({ name, values }) => name === by && values.ANTHROPIC_BASE_URL !== undefined)
  return words.advice.edit('ANTHROPIC_BASE_URL', layer?.path ?? null)
}

/** localhost and 127.0.0.1 lead to the same relay, and so do http and https. */
function sameAddress(a: string, b: string): boolean {
  const plain = (url: string) => {
    if (!URL.canParse(url)) return url
    const { hostname, port, pathname } = new URL(url)
    return `${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port}${pathname.replace(/\/$/, '')}`
  }
  return plain(a) === plain(b)
}

const shownUrl = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '…')
