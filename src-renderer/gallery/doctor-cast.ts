import type { Examined, SettingsPlan } from '../../src-shared/domain/claude-code.ts'
import type { LogLine } from '../../src-shared/domain/log-line.ts'

/** A Claude Code whose user's settings lead elsewhere, although its shell leads here. */
export const examined = (folder: string | null): Examined => ({
  folder,
  installations: [
    { path: '/home/me/.local/bin/claude', version: '2.1.330' },
    { path: '/home/me/.nvm/versions/node/v22.4.1/lib/node_modules/@anthropic-ai/claude-code/cli.js', version: null },
  ],
  verdict: {
    ...{ way: 'shadowed', by: 'user', url: 'https://api.z.ai', over: 'environment' },
    ...{ token: 'good', tokenBy: null },
  },
  layers: [
    { name: 'local', path: '/home/me/code/api/.claude/settings.local.json', sets: [], isBroken: true },
    {
      name: 'user',
      path: '/home/me/.claude/settings.json',
      sets: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN'],
      isBroken: false,
    },
    { name: 'environment', path: null, sets: ['ANTHROPIC_BASE_URL'], isBroken: false },
  ],
  changed: false,
})

export const settingsPlan: SettingsPlan = {
  kind: 'changed',
  path: '/home/me/.claude/settings.json',
  lines: [
    '   "env": {',
    '-    "ANTHROPIC_BASE_URL": "https://api.z.ai/api/anthropic",',
    '-    "ANTHROPIC_AUTH_TOKEN": «another value»',
    '+    "ANTHROPIC_BASE_URL": "http://127.0.0.1:8787",',
    '+    "ANTHROPIC_AUTH_TOKEN": «client token»',
    '   },',
    '   "model": "opus"',
  ],
  beside: [],
  kept: [],
  print: 'made-up',
}

export const logLines = (at: number): LogLine[] => [
  { n: 1, at: at - 9000, level: 'info', message: 'starting', facts: 'version=0.1.0', id: null },
  {
    ...{ n: 2, at: at - 4200, level: 'info', message: 'request', id: '7c1f0001-2f0e-4d6a-9b51-0a44d3100001' },
    facts: 'path=/v1/messages  model=claude-sonnet-5-5  status=200  key=work  ms=1912  input=9120  output=412',
  },
  {
    ...{ n: 3, at: at - 1100, level: 'warn', message: 'provider left alone', id: null },
    facts: 'provider=anthropic  from=closed  to=open  reason=Anthropic answered 529 five times in a row.',
  },
]
