import type { ImportPlace, Intake, IntakeRow } from '../../src-shared/ipc/intake.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.intake

const row = (id: string, label: string, over: Partial<IntakeRow> = {}): IntakeRow => ({
  ...{ id, label, hint: '4f2a', type: 'anthropic', provider: null, baseUrl: null, why: words.byShape('Anthropic') },
  ...{ hasSecret: true, knownAs: null, testable: true, models: [], mapping: {} },
  ...over,
})

/** A paste with everything that can come of a row. */
export const pastedKeys: Intake = {
  batch: 'pasted',
  from: '',
  rows: [
    row('0', 'work'),
    row('1', 'work of last year, refused', { hint: '9c1d' }),
    row('2', 'from the train, offline', { hint: '77b0', type: 'zai', why: words.byShape('Z.AI') }),
    row('3', 'team', { hint: '8e10', knownAs: 'team' }),
    row('4', 'Key', { hint: 'b1c2', type: null, testable: false, why: words.unknown }),
    row('5', 'in the queue, waiting', { hint: '03aa' }),
  ],
  skipped: [
    { what: 'OPENAI_API_KEY', why: words.foreign('OpenAI') },
    { what: words.line(9), why: words.commented },
  ],
}

/** A file with providers of its own, one of them with long names. */
export const readKeys: Intake = {
  batch: 'read',
  from: '/home/me/.cc-switch/cc-switch.db',
  rows: [
    row('0', 'Work', { brings: 'Brings a ceiling of 50 requests a minute, a reserve of 20%, the tags ci, eu.' }),
    row('1', 'Gateway of the data platform team, second data centre', {
      ...{ hint: '0003', baseUrl: 'https://gateway.eu-central.data-platform.example.com/claude', testable: false },
      why: words.byAddress('gateway.eu-central.data-platform.example.com'),
      mapping: { opus: 'glm-5.2', sonnet: 'glm-5.2', haiku: 'glm-4.5-air' },
    }),
    row('2', 'local', {
      ...{ hint: '', type: 'ollama', hasSecret: false, why: words.byAddress('localhost:11434') },
      models: ['qwen2.5-coder:latest'],
    }),
  ],
  skipped: [
    { what: 'For Codex', why: words.otherApp('codex') },
    { what: 'Claude official', why: words.noKey },
  ],
}

export const manyKeys: Intake = {
  ...{ batch: 'many', from: '', skipped: [] },
  rows: Array.from({ length: 40 }, (_, n) => row(String(n), `account ${n + 1}`, { hint: String(1000 + n * 37) })),
}

export const noKeysIn: Intake = { ...readKeys, batch: 'nothing', rows: [] }

export const somePlaces: ImportPlace[] = [
  { place: 'claude', path: '/home/me/.claude/settings.json', found: true },
  { place: 'cc_switch', path: '/home/me/.cc-switch/cc-switch.db', found: true },
  { place: 'router', path: '/home/me/.claude-code-router/config.json', found: true },
  { place: 'relay', path: '/home/me/.config/cc-relay/config.yaml', found: false },
]
