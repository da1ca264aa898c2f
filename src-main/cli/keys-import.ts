import { resolve } from 'node:path'
import type { Input, KeyTest } from '../../src-shared/ipc/contract.ts'
import type { Intake, IntakeRow } from '../../src-shared/ipc/intake.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Door } from './door.ts'
import { Failed } from './failed.ts'
import { filePassphrase } from './passphrase.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.keys

export interface ImportOptions {
  readonly file: string
  readonly dry: boolean
  /** Whether what is stored may be used at once. */
  readonly enable: boolean
  readonly evenIfUnreachable: boolean
}

/** Shows every key of a file with what its provider says, and stores those that are accepted. */
export async function importKeys(terminal: Terminal, door: Door, options: ImportOptions): Promise<void> {
  const intake = await read(terminal, door, resolve(terminal.cwd, options.file))
  for (const { what, why } of intake.skipped) terminal.out(`${words.leftOut(what, why)}\n`)
  const fresh: IntakeRow[] = []
  for (const row of intake.rows) {
    terminal.out(
      `${words.found(row.label, row.hint, row.baseUrl ?? row.type)} ${row.knownAs === null ? [row.why, row.brings].filter(Boolean).join(' ') : words.knownAs(row.knownAs)}\n`,
    )
    if (row.knownAs === null && row.type !== null) fresh.push(row)
  }
  if (intake.rows.length === 0) throw new Failed(words.nothingIn(options.file), 1)
  if (options.dry) return void (await door.ask('intake.drop', { batch: intake.batch }))

  const tests = await Promise.all(
    fresh.map((row) => door.ask('intake.test', { batch: intake.batch, row: row.id, provider: goal(row) })),
  )
  const refused = (test: KeyTest | undefined) =>
    test?.verdict === 'refused' || (test?.verdict === 'unreachable' && !options.evenIfUnreachable)
  const rows = fresh
    .filter((_, at) => !refused(tests[at]))
    .map((row) => ({
      row: row.id,
      provider: goal(row),
      label: row.label,
      evenIfUnreachable: options.evenIfUnreachable,
    }))
  const taken = await door.ask('intake.take', { batch: intake.batch, enabled: options.enable, rows })
  await door.ask('intake.drop', { batch: intake.batch })
  for (const { key } of taken.rows) if (key) terminal.out(`${words.added(key.label, key.providerId)}\n`)
  const failed = [
    ...fresh.flatMap(({ label }, at) => {
      const test = tests[at]
      return test && test.verdict !== 'accepted' && refused(test) ? [words.refused(label, test.reason)] : []
    }),
    ...taken.rows.flatMap(({ row, problem }) =>
      problem === null ? [] : [words.refused(labelOf(intake, row), problem)],
    ),
  ]
  const open = intake.rows.filter(({ type, knownAs }) => type === null && knownAs === null)
  for (const { label } of open) failed.push(words.refused(label, words.sayWhose))
  if (!options.enable && taken.rows.some(({ key }) => key !== null)) terminal.out(`${words.switchedOff}\n`)
  if (failed.length > 0) throw new Failed(failed.join('\n'), 1)
}

async function read(terminal: Terminal, door: Door, path: string): Promise<Intake> {
  const first = await door.ask('intake.file', { from: { path } })
  if (first.kind === 'read') return first.intake
  const passphrase = await filePassphrase(terminal, text.cli.passphrase.ofFile)
  const second = await door.ask('intake.file', { from: { path }, passphrase })
  if (second.kind !== 'read') throw new Failed(text.cli.passphrase.wrongFile, 1)
  return second.intake
}

const goal = ({ provider, type, baseUrl }: IntakeRow): Input<'intake.test'>['provider'] =>
  provider !== null ? { id: provider } : { type: type ?? 'anthropic', ...(baseUrl === null ? {} : { baseUrl }) }

const labelOf = (intake: Intake, row: string) => intake.rows.find(({ id }) => id === row)?.label ?? row
