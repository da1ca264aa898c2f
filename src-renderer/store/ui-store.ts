import { createStore } from 'zustand/vanilla'
import type { KeyId, ProviderId, RequestId, SessionId } from '../../src-shared/domain/ids.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Intake } from '../../src-shared/ipc/intake.ts'

export const pages = ['keys', 'sessions', 'requests', 'providers', 'settings'] as const
export type Page = (typeof pages)[number]

/** What a launch is set to before it is made. */
export interface Launching {
  readonly folder: string | null
  readonly profile: string | null
}

/** What lies over the page; one at a time. */
export type Sheet =
  | { kind: 'none' }
  | { kind: 'add-key' }
  /** What was found in a paste or a file. */
  | { kind: 'intake'; intake: Intake }
  | { kind: 'import' }
  /** `null`: which kind is chosen first. */
  | { kind: 'add-provider'; type: ChosenType | null }
  | { kind: 'export' }
  | { kind: 'replace-key'; id: KeyId }
  /** `chosen`: what the sheet that led here left. */
  | { kind: 'launch'; chosen?: Launching }
  /** `null`: a new one. */
  /** `launching`: the launch it is made for. */
  | { kind: 'profile'; name: string | null; launching?: Launching }
  | { kind: 'palette' }
  | { kind: 'doctor' }
  /** `about`: a request; `null`: all of it. */
  | { kind: 'log'; about: RequestId | null }
  | { kind: 'shortcuts' }

/** A key that was taken out a moment ago; its row offers the way back until `until` (ms, pool clock). */
export interface Removed {
  readonly id: KeyId
  readonly label: string
  /** Stood after this key; `null`: first. */
  readonly after: KeyId | null
  readonly until: number
}

export interface RemovedProvider {
  readonly id: ProviderId
  readonly name: string
  readonly until: number
}

/** A key that was put in another place; the way back is offered until `until` (ms, pool clock). */
export interface Moved {
  readonly label: string
  /** Where it stands now, from 1. */
  readonly place: number
  readonly before: readonly KeyId[]
  readonly until: number
}

/** `at`: when it ended, ms on the pool clock. */
export type TestState =
  | { kind: 'running' }
  | { kind: 'done'; at: number; result: KeyTest }
  | { kind: 'failed'; at: number; message: string }

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'warn' | 'error'
  readonly text: string
  readonly topic?: 'launch'
}

/** What only this window knows: where one is, what is chosen and half done. Nothing of it outlives the window. */
export interface Ui {
  page: Page
  sheet: Sheet
  key: KeyId | null
  /** The inspector follows the chosen key. */
  inspector: boolean
  renaming: KeyId | null
  /** The row whose menu is open. */
  menu: KeyId | SessionId | null
  removed: readonly Removed[]
  moved: Moved | null
  /** Only keys of this tag are listed. */
  tag: string | null
  tests: Readonly<Partial<Record<KeyId, TestState>>>
  session: SessionId | null
  /** Whose end was asked for and not yet confirmed. */
  ending: SessionId | null
  request: RequestId | null
  requestOpen: boolean
  filter: string
  provider: ProviderId | null
  /** A provider that was taken out a moment ago; the way back is offered until `until` (ms, pool clock). */
  removedProvider: RemovedProvider | null
  /** False: the system says that it has no network. */
  online: boolean
  notices: readonly Notice[]
  /** Told to screen readers; a new object each time, so that the same words are said twice. */
  spoken: { readonly text: string } | null
}

const freshUi: Ui = {
  page: 'keys',
  sheet: { kind: 'none' },
  key: null,
  inspector: false,
  renaming: null,
  menu: null,
  removed: [],
  moved: null,
  tag: null,
  tests: {},
  session: null,
  ending: null,
  request: null,
  requestOpen: false,
  filter: '',
  provider: null,
  removedProvider: null,
  online: true,
  notices: [],
  spoken: null,
}

export const createUiStore = (begin: Partial<Ui> = {}) => createStore<Ui>(() => ({ ...freshUi, ...begin }))
export type UiStore = ReturnType<typeof createUiStore>
