import type { Handlers } from '../../src-shared/ipc/contract.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { examined, logLines, settingsPlan } from '../gallery/doctor-cast.ts'

interface Parts {
  snapshot(): Snapshot
  become(change: Partial<Snapshot>): void
  now(): number
}

type Rows = `claude.${'examine' | 'planSettings' | 'changeSettings' | 'terminals'}` | 'log.recent'

/** What a made-up machine says of its Claude Code, its terminals and its log. */
export const fakeClaude = ({ snapshot, become, now }: Parts): Pick<Handlers, Rows> => ({
  'log.recent': ({ after }) => ({ lines: logLines(now()).filter(({ n }) => n > after) }),
  'claude.examine': ({ folder }) => ({ ...examined(folder), changed: snapshot().settings.claude_everywhere }),
  'claude.planSettings': () => settingsPlan,
  'claude.changeSettings': ({ on }) => {
    become({ settings: { ...snapshot().settings, claude_everywhere: on } })
    return { kept: [] }
  },
  'claude.terminals': () => [
    { name: 'GNOME Terminal', found: true },
    { name: 'kitty', found: true },
    { name: 'Konsole', found: false },
  ],
})
