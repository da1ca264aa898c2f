import { memo } from 'react'
import type { ProviderId } from '../../../src-shared/domain/ids.ts'
import { text } from '../../../src-shared/text/text.ts'
import { toggleProvider } from '../../keyboard/provider-commands.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { Switch } from '../../parts/switch.tsx'
import { useHouse, useRelay } from '../../store/context.tsx'
import { providerName } from '../../words/names.ts'
import { circuitWords } from '../../words/provider-words.ts'
import { said } from '../../words/said.ts'

const words = text.window.providers

interface ProviderRowProps {
  id: ProviderId
  keys: number
  chosen: boolean
}

export const ProviderRow = memo(function ProviderRow({ id, keys, chosen }: ProviderRowProps) {
  const house = useHouse()
  const provider = useRelay((snapshot) => snapshot.providers[id])
  // A provider that needs no key may have been given some all the same; its stand-in has no last four.
  const keyed = useRelay(({ keys: all }) => Object.values(all).some((key) => key.providerId === id && key.hint !== ''))
  if (!provider) return null
  const { state, glyph } = circuitWords(provider, house.ticker.now())
  const name = providerName(provider)
  return (
    <tr
      className="provider-row"
      data-row={id}
      aria-selected={chosen}
      aria-label={`${name}, ${state.text}`}
      tabIndex={chosen ? 0 : -1}
      onFocus={() => house.ui.setState({ provider: id })}
    >
      <td>
        <Glyph kind={glyph} label={state.text} />
      </td>
      <td>
        <span className="strong cut" title={name}>
          {name}
        </span>
        <span className="note mono cut">{provider.baseUrl.replace(/^https?:\/\//, '')}</span>
      </td>
      <td>
        <span className="cut" data-tone={state.tone}>
          {state.text}
        </span>
        <LiveText className="note cut" read={(now) => said(circuitWords(provider, now).note, 'quiet')} />
      </td>
      <td className="end provider-models">{provider.models.length > 0 && provider.models.length}</td>
      <td className="end">{provider.needsKey || keyed ? words.keys(keys) : words.noKeyNeeded}</td>
      <td className="end">
        <Switch
          on={provider.enabled}
          aria-label={words.turnOn(name)}
          disabled={provider.type === 'practice'}
          onChange={() => toggleProvider(house, id)}
        />
      </td>
    </tr>
  )
})
