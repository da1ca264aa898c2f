import type { ProfileView } from '../../../src-shared/ipc/snapshot.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { modelName, providerNameOf } from '../../words/names.ts'
import { spentWords } from '../../words/session-words.ts'

const words = text.window.sessions.profiles
const roles = ['opus', 'sonnet', 'haiku', 'subagent'] as const

/** The ways of working there are, what each may spend and has spent. */
export function ProfileList() {
  const { open } = useActions()
  const profiles = useRelay((snapshot) => snapshot.profiles)
  const practice = useRelay((snapshot) => snapshot.practice)
  return (
    <section className="profiles" aria-label={words.title}>
      <header className="section-head">
        <h2>
          {words.title} <span className="quiet">{profiles.length === 0 ? words.none : words.about}</span>
        </h2>
        {!practice && (
          <Button look="link" onClick={() => open({ kind: 'profile', name: null })}>
            {words.add}
          </Button>
        )}
      </header>
      {profiles.length > 0 && (
        <table aria-label={words.table}>
          <thead>
            <tr className="profile-head">
              {Object.entries(words.columns).map(([name, label]) => (
                <th key={name} scope="col" className={`profile-${name}`}>
                  {name === 'edit' ? <span className="unseen">{label}</span> : label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {profiles.map((profile) => (
              <ProfileRow key={profile.name} profile={profile} editable={!practice} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function ProfileRow({ profile, editable }: { profile: ProfileView; editable: boolean }) {
  const { open } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const { name, provider, models } = profile
  return (
    <tr className="profile-row">
      <td className="strong cut" title={name}>
        {name}
      </td>
      <td className="cut">{provider === null ? words.allProviders : providerNameOf(providers, provider)}</td>
      {roles.map((role) => (
        <td key={role} className={`profile-${role} cut`} title={models[role]}>
          {models[role] === undefined ? (
            <span className="quiet">{words.asAsked}</span>
          ) : (
            modelName(models[role], providers)
          )}
        </td>
      ))}
      {(['daily', 'total'] as const).map((kind) => {
        const { text: said, tone } = spentWords(profile, kind)
        return (
          <td key={kind} className={`profile-${kind} cut`} data-tone={tone}>
            {said}
          </td>
        )
      })}
      <td className="profile-edit">
        {editable && (
          <Button look="link" aria-label={words.editOf(name)} onClick={() => open({ kind: 'profile', name })}>
            {words.edit}
          </Button>
        )}
      </td>
    </tr>
  )
}
