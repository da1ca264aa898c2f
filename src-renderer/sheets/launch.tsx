import { useState } from 'react'
import { shortPath } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Select } from '../parts/field.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useRelay } from '../store/context.tsx'
import type { Launching } from '../store/ui-store.ts'
import { baseUrl, isGuarded } from '../words/base-url.ts'

const words = text.window.sheets.launch

const NONE = ''
/** As many as fit on two lines; the tray has the rest. */
const RECENT = 4

type State = { kind: 'idle' } | { kind: 'opening' } | { kind: 'failed'; message: string }

/** A folder, a terminal, and what will be set in it; then Claude Code opens there. */
export function LaunchSheet({ chosen }: { chosen?: Launching | undefined }) {
  const { client, close, open, notice, copyEnvironment } = useActions()
  const settings = useRelay((snapshot) => snapshot.settings)
  const claude = useRelay((snapshot) => snapshot.claude)
  const windows = useRelay((snapshot) => snapshot.platform === 'win32')
  const profiles = useRelay((snapshot) => snapshot.profiles)
  const remembered = (path: string | null) => {
    const profile = settings.recent_folders.find((it) => it.path === path)?.profile ?? null
    return profiles.some(({ name }) => name === profile) ? profile : null
  }
  const [folder, setFolder] = useState<string | null>(chosen ? chosen.folder : settings.last_folder)
  const [profile, setProfile] = useState(() => (chosen ? chosen.profile : remembered(settings.last_folder)))
  // Whoever said which profile means it for the folder they choose next as well.
  const [said, setSaid] = useState(chosen !== undefined)
  const [state, setState] = useState<State>({ kind: 'idle' })

  const choose = async () => {
    const reply = await client.claude.pickFolder()
    if (!reply.ok) return setState({ kind: 'failed', message: reply.error.message })
    if (reply.value.folder !== null) pick(reply.value.folder)
  }
  const pick = (path: string) => {
    setFolder(path)
    if (!said) setProfile(remembered(path))
  }
  const launch = async () => {
    setState({ kind: 'opening' })
    const reply = await client.claude.launch({ folder, profile })
    if (!reply.ok) return setState({ kind: 'failed', message: reply.error.message })
    notice('info', words.opened(reply.value.terminal, reply.value.folder), 'launch')
    close()
  }
  return (
    <Sheet title={words.title} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (state.kind !== 'opening') void launch()
        }}
      >
        <dl className="launch-facts">
          <div>
            <dt>{words.folder}</dt>
            <dd className="launch-folder">
              <span className={folder ? 'cut mono' : 'cut'} title={folder ?? undefined}>
                {folder ?? words.home}
              </span>
              <Button look="link" onClick={() => void choose()}>
                {words.choose}
              </Button>
            </dd>
          </div>
          {settings.recent_folders.length > 0 && (
            <div>
              <dt>{words.recent}</dt>
              <dd className="launch-recent">
                <Recent folders={settings.recent_folders} onPick={pick} />
              </dd>
            </div>
          )}
          <div>
            <dt id="launch-profile">{words.profile}</dt>
            <dd className="launch-profile">
              {profiles.length === 0 ? (
                <span className="cut">{words.noProfile}</span>
              ) : (
                <Select
                  aria-labelledby="launch-profile"
                  value={profile ?? NONE}
                  choices={[
                    { value: NONE, label: words.noProfile },
                    ...profiles.map(({ name }) => ({ value: name, label: name })),
                  ]}
                  onChoose={(value) => {
                    setProfile(value === NONE ? null : value)
                    setSaid(true)
                  }}
                />
              )}
              <Button
                look="link"
                title={words.profileNote}
                onClick={() => open({ kind: 'profile', name: null, launching: { folder, profile } })}
              >
                {words.newProfile}
              </Button>
            </dd>
          </div>
          <div>
            <dt>{words.terminal}</dt>
            <dd className="cut">{settings.terminal ?? words.first}</dd>
          </div>
        </dl>
        <WhatIsSet />
        <Hindrance />
        {claude.kind === 'absent' && state.kind !== 'failed' && (
          <div className="launch-missing">
            <p className="warn">{words.missing}</p>
            <code className="mono selectable">{words.install}</code>
          </div>
        )}
        {state.kind === 'failed' && (
          <p className="add-error bad" role="alert">
            {state.message}
          </p>
        )}
        <footer className="sheet-foot">
          <p className="foot-words quiet">
            {state.kind === 'opening' ? (
              words.opening
            ) : (
              <Button look="link" onClick={() => void copyEnvironment(windows ? 'powershell' : 'posix')}>
                {words.copyInstead}
              </Button>
            )}
          </p>
          <Button onClick={close}>{text.window.cancel}</Button>
          <Button look="go" submit data-first disabled={state.kind === 'opening'}>
            {words.submit}
          </Button>
        </footer>
      </form>
    </Sheet>
  )
}

/** The last few folders by their short names, and the way to forget them all. */
function Recent({ folders, onPick }: { folders: readonly { path: string }[]; onPick: (path: string) => void }) {
  const { setting, say } = useActions()
  return (
    <>
      {folders.slice(0, RECENT).map(({ path }) => (
        <Button key={path} look="link" title={path} aria-label={words.inFolder(path)} onClick={() => onPick(path)}>
          <span className="cut">{shortPath(path)}</span>
        </Button>
      ))}
      <Button
        look="link"
        onClick={() => void setting({ recent_folders: [] }).then(({ ok }) => ok && say(words.forgotten))}
      >
        <span className="quiet">{words.forget}</span>
      </Button>
    </>
  )
}

/** The environment in names; the token itself never comes to the window. */
function WhatIsSet() {
  const url = useRelay(baseUrl)
  const guarded = useRelay((snapshot) => isGuarded(snapshot))
  const rows = [
    ['ANTHROPIC_BASE_URL', url],
    ['ANTHROPIC_AUTH_TOKEN', words.hidden],
    ['ANTHROPIC_API_KEY', words.emptied],
    ...(guarded ? [['NODE_EXTRA_CA_CERTS', words.certificate]] : []),
  ]
  return (
    <section className="launch-sets">
      <h3>{words.sets}</h3>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="mono">{name}</dt>
            <dd className="muted">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{words.rest}</p>
    </section>
  )
}

/** Why a launch now would lead nowhere. */
function Hindrance() {
  const kind = useRelay((snapshot) => snapshot.relay.kind)
  if (kind === 'paused') return <p className="launch-missing warn">{words.paused}</p>
  if (kind === 'failed' || kind === 'stopped') return <p className="launch-missing warn">{words.notListening}</p>
  return null
}
