import { expect, it } from 'vitest'
import { migrate } from './migrations.ts'
import { Config, SCHEMA_VERSION } from './schema.ts'

/** Written by version 1 of the schema. Never edit it: it stands for every file that is out there. */
const frozen1 = {
  schema_version: 1,
  server: {
    listen: '127.0.0.1:8787',
    auth: {},
    timeout_ms: 300000,
    max_concurrent: 0,
    max_body_bytes: 33554432,
  },
  routing: { strategy: 'failover', provider: 'work', model: null },
  providers: [
    {
      name: 'work',
      type: 'anthropic',
      enabled: true,
      models: [],
      model_mapping: { opus: 'claude-opus-4-8' },
      keys: [
        {
          id: 'key_2b3c4d5f6g',
          label: 'work 1',
          hint: 'Zq7w',
          enabled: true,
          rpm_limit: 0,
          itpm_limit: 0,
          otpm_limit: 0,
          priority: 1,
          weight: 1,
        },
      ],
      pooling: { strategy: 'least_loaded' },
    },
  ],
  logging: { level: 'info', format: 'json' },
  app: {
    appearance: 'system',
    start_at_login: false,
    terminal: null,
    last_folder: null,
    told_about_tray: true,
    key_selector: 'least_loaded',
    key_order: [],
  },
}

it('reads a file of version 1 and keeps every value of it', () => {
  const migrated = migrate(frozen1)
  expect(migrated.kind).not.toBe('newer')
  expect(migrated.kind).not.toBe('unknown')
  if ('document' in migrated)
    expect(Config.parse(migrated.document)).toMatchObject({ ...frozen1, schema_version: SCHEMA_VERSION })
})

it('goes up step by step', () => {
  const steps = {
    1: (document: object) => ({ ...document, two: true }),
    2: (document: object) => ({ ...document, three: 'two' in document }),
  }
  expect(migrate({ schema_version: 1 }, steps, 3)).toEqual({
    kind: 'migrated',
    from: 1,
    document: { schema_version: 3, two: true, three: true },
  })
})

it.each([[{}], [{ schema_version: 'x' }], [{ schema_version: 0 }], [{ schema_version: 1.5 }]])(
  'does not guess at %j',
  (document) => {
    expect(migrate(document, {}, 3).kind).toBe('unknown')
  },
)

it('leaves a newer file alone', () => {
  expect(migrate({ schema_version: 4 }, {}, 3)).toEqual({ kind: 'newer' })
})
