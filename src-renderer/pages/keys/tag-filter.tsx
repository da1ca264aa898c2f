import { text } from '../../../src-shared/text/text.ts'
import { useHouse, useRelay, useUi } from '../../store/context.tsx'
import { keysInOrder } from '../../store/selectors.ts'
import { tagsOf } from '../../words/care-words.ts'

const words = text.window.keys.care

/** Narrows the list to the keys of one tag; not there where no key has one. */
export function TagFilter() {
  const { ui } = useHouse()
  const chosen = useUi((state) => state.tag)
  const all = useRelay((snapshot) => tagsOf(keysInOrder(snapshot)).join('\n'))
  const tags = all === '' ? [] : all.split('\n')
  if (tags.length === 0) return null
  const choices = [{ tag: null, name: words.allKeys }, ...tags.map((tag) => ({ tag, name: tag }))]
  const current = chosen !== null && tags.includes(chosen) ? chosen : null
  return (
    <fieldset className="tags" aria-label={words.filter}>
      {choices.map(({ tag, name }) => (
        <button
          key={name}
          type="button"
          className="tag"
          aria-pressed={tag === current}
          onClick={() => ui.setState({ tag })}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
