import type { ProfileEntry } from '../../../src-shared/config/schema.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Refusal } from '../refusal.ts'
import type { Rooms } from './rooms.ts'

type Rows = Extract<keyof Handlers, `profile.${string}`>

export function profileHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const source = () => {
    const { source, practice } = rooms.live()
    if (practice) throw new Refusal(text.notices.practiceOn)
    return source
  }
  const missing = (name: string) => new Refusal(text.notices.profileGone(name), 'not_found')

  return {
    async 'profile.put'({ was, profile }) {
      const { profiles, providers } = source().current()
      if (profile.provider !== null && !providers.some(({ name }) => name === profile.provider))
        throw new Refusal(text.notices.providerGone, 'not_found')
      if (was !== null && !profiles.some(({ name }) => name === was)) throw missing(was)
      if (profile.name !== was && profiles.some(({ name }) => name === profile.name))
        throw new Refusal(text.notices.profileKnown(profile.name))
      await source().edit((config) => ({
        ...config,
        profiles: put(config.profiles, was, profile),
        app:
          was === null || was === profile.name
            ? config.app
            : {
                ...config.app,
                recent_folders: config.app.recent_folders.map((it) =>
                  it.profile === was ? { ...it, profile: profile.name } : it,
                ),
              },
      }))
      if (was !== null && was !== profile.name) rooms.sessions.renamed(was, profile.name)
    },

    async 'profile.remove'({ name }) {
      if (
        !source()
          .current()
          .profiles.some((it) => it.name === name)
      )
        throw missing(name)
      const used = Object.values(rooms.sessions.views()).filter((it) => it.profile === name && it.endedAt === null)
      if (used.length > 0) throw new Refusal(text.notices.profileInUse(name, used.length))
      await source().edit((config) => ({ ...config, profiles: config.profiles.filter((it) => it.name !== name) }))
      rooms.sessions.forget(name)
    },
  }
}

/** In its place; a new one at the end. */
const put = (profiles: readonly ProfileEntry[], was: string | null, profile: ProfileEntry): ProfileEntry[] =>
  was === null ? [...profiles, profile] : profiles.map((it) => (it.name === was ? profile : it))
