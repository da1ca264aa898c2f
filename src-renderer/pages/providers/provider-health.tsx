import { useState } from 'react'
import type { ProviderCheck, ProviderView } from '../../../src-shared/domain/provider.ts'
import { age, shortTime } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions } from '../../store/context.tsx'
import { said } from '../../words/said.ts'

const words = text.window.providers

/** How its server answers: what went wrong last, and a look at it now, which costs nothing. */
export function ProviderHealth({ provider: { id, circuit } }: { provider: ProviderView }) {
  const { client, tryProvider, say } = useActions()
  const [check, setCheck] = useState<ProviderCheck | 'running' | { problem: string } | null>(null)
  const run = async () => {
    setCheck('running')
    const reply = await client.provider.check({ id })
    setCheck(reply.ok ? reply.value : { problem: reply.error.message })
    say(reply.ok ? reply.value.said : reply.error.message)
  }
  return (
    <section>
      <h3>{circuit.kind === 'open' ? words.fault : words.check.title}</h3>
      {circuit.kind === 'open' && <p className="warn small selectable">{circuit.reason}</p>}
      {check !== null && check !== 'running' && <Result check={check} />}
      <span className="provider-address-actions">
        {circuit.kind === 'open' && <Button onClick={() => void tryProvider(id)}>{words.tryNow}</Button>}
        <Button disabled={check === 'running'} onClick={() => void run()}>
          {check === 'running' ? words.check.running : words.check.run}
        </Button>
      </span>
    </section>
  )
}

function Result({ check }: { check: ProviderCheck | { problem: string } }) {
  if ('problem' in check) return <p className="warn small">{check.problem}</p>
  const { connectMs, tlsMs, firstByteMs, at } = check
  const steps = [
    connectMs === null ? null : words.check.connected(shortTime(connectMs)),
    tlsMs === null ? null : words.check.secured(shortTime(tlsMs)),
    firstByteMs === null ? null : words.check.answered(shortTime(firstByteMs)),
  ].filter((it) => it !== null)
  return (
    <div className="small provider-told">
      <p className={check.ok ? 'selectable' : 'warn selectable'}>{check.said}</p>
      {steps.length > 0 && <p className="quiet">{steps.join(', ')}</p>}
      <p className="quiet">
        <LiveText read={(now) => said(words.ago(age(now - at)), 'quiet')} />
      </p>
    </div>
  )
}
