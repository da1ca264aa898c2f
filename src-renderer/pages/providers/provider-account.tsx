import { useState } from 'react'
import type { KeyView } from '../../../src-shared/domain/key.ts'
import { presets } from '../../../src-shared/domain/presets/presets.ts'
import type { ProviderView } from '../../../src-shared/domain/provider.ts'
import type { Output } from '../../../src-shared/ipc/contract.ts'
import { age } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useHouse, useRelay } from '../../store/context.tsx'
import { accountLines } from '../../words/account-words.ts'
import { said } from '../../words/said.ts'

const words = text.window.providers

/** What the vendor says of the account behind each key; nothing where it has no page to ask. */
export function ProviderAccount({ provider }: { provider: ProviderView }) {
  const keys = useRelay((snapshot) => snapshot.keys)
  const tells = provider.type === 'practice' ? null : presets[provider.type].account
  const own = Object.values(keys).filter(({ providerId, hint }) => providerId === provider.id && hint !== '')
  if (tells === null || own.length === 0) return null
  return (
    <section>
      <h3>{words.account.title[tells]}</h3>
      {own.map((key) => (
        <Account key={key.id} of={key} alone={own.length === 1} />
      ))}
    </section>
  )
}

type Told = Output<'key.account'>

function Account({ of, alone }: { of: KeyView; alone: boolean }) {
  const { client } = useActions()
  const { ticker } = useHouse()
  const [told, setTold] = useState<Told | { problem: string } | 'running' | null>(null)
  const ask = async () => {
    setTold('running')
    const reply = await client.key.account({ id: of.id })
    setTold(reply.ok ? reply.value : { problem: reply.error.message })
  }
  return (
    <div className="provider-told small">
      {!alone && <p className="strong cut">{of.label}</p>}
      {told !== null && told !== 'running' && <Lines told={told} now={ticker.now()} />}
      <Button
        look="link"
        disabled={told === 'running'}
        aria-label={words.account.askFor(of.label)}
        onClick={() => void ask()}
      >
        {told === null ? words.account.ask : words.account.again}
      </Button>
    </div>
  )
}

function Lines({ told, now }: { told: Told | { problem: string }; now: number }) {
  if ('problem' in told) return <p className="warn">{told.problem}</p>
  const lines = told.account ? accountLines(told.account, now) : [told.reason ?? words.account.nothing]
  return (
    <div role="status">
      {lines.length === 0 ? <p>{words.account.nothing}</p> : lines.map((line) => <p key={line}>{line}</p>)}
      <p className="quiet">
        <LiveText read={(at) => said(words.ago(age(at - told.at)), 'quiet')} />
      </p>
    </div>
  )
}
