import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { namesIn, verdictOf } from '../../claude/diagnose.ts'
import { Refusal } from '../refusal.ts'
import { addressOf } from './desk.ts'
import type { Rooms } from './rooms.ts'

type Rows = 'claude.examine' | 'claude.planSettings' | 'claude.changeSettings'

/** Where Claude Code goes when nobody launches it from here, and its own settings. */
export function claudeCodeHandlers(rooms: Rooms): Pick<Handlers, Rows> {
  const { claudeCode, relay, token } = rooms
  const { settings } = claudeCode

  const address = (): string | null => {
    const status = relay.status()
    return status.kind === 'listening' || status.kind === 'paused' ? addressOf(status) : null
  }
  const isGuarded = () => {
    const status = relay.status()
    return 'over' in status && status.over === 'https'
  }
  const plan = async (on: boolean) => {
    if (!on) return settings.planBack()
    const to = { address: addressOf(relay.status()), token: token.value().reveal() }
    return settings.plan({ ...to, trust: await claudeCode.trust() })
  }
  const isWanted = () => rooms.derived().settings.claude_everywhere

  async function want(on: boolean): Promise<void> {
    if (isWanted() === on) return
    const { source } = rooms.live()
    await source.edit((config) => ({ ...config, app: { ...config.app, claude_everywhere: on } }))
  }

  return {
    async 'claude.examine'({ folder }) {
      const [installations, layers] = await Promise.all([claudeCode.installations(), claudeCode.layers(folder)])
      return {
        ...{ folder, installations },
        verdict: verdictOf(layers, { address: address(), guarded: isGuarded(), token: token.value().reveal() }),
        layers: layers.map((layer) => ({ ...layer, sets: namesIn(layer) })),
        changed: settings.changed(),
      }
    },

    'claude.planSettings': async ({ on }) => {
      const { make: _, ...planned } = await plan(on)
      return { ...planned, lines: [...planned.lines], beside: [...planned.beside], kept: [...planned.kept] }
    },

    async 'claude.changeSettings'({ on, print }) {
      const planned = await plan(on)
      if (planned.print !== print) throw new Refusal(text.cli.claude.moved(planned.path))
      await planned.make()
      try {
        await want(on)
      } catch (error) {
        // What is not remembered would not be put back at the end.
        if (on) await settings.planBack().make()
        throw error
      }
      return { kept: [...planned.kept] }
    },
  }
}
