import { ProfileEntry } from '../../src-shared/config/schema.ts'
import type { ConfigView } from '../../src-shared/ipc/snapshot.ts'
import { type ConfigSource, type LiveConfig, type LiveProvider, listeners } from './source.ts'

/**
 * Practice providers in place of the user's own, over the user's own settings. What is changed about the
 * practice keys stays in memory; what is changed about the app goes to `base` and is saved there.
 */
export function practiceSource(base: ConfigSource, providers: readonly LiveProvider[]): ConfigSource {
  let held = {
    providers,
    provider: null as string | null,
    model: null as string | null,
    order: [] as readonly string[],
  }
  let last: Promise<unknown> = Promise.resolve()
  let merged: { of: LiveConfig; with: typeof held; config: LiveConfig } | null = null
  const told = listeners()

  const current = (): LiveConfig => {
    const own = base.current()
    if (merged?.of !== own || merged.with !== held) {
      const routing = { ...own.routing, provider: held.provider, model: held.model } as LiveConfig['routing']
      const app = { ...own.app, key_order: [...held.order] } as LiveConfig['app']
      merged = {
        of: own,
        with: held,
        config: { ...own, routing, app, providers: held.providers, profiles: own.profiles.map(inPractice) },
      }
    }
    return merged.config
  }

  return {
    view: (): ConfigView => ({ ...base.view(), source: 'practice' }),
    current,
    edit(change) {
      const next = last.then(async () => {
        const was = current()
        const wanted = change(was)
        if (wanted === was) return
        if (ownPart(wanted) !== ownPart(was)) {
          await base.edit((own) => ({
            ...own,
            ...wanted,
            providers: own.providers,
            profiles: own.profiles,
            routing: { ...wanted.routing, provider: own.routing.provider, model: own.routing.model },
            app: { ...wanted.app, key_order: own.app.key_order },
          }))
        }
        const { provider, model } = wanted.routing
        held = { providers: wanted.providers, provider, model, order: wanted.app.key_order }
        told.tell()
      })
      last = next.catch(() => {})
      return next
    },
    subscribe(listener) {
      const offs = [told.add(listener), base.subscribe(listener)]
      return () => {
        for (const off of offs) off()
      }
    },
    reload: base.reload,
  }
}

/** A profile keeps its name and nothing else: there is one provider, its models are made up, and nothing is spent. */
const inPractice = ({ name }: ProfileEntry): ProfileEntry => ProfileEntry.parse({ name })

/** What of a config belongs to the user and not to the practice. */
const ownPart = ({ providers: _, profiles: __, routing, app, ...rest }: LiveConfig): string =>
  JSON.stringify({ ...rest, strategy: routing.strategy, app: { ...app, key_order: [] } })
