import { useId } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { Select } from '../parts/field.tsx'
import { Glyph, type GlyphKind } from '../parts/glyph.tsx'
import { type LineWords, lineWords } from './line-words.ts'
import { isOver, type Line } from './use-intake.ts'

const words = text.window.sheets.intake

interface IntakeLineProps {
  line: Line
  change: (id: string, to: Partial<Line>) => void
  choose: (id: string, value: string) => void
}

/** One key that was found: whether it is taken, what it is called, whose it is, and what its test said. */
export function IntakeLine({ line, change, choose }: IntakeLineProps) {
  const { row, label, chosen, offers, ticked, state } = line
  const id = useId()
  const said = lineWords(line)
  const more = details(line)
  const fixed = row.knownAs !== null || isOver(state)
  return (
    <li className="intake-line" data-over={fixed || undefined}>
      <input
        type="checkbox"
        aria-label={words.take(row.hint === '' ? label : `${label} ${row.hint}`)}
        aria-describedby={id}
        checked={ticked}
        disabled={fixed || chosen === ''}
        onChange={(event) => change(row.id, { ticked: event.currentTarget.checked })}
      />
      <input
        type="text"
        className="box"
        aria-label={words.label}
        value={label}
        maxLength={60}
        disabled={fixed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change(row.id, { label: event.currentTarget.value })}
      />
      <Select
        aria-label={words.provider}
        value={chosen}
        disabled={row.knownAs !== null || state.kind === 'stored'}
        choices={[...(chosen === '' ? [{ value: '', label: words.chooseOne }] : []), ...offers]}
        onChoose={(value) => choose(row.id, value)}
      />
      <span className={row.hint === '' ? 'intake-hint' : 'intake-hint mono'}>
        {row.hint === '' ? (row.hasSecret ? '' : words.noSecret) : `…${row.hint}`}
      </span>
      <p id={id} className={`intake-said ${said.tone}`}>
        <span aria-hidden="true">
          <Glyph kind={glyphOf(said.tone, state.kind)} />
        </span>
        <span>
          {said.text}
          {more !== '' && <span className="intake-more"> {more}</span>}
        </span>
      </p>
    </li>
  )
}

/** Where it goes, and what a provider that is new would bring along. */
function details({ row, offers, chosen, state }: Line): string {
  if (row.knownAs !== null || isOver(state)) return ''
  const address = offers.find(({ value }) => value === chosen)?.address ?? null
  const isNew = chosen === 'found' && row.provider === null
  return [
    row.brings ?? '',
    address === null ? '' : words.goesTo(address),
    isNew && row.models.length > 0 ? words.models(row.models) : '',
    isNew && Object.keys(row.mapping).length > 0 ? words.roles(row.mapping) : '',
  ]
    .filter((it) => it !== '')
    .join(' ')
}

function glyphOf(tone: LineWords['tone'], state: Line['state']['kind']): GlyphKind {
  if (state === 'testing') return 'testing'
  if (tone === 'good') return 'ready'
  if (tone === 'bad') return 'invalid'
  return tone === 'warn' ? 'cooling' : 'disabled'
}
