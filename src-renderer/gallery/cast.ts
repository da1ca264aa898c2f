import type { KeyView } from '../../src-shared/domain/key.ts'
import { REQUESTS_KEPT, type RequestRecord } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { anthropic, inS, key, keyId, lane, ollama, oneWindow, request, usage, windows, zai } from './made-up.ts'

/** The keys and requests that most scenes share. */
export const sonnet = 'claude-sonnet-5-5'
const opus = 'claude-opus-5-5'
export const haiku = 'claude-haiku-5-5'

export const work = key('work', 'work', '4f2a', {
  inFlight: 2,
  organization: 'Acme',
  sharedWith: [keyId('work-ci')],
  lanes: [
    lane('sonnet-5', windows([92, 3], [63, 8], [84, 5])),
    lane('opus-5', windows([99], [84], [97])),
    lane('haiku-5', {}),
  ],
})
export const workCi = key('work-ci', 'work, ci', '8e10', {
  organization: 'Acme',
  sharedWith: [keyId('work')],
  lanes: [lane('sonnet-5', windows([92, 3], [63, 8], [84, 5]))],
})
export const personal = key('personal', 'personal', '9c01', {
  inFlight: 1,
  lanes: [lane('sonnet-5', windows([96, 2], [88, 5], [92, 4]))],
})
export const side = key('side-project', 'side project', '77be', {
  status: { kind: 'limited', until: inS(21) },
  lanes: [lane('sonnet-5', windows([64], [6], [41]))],
})
export const team = key('team-eu', 'team, eu', 'd310', {
  status: { kind: 'cooling', until: inS(42), reason: '429 at 14:02:09' },
  lanes: [lane('sonnet-5', windows([30], [12], [55]))],
})
export const laptop = key('old-laptop', 'old laptop', '0a44', {
  status: { kind: 'invalid', since: inS(-872), reason: 'Anthropic does not accept this key.' },
})
export const spare = key('spare', 'spare', '12dd', { enabled: false, status: { kind: 'disabled' }, lastUsedAt: null })

export const all = [work, workCi, personal, side, team, laptop, spare]

export const lastRequests: RequestRecord[] = [
  request(-1, sonnet, [{ label: 'work', status: 200, ms: 1900 }], {
    state: 'running',
    outcome: 'running',
    status: null,
    durationMs: null,
    usage: null,
  }),
  request(-1.5, sonnet, [{ label: 'work', status: 200, ms: 1900 }], {
    usage: usage(8100, 412, 0.91),
    firstByteMs: 380,
    why: 'First in your order. work: the session stays where its prompt cache is.',
  }),
  request(
    -3,
    opus,
    [
      { label: 'team, eu', status: 429, ms: 190, said: 'input tokens per minute, retry after 48 s' },
      { label: 'personal', status: 200, ms: 6210, said: 'Anthropic answered 200.' },
    ],
    {
      usage: { input: 584, cacheRead: 0, cacheWrite: 6120, output: 1204 },
      firstByteMs: 1610,
      why: 'team, eu was full and cools until 14:02:57; personal had the most room, 96% of input.',
      passedOver: [
        {
          providerId: anthropic.id,
          keyId: side.id,
          label: 'side project',
          because: 'input used up until 14:02:33',
          until: inS(21),
        },
        { providerId: anthropic.id, keyId: spare.id, label: 'spare', because: 'switched off', until: null },
      ],
    },
  ),
  request(-14, haiku, [{ label: 'work', status: 200, ms: 600 }], { usage: usage(1100, 64, 0.88), firstByteMs: 220 }),
  request(-41, sonnet, [{ label: 'side project', status: 429, ms: 200, said: 'input tokens per minute' }]),
  request(-60, sonnet, [{ label: 'work', status: 200, ms: 2200 }], { usage: usage(9400, 630, 0.93), firstByteMs: 410 }),
  request(-85, sonnet, [{ label: 'work', status: 200, ms: 3000 }], { usage: usage(7700, 1100, 0.9), firstByteMs: 360 }),
  request(-130, haiku, [{ label: 'work', status: null, ms: 700 }], { outcome: 'aborted', status: null }),
]

const [overloaded, tookOver] = request(-5, opus, [
  { label: 'team, eu', status: 529, ms: 240, said: 'Anthropic is overloaded' },
  { label: 'z.ai', status: 200, ms: 3100, said: 'Z.AI answered 200.' },
]).attempts

/** From one provider to another. */
export const failedOver: RequestRecord = request(-5, opus, [{ label: 'z.ai', status: 200, ms: 3100 }], {
  attempts: overloaded && tookOver ? [overloaded, { ...tookOver, providerId: zai.id, model: 'glm-5.2' }] : [],
  usage: usage(7200, 830),
  firstByteMs: 1240,
  durationMs: 3340,
  why: 'Anthropic was overloaded and is left alone until 14:03; Z.AI was next in your order.',
})

/** As many as are remembered, one every 7 s. */
export const manyRequests: RequestRecord[] = Array.from({ length: REQUESTS_KEPT }, (_, i) =>
  request(-i * 7, [sonnet, opus, haiku][i % 3] ?? sonnet, [{ label: 'work', status: 200, ms: 900 + i }], {
    usage: usage(9000, 400),
    firstByteMs: 300 + i,
  }),
)

/** Keys of which somebody asks something. */
export const caredFor: KeyView[] = [
  {
    ...work,
    id: keyId('c1'),
    sharedWith: [],
    organization: null,
    care: {
      reserve: 0.2,
      dailyUsd: 25,
      tags: ['work', 'eu'],
      note: 'Billed to the platform team; ask Kim before raising it.',
      expiresOn: '2026-02-10',
    },
  },
  {
    ...personal,
    id: keyId('c2'),
    status: { kind: 'paused', until: inS(2952), by: 'user' },
    care: { tags: ['home'] },
    inFlight: 0,
  },
  {
    ...side,
    id: keyId('c3'),
    status: { kind: 'paused', until: inS(35_868), by: 'budget' },
    care: { dailyUsd: 10, tags: ['home'] },
  },
  { ...workCi, id: keyId('c4'), sharedWith: [], organization: null, care: { tags: ['work'], expiresOn: '2026-01-20' } },
  { ...team, id: keyId('c5'), status: { kind: 'ready' }, care: { reserve: 0.5, expiresOn: '2026-01-02' } },
]

/** Keys whose limits do not keep up with what is used of them. */
export const runningOut: KeyView[] = [
  {
    ...work,
    id: keyId('r1'),
    sharedWith: [],
    organization: null,
    lanes: [
      {
        ...lane('sonnet-5', {
          rpm: oneWindow(4000, 92, 3),
          itpm: { ...oneWindow(450_000, 63, 8), burn: 8300 },
          otpm: oneWindow(90_000, 84, 5),
        }),
        usual: { rpm: 1, itpm: 21_000, otpm: 600 },
      },
    ],
  },
  {
    ...side,
    id: keyId('r2'),
    lanes: [{ ...lane('sonnet-5', windows([64], [6], [41])), usual: { rpm: 1, itpm: 190_000, otpm: 600 } }],
  },
]

/** Providers as most scenes have them, and on a bad day. */
export const both: Snapshot['providers'] = { [anthropic.id]: anthropic, [zai.id]: zai, [ollama.id]: ollama }
export const down: Snapshot['providers'] = {
  [anthropic.id]: {
    ...anthropic,
    circuit: { kind: 'open', since: inS(-72), until: inS(18), reason: 'Anthropic answered 529 five times in a row.' },
  },
  [zai.id]: { ...zai, circuit: { kind: 'half_open', since: inS(-2) } },
  [ollama.id]: ollama,
}

/** A key of the one whose plan can be asked about. */
export const glm = key('glm', 'side project', '7a1c', { providerId: zai.id })

/** A refusal closed one model group; the key is ready for the others. */
export const oneGroupCools: KeyView[] = [
  {
    ...personal,
    id: keyId('g1'),
    lanes: [lane('opus-5', windows([64], [0], [41]), inS(48)), lane('sonnet-5', windows([96, 2], [88, 5], [92, 4]))],
  },
  { ...workCi, id: keyId('g2'), sharedWith: [] },
]

export const spentToday = { [keyId('c1')]: { usd: 3.2, unpriced: 2 }, [keyId('c3')]: { usd: 10.04, unpriced: 0 } }
