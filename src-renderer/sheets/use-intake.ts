import { useEffect, useRef, useState } from 'react'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { Input, KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Intake, IntakeRow } from '../../src-shared/ipc/intake.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { nameOfType } from '../../src-shared/text/provider-name.ts'
import { text } from '../../src-shared/text/text.ts'
import { useActions, useRelay } from '../store/context.tsx'
import { freeLabel, type Offer, offersOf } from './use-add-key.ts'

const words = text.window.sheets.intake

export type RowState =
  | { kind: 'untested' }
  | { kind: 'testing' }
  | { kind: 'tested'; test: KeyTest }
  | { kind: 'failed'; message: string; unreachable: boolean }
  | { kind: 'stored' }

export interface RowOffer extends Pick<Offer, 'value' | 'label' | 'target'> {
  /** Where the key would go; `null`: nobody could think of another place. */
  readonly address: string | null
}

export interface Line {
  readonly row: IntakeRow
  readonly offers: readonly RowOffer[]
  /** Which of them; empty: none yet. */
  readonly chosen: string
  readonly label: string
  readonly ticked: boolean
  readonly state: RowState
}

/** Providers a row can go to: the one it was found for, then all there are; what is new goes where the row says. */
export function lineOffers(row: IntakeRow, snapshot: Pick<Snapshot, 'providers' | 'providerOrder'>): Line['offers'] {
  const others = offersOf(snapshot).map((offer) => offerFor(row, offer, snapshot.providers))
  const there = others.find(({ target }) => 'id' in target && target.id === row.provider)
  if (there) return [{ ...there, value: 'found', address: row.baseUrl }, ...others.filter((it) => it !== there)]
  if (row.type === null) return others
  const target = { type: row.type, ...(row.baseUrl === null ? {} : { baseUrl: row.baseUrl }) }
  const label = row.baseUrl === null ? nameOfType(row.type) : new URL(row.baseUrl).host
  return [{ value: 'found', label, target, address: row.baseUrl }, ...others.filter((it) => it.label !== label)]
}

function offerFor(row: IntakeRow, offer: Offer, providers: Snapshot['providers']): RowOffer {
  const { value, label, target } = offer
  if (row.baseUrl === null) return { value, label, target, address: null }
  if ('id' in target)
    return {
      value,
      label,
      target,
      address: Object.values(providers).find(({ id }) => id === target.id)?.baseUrl ?? null,
    }
  // Its own kind at that address is the one it was found for: chosen by its name, it is the vendor itself.
  if (row.provider !== null || target.type === row.type)
    return { value, label, target, address: presets[target.type].addresses[0] ?? null }
  const at = words.at(label, new URL(row.baseUrl).host)
  return { value, label: at, target: { type: target.type, baseUrl: row.baseUrl }, address: row.baseUrl }
}

/** What a row is called once it goes there: a name that was only that of the place before does not stay. */
export function labelAt({ label, offers, chosen }: Line, to: RowOffer, taken: readonly string[]): string {
  const was = offers.find(({ value }) => value === chosen)?.label ?? text.intake.nameless
  const isProposed = label.startsWith(was) && /^( \d+)?$/.test(label.slice(was.length))
  return isProposed ? freeLabel(to.label.slice(0, 54), taken) : label
}

/** May be stored as it stands: ticked, named, with a provider, and not refused. */
export const isReady = ({ ticked, label, chosen, state, row }: Line): boolean =>
  ticked && label.trim() !== '' && chosen !== '' && row.knownAs === null && !isOver(state)

/** Nothing can be done with it any more. */
export const isOver = (state: RowState): boolean =>
  state.kind === 'stored' || (state.kind === 'tested' && state.test.verdict === 'refused')

const isUnreachable = (state: RowState) =>
  (state.kind === 'tested' && state.test.verdict === 'unreachable') || (state.kind === 'failed' && state.unreachable)

/** The rows of what was read: tested at once where that gives nothing away, stored together, each by itself. */
export function useIntake(intake: Intake, onStored: (keys: readonly KeyMetadata[]) => void) {
  const { client } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const providerOrder = useRelay((snapshot) => snapshot.providerOrder)
  const keys = useRelay((snapshot) => snapshot.keys)
  const [lines, setLines] = useState<readonly Line[]>(() =>
    intake.rows.map((row) => {
      const offers = lineOffers(row, { providers, providerOrder })
      const chosen = row.type === null ? '' : 'found'
      const isNew = row.knownAs === null
      const state: RowState = isNew && row.testable ? { kind: 'testing' } : { kind: 'untested' }
      return { row, offers, chosen, label: row.label, ticked: isNew && chosen !== '', state }
    }),
  )
  const [problem, setProblem] = useState<string | null>(null)
  const [storing, setStoring] = useState(false)
  const alive = useRef(true)
  const turns = useRef(new Map<string, number>())

  const change = (id: string, to: Partial<Line> | ((line: Line) => Partial<Line>)) =>
    setLines((all) =>
      all.map((line) => (line.row.id === id ? { ...line, ...(typeof to === 'function' ? to(line) : to) } : line)),
    )

  async function test(id: string, provider: Input<'intake.test'>['provider']) {
    const turn = (turns.current.get(id) ?? 0) + 1
    turns.current.set(id, turn)
    const reply = await client.intake.test({ batch: intake.batch, row: id, provider })
    if (!alive.current || turns.current.get(id) !== turn) return
    const state: RowState = reply.ok
      ? { kind: 'tested', test: reply.value }
      : { kind: 'failed', message: reply.error.message, unreachable: false }
    const good = reply.ok && reply.value.verdict === 'accepted'
    change(id, (line) => ({ state, ticked: line.ticked && good }))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what was read
  useEffect(() => {
    alive.current = true
    for (const { state, row, offers } of lines) {
      const target = offers[0]?.target
      if (state.kind === 'testing' && target) void test(row.id, target)
    }
    return () => {
      alive.current = false
    }
  }, [intake.batch])

  const choose = (id: string, value: string) => {
    const line = lines.find(({ row }) => row.id === id)
    const offer = line?.offers.find((it) => it.value === value)
    if (!line || !offer) return change(id, { chosen: '', ticked: false, state: { kind: 'untested' } })
    const others = lines.filter((it) => it !== line).map(({ label }) => label)
    const label = labelAt(line, offer, [...Object.values(keys).map((key) => key.label), ...others])
    change(id, { chosen: value, label, ticked: true, state: { kind: 'testing' } })
    void test(id, offer.target)
  }

  const store = async (enabled: boolean) => {
    const rows = lines.filter(isReady).flatMap(({ row, chosen, offers, label, state }) => {
      const provider = offers.find(({ value }) => value === chosen)?.target
      return provider ? [{ row: row.id, provider, label: label.trim(), evenIfUnreachable: isUnreachable(state) }] : []
    })
    if (rows.length === 0) return
    setStoring(true)
    setProblem(null)
    const reply = await client.intake.take({ batch: intake.batch, enabled, rows })
    if (!alive.current) return
    setStoring(false)
    if (!reply.ok) return setProblem(reply.error.message)
    for (const { row, key, problem: why, unreachable } of reply.value.rows) {
      if (key) change(row, { state: { kind: 'stored' }, ticked: false })
      else change(row, { state: { kind: 'failed', message: why ?? '', unreachable }, ticked: false })
    }
    const keys = reply.value.rows.flatMap(({ key }) => (key ? [key] : []))
    if (keys.length === rows.length) onStored(keys)
  }

  return { lines, problem, storing, change, choose, store }
}
