import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { shown } from '../keyboard/shortcuts.ts'
import { Kbd } from '../parts/button.tsx'
import { Glyph } from '../parts/glyph.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useHouse, useRelay } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'
import type { Command } from './command.ts'
import { commandsOf, filterCommands, markParts } from './commands.ts'

const words = text.window.sheets.palette
const names = text.window.sheets.shortcuts.names

/** Type to find, Enter to do: providers, models, keys and every command by name. */
export function Palette() {
  const house = useHouse()
  const { close } = useActions()
  const snapshot = useRelay((whole) => whole)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const all = useMemo(() => commandsOf(house, snapshot, house.ticker.now()), [house, snapshot])
  const found = useMemo(() => filterCommands(all, typed), [all, typed])
  const current = found[Math.min(at, found.length - 1)]

  useEffect(() => input.current?.focus(), [])

  const run = (command: Command | undefined) => {
    if (!command) return
    close()
    command.run()
  }
  const step = (by: number) => setAt((from) => (Math.min(from, found.length - 1) + by + found.length) % found.length)
  return (
    <Sheet title={words.title} titleUnseen onClose={close}>
      <div className="palette">
        <div className="palette-in">
          <input
            ref={input}
            role="combobox"
            aria-label={words.title}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={current && `${id}-${found.indexOf(current)}`}
            aria-autocomplete="list"
            placeholder={words.hint}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') step(1)
              else if (event.key === 'ArrowUp') step(-1)
              else if (event.key === 'Enter') run(current)
              else return
              event.preventDefault()
            }}
          />
          <Kbd>{names.Escape}</Kbd>
        </div>
        <div className="palette-list" role="listbox" id={`${id}-list`} aria-label={words.title}>
          {found.map((command, i) => (
            <Line
              key={command.id}
              id={`${id}-${i}`}
              command={command}
              typed={typed}
              current={command === current}
              onPoint={() => setAt(i)}
              onRun={() => run(command)}
            />
          ))}
        </div>
        {found.length === 0 && <p className="palette-none quiet">{words.none}</p>}
        <footer className="foot">
          <span>
            <Kbd>{`${names.ArrowUp}${names.ArrowDown}`}</Kbd>
            {words.choose}
          </span>
          <span>
            <Kbd>{names.Enter}</Kbd>
            {words.doIt}
          </span>
          <span className="push" role="status">
            {words.shown(found.length, all.length)}
          </span>
        </footer>
      </div>
    </Sheet>
  )
}

interface LineProps {
  id: string
  command: Command
  typed: string
  current: boolean
  onPoint: () => void
  onRun: () => void
}

/** The field keeps the focus; a line is only pointed at, so the mouse must not take it away. */
function Line({ id, command, typed, current, onPoint, onRun }: LineProps) {
  const platform = usePlatform()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div
      ref={element}
      id={id}
      role="option"
      className="palette-line"
      aria-selected={current}
      tabIndex={-1}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
      onKeyDown={(event) => event.key === 'Enter' && onRun()}
    >
      <span className="palette-glyph" aria-hidden="true">
        {command.glyph && <Glyph kind={command.glyph} />}
      </span>
      <span className="cut">
        {command.verb && <span className="muted">{command.verb} </span>}
        <b>
          {markParts(command.name, typed).map((part) =>
            part.hit ? <mark key={part.text}>{part.text}</mark> : <span key={part.text}>{part.text}</span>,
          )}
        </b>
      </span>
      <span className="palette-note cut">{command.note}</span>
      <Kbd>{command.keys && shown(command.keys, platform)}</Kbd>
    </div>
  )
}
