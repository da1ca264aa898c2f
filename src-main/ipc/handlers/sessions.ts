import { homedir } from 'node:os'
import { MOST_FOLDERS } from '../../../src-shared/config/schema.ts'
import type { SessionId } from '../../../src-shared/domain/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import type { LaunchOptions } from '../../app.ts'
import { claudeEnv } from '../../claude/env.ts'
import { rolesOf } from '../../claude/roles.ts'
import { Refusal } from '../refusal.ts'
import { addressOf } from './desk.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

type Rows =
  | 'claude.pickFolder'
  | 'claude.launch'
  | 'claude.prepare'
  | 'claude.terminals'
  | Extract<keyof Handlers, `session.${string}`>

type Preset = Pick<LaunchOptions, 'address' | 'token' | 'roles' | 'trust'>

/** Launches with a token of their own, and what becomes of them. `home`: the user's own folder. */
export function sessionHandlers(rooms: Rooms, home = homedir()): Pick<Handlers, Rows> {
  const { desktop, launcher, runs, sessions, relay } = rooms

  /** The one asked for; else the one this folder was started with last. */
  function profileFor(folder: string, asked: string | null | undefined): string | null {
    const { recent_folders } = rooms.derived().settings
    const name = asked === undefined ? (recent_folders.find(({ path }) => path === folder)?.profile ?? null) : asked
    if (name !== null && !rooms.derived().relay.profiles.some((it) => it.name === name))
      throw new Refusal(text.notices.profileGone(name), 'not_found')
    return name
  }

  /** Claude Code is open; that its folder was not remembered is no reason to say it is not. */
  async function remember(folder: string, profile: string | null): Promise<void> {
    const { last_folder, recent_folders: were } = rooms.derived().settings
    const first = were[0]
    if (last_folder === folder && first?.path === folder && first.profile === profile) return
    const others = were.filter(({ path }) => path !== folder)
    const recent_folders = [{ path: folder, profile }, ...others].slice(0, MOST_FOLDERS)
    const edited = rooms
      .live()
      .source.edit((config) => ({ ...config, app: { ...config.app, last_folder: folder, recent_folders } }))
    await edited.catch(() => rooms.log.warn({}, 'the folder could not be remembered'))
  }

  const preset = async (profile: string | null, token: string): Promise<Preset> => ({
    address: addressOf(relay.status()),
    token,
    trust: await rooms.claudeCode.trust(),
    // A profile may be changed while Claude Code runs; the names of one provider would lead nowhere then.
    roles: profile === null ? rolesOf(rooms.derived().relay.upstreams) : {},
  })

  /** A launch with a token of its own. Where `begin` fails, there was none. */
  async function begun<T>(
    folder: string,
    profile: string | null,
    place: string,
    begin: (id: SessionId, preset: Preset) => Promise<T>,
  ): Promise<{ id: SessionId; value: T }> {
    // Told before there is a token that nobody could use.
    addressOf(relay.status())
    const { id, token } = await stored(sessions.open({ folder, place, profile }))
    try {
      const known = await preset(profile, token)
      const value = await stored(begin(id, known))
      await remember(folder, profile)
      return { id, value }
    } catch (error) {
      sessions.drop(id)
      throw error
    }
  }

  const launched = (id: SessionId) => {
    const session = sessions.find(id)
    if (session?.kind !== 'launch') throw new Refusal(text.notices.launchGone, 'not_found')
    if (session.endedAt !== null) throw new Refusal(text.notices.launchOver, 'not_found')
    return session
  }

  return {
    'claude.pickFolder': async () => ({ folder: await desktop.pickFolder() }),
    async 'claude.launch'({ folder: asked, profile: wanted }) {
      const { terminal, last_folder } = rooms.derived().settings
      const folder = asked ?? last_folder ?? home
      const profile = profileFor(folder, wanted)
      const { id, value } = await begun(folder, profile, '', (own, known) =>
        launcher.launch({ ...known, id: own, folder, terminal }),
      )
      sessions.placed(id, value.terminal)
      void rooms.lookForClaude()
      return value
    },
    async 'claude.prepare'({ folder, profile: wanted, place }) {
      const profile = profileFor(folder, wanted)
      const { id, value } = await begun(folder, profile, place, (own, known) =>
        runs.write(own, claudeEnv(known, {}).settings),
      )
      return { id, own: value }
    },
    'claude.terminals': () => launcher.terminals(),

    'session.pause': ({ id }) => stored(sessions.pause(launched(id).id, true)),
    'session.resume': ({ id }) => stored(sessions.pause(launched(id).id, false)),
    async 'session.end'({ id }) {
      const saved = sessions.end(launched(id).id)
      relay.cut(id)
      await saved.catch(() => {
        throw new Refusal(text.notices.endNotSaved)
      })
    },
    async 'session.assign'({ id, profile }) {
      const { folder } = launched(id)
      if (folder !== null) profileFor(folder, profile)
      await stored(sessions.assign(id, profile))
      if (folder !== null) await remember(folder, profile)
    },
  }
}
