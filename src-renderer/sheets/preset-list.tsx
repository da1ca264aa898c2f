import { useEffect, useRef, useState } from 'react'
import { type PresetGroup, presetGroups } from '../../src-shared/domain/presets/preset.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { ChosenType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.addProvider

/** Kinds whose name, address or note has all the words typed, by group. A custom one is always offered. */
export function presetsFor(typed: string): { group: PresetGroup; types: ChosenType[] }[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = ChosenType.options.filter((type) => {
    const { name, addresses } = presets[type]
    const about = `${name} ${type} ${addresses.join(' ')} ${text.presets.notes[type]}`.toLowerCase()
    return presets[type].group === 'custom' || wanted.every((word) => about.includes(word))
  })
  return presetGroups.flatMap((group) => {
    const types = found.filter((type) => presets[type].group === group)
    return types.length === 0 ? [] : [{ group, types }]
  })
}

export function PresetList({ onChoose }: { onChoose: (type: ChosenType) => void }) {
  const [typed, setTyped] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => search.current?.focus(), [])
  const groups = presetsFor(typed)
  const [first] = groups[0]?.types ?? []

  /** Arrows go from row to row, as in every other list here. */
  const step = (by: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
    const at = rows.indexOf(document.activeElement as HTMLButtonElement)
    const next = rows[at + by]
    if (next) next.focus()
    else if (by < 0) search.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows and the field inside
    <div
      className="preset-list"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        step(event.key === 'ArrowDown' ? 1 : -1)
      }}
    >
      <input
        ref={search}
        type="search"
        className="box"
        aria-label={words.search}
        placeholder={words.search}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !first) return
          event.preventDefault()
          onChoose(first)
        }}
      />
      {first === 'custom' && <p className="small quiet">{words.none}</p>}
      <div ref={list} className="preset-groups">
        {groups.map(({ group, types }) => (
          <section key={group} aria-label={text.presets.groups[group]}>
            <h3>{text.presets.groups[group]}</h3>
            {types.map((type) => (
              <button key={type} type="button" className="preset-row" onClick={() => onChoose(type)}>
                <span className="strong">{presets[type].name}</span>
                <span className="quiet small">{text.presets.notes[type]}</span>
              </button>
            ))}
          </section>
        ))}
      </div>
    </div>
  )
}
