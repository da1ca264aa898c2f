import { useState } from 'react'
import type { ProfileEntry } from '../../src-shared/config/schema.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { RoleRow } from '../parts/role-row.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useRelay } from '../store/context.tsx'
import { choosableModels } from '../store/selectors.ts'
import type { Launching } from '../store/ui-store.ts'
import { providerName } from '../words/names.ts'

const words = text.window.sessions.profile
const roles = ['opus', 'sonnet', 'haiku', 'subagent'] as const
const ALL = ''

interface ProfileSheetProps {
  name: string | null
  /** The launch it is made for; it goes on there. */
  launching?: Launching | undefined
}

/** A way of working: who is asked, for which models, and for how much. `name` null: a new one. */
export function ProfileSheet({ name: was, launching }: ProfileSheetProps) {
  const { client, close: leave, open, say } = useActions()
  const close = () => (launching ? open({ kind: 'launch', chosen: launching }) : leave())
  const known = useRelay((snapshot) => snapshot.profiles.find(({ name }) => name === was))
  const [name, setName] = useState(was ?? '')
  const [provider, setProvider] = useState(known?.provider ?? null)
  const [models, setModels] = useState<ProfileEntry['models']>(known?.models ?? {})
  const [daily, setDaily] = useState(String(known?.budget.daily_usd ?? ''))
  const [total, setTotal] = useState(String(known?.budget.total_usd ?? ''))
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const wrong = (amount: string) => (tried && amountIn(amount) === 'wrong' ? words.badAmount : null)

  const save = async () => {
    setTried(true)
    const [daily_usd, total_usd] = [amountIn(daily), amountIn(total)]
    if (name.trim() === '' || daily_usd === 'wrong' || total_usd === 'wrong') return
    const budget = { ...(daily_usd !== null && { daily_usd }), ...(total_usd !== null && { total_usd }) }
    const reply = await client.profile.put({ was, profile: { name: name.trim(), provider, models, budget } })
    if (!reply.ok) return setError(reply.error.message)
    say(words.saved(name.trim()))
    if (launching) open({ kind: 'launch', chosen: { ...launching, profile: name.trim() } })
    else leave()
  }
  const remove = async () => {
    if (was === null) return
    const reply = await client.profile.remove({ name: was })
    if (!reply.ok) return setError(reply.error.message)
    say(words.removed(was))
    close()
  }
  return (
    <Sheet title={was === null ? words.newTitle : words.title(was)} onClose={close}>
      <form
        className="profile-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="add-fields">
          <TextField
            label={words.name}
            value={name}
            maxLength={40}
            data-first={was === null || undefined}
            error={tried && name.trim() === '' ? words.missingName : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ProviderField provider={provider} onChoose={setProvider} />
        </div>
        <Roles
          provider={provider}
          models={models}
          onChoose={(role, model) => {
            const { [role]: _, ...others } = models
            setModels(model === null ? others : { ...others, [role]: model })
          }}
        />
        <div className="add-fields">
          <Amount label={words.daily} value={daily} error={wrong(daily)} onType={setDaily} />
          <Amount label={words.total} value={total} error={wrong(total)} onType={setTotal} />
        </div>
        <p className="add-note">{words.budgetNote}</p>
        {error !== null && (
          <p className="add-error bad" role="alert">
            {error}
          </p>
        )}
        <footer className="sheet-foot">
          <div className="foot-words">
            {was !== null && (
              <Confirm
                ask={words.remove}
                question={words.removeSure(was)}
                yes={words.removeYes}
                no={words.removeNo}
                onYes={() => void remove()}
              />
            )}
          </div>
          <Button onClick={close}>{text.window.cancel}</Button>
          <Button look="go" submit data-first={was === null ? undefined : true}>
            {text.window.save}
          </Button>
        </footer>
      </form>
    </Sheet>
  )
}

function ProviderField(props: {
  provider: ProfileEntry['provider']
  onChoose: (id: ProfileEntry['provider']) => void
}) {
  const providers = useRelay((snapshot) => snapshot.providers)
  const order = useRelay((snapshot) => snapshot.providerOrder)
  const { provider, onChoose } = props
  return (
    <SelectField
      label={words.provider}
      value={provider ?? ALL}
      note={provider !== null && words.only}
      choices={[
        { value: ALL, label: words.allProviders },
        ...order.map((id) => {
          const found = providers[id]
          return { value: id, label: found ? providerName(found) : id }
        }),
      ]}
      onChoose={(value) => onChoose(value === ALL ? null : ProviderId.parse(value))}
    />
  )
}

interface RolesProps {
  provider: ProfileEntry['provider']
  models: ProfileEntry['models']
  onChoose: (role: (typeof roles)[number], model: string | null) => void
}

function Roles({ provider, models, onChoose }: RolesProps) {
  const providers = useRelay((snapshot) => snapshot.providers)
  const providerOrder = useRelay((snapshot) => snapshot.providerOrder)
  const listed = choosableModels({ providers, providerOrder, choice: { provider, model: null } })
  return (
    <fieldset className="profile-roles">
      <legend>{words.models}</legend>
      {roles.map((role) => (
        <RoleRow
          key={role}
          name={words.roles[role]}
          model={models[role] ?? null}
          models={listed}
          onChoose={(model) => onChoose(role, model)}
        />
      ))}
    </fieldset>
  )
}

function Amount(props: { label: string; value: string; error: string | null; onType: (typed: string) => void }) {
  const { label, value, error, onType } = props
  return (
    <TextField
      label={label}
      value={value}
      error={error}
      inputMode="decimal"
      placeholder={words.noBudget}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}

/** USD; `null`: none is set. */
function amountIn(typed: string): number | null | 'wrong' {
  const plain = typed.trim().replace(',', '.')
  if (plain === '') return null
  const amount = Number(plain)
  return Number.isFinite(amount) && amount >= 0.01 && amount <= 1_000_000 ? amount : 'wrong'
}
