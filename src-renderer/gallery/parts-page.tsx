import { Button, Kbd } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { Gauge } from '../parts/gauge.tsx'
import { Glyph, type GlyphKind } from '../parts/glyph.tsx'
import { Picker } from '../parts/picker.tsx'
import { Ruler } from '../parts/ruler.tsx'
import { Switch } from '../parts/switch.tsx'
import { useMirror } from '../store/context.tsx'
import { snapshotOf } from '../store/relay-store.ts'
import { oneWindow, windows } from './made-up.ts'
import { scenes } from './scenes.ts'

const kinds: GlyphKind[] = ['ready', 'limited', 'cooling', 'invalid', 'disabled', 'testing']
const nothing = () => {}

/** Every part in every state, then the list of whole windows. Development only, so its words are here. */
export function PartsPage() {
  if (!useMirror((mirror) => snapshotOf(mirror) !== null)) return null
  return (
    <main className="gallery">
      <h1>Parts</h1>
      <section>
        <h2>Shapes</h2>
        <div className="gallery-row">
          {kinds.map((kind) => (
            <span key={kind} className="gallery-row">
              <Glyph kind={kind} />
              {kind}
            </span>
          ))}
          {(['live', 'waiting', 'bad', 'off'] as const).map((kind) => (
            <span key={kind} className="dot" data-kind={kind} />
          ))}
        </div>
      </section>
      <section>
        <h2>Gauges: full, lent, low, empty, two of three known, cooling</h2>
        <div className="gallery-row">
          <Gauge windows={windows([100], [100], [100])} />
          <Gauge windows={windows([92, 3], [63, 8], [84, 5])} />
          <Gauge windows={windows([64], [6], [41])} />
          <Gauge windows={windows([0], [-20], [0])} />
          <Gauge windows={{ rpm: oneWindow(100, 50), otpm: oneWindow(100, 70) }} />
          <Gauge dim windows={windows([30], [12], [55])} />
          <span className="gauge">
            <Ruler />
          </span>
        </div>
      </section>
      <section>
        <h2>Buttons</h2>
        <div className="gallery-row">
          <Button look="go" shortcut={{ id: 'launch', scope: 'everywhere' }}>
            Launch
          </Button>
          <Button look="go" disabled>
            Launch
          </Button>
          <Button shortcut={{ id: 'test', scope: 'keys' }}>Test</Button>
          <Button disabled>Test</Button>
          <Button look="link">Replace…</Button>
          <Button look="danger">Remove</Button>
          <Confirm ask="Remove…" question="Remove it?" yes="Remove" no="Keep" onYes={nothing} />
          <Kbd>Ctrl K</Kbd>
        </div>
      </section>
      <section>
        <h2>Choices</h2>
        <div className="gallery-row">
          <Picker
            label="Provider"
            shown="Anthropic"
            value="a"
            choices={[
              { value: 'a', label: 'Anthropic' },
              { value: 'b', label: 'Z.AI', note: 'off', disabled: true },
            ]}
            onChoose={nothing}
          />
          <Picker label="Provider" shown="none yet" value="" choices={[]} disabled onChoose={nothing} />
          <Switch on aria-label="On" onChange={nothing} />
          <Switch on={false} aria-label="Off" onChange={nothing} />
          <Switch on disabled aria-label="Fixed" onChange={nothing} />
        </div>
      </section>
      <section>
        <h2>Fields</h2>
        <div className="gallery-row">
          <TextField label="Label" defaultValue="work" note="How you will know it" />
          <TextField label="Address" placeholder="https://…" />
          <TextField label="Address" defaultValue="ftp://x" error="It must begin with https://." />
          <SelectField label="Provider" value="a" choices={[{ value: 'a', label: 'Anthropic' }]} onChoose={nothing} />
        </div>
      </section>
      <section>
        <h2>Windows</h2>
        <nav className="gallery-row" aria-label="Windows">
          {scenes.map(({ name }) => (
            <a key={name} href={`?scene=${name}`}>
              {name}
            </a>
          ))}
        </nav>
      </section>
    </main>
  )
}
