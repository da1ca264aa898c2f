import { Select } from '../../parts/field.tsx'
import { Row } from './row.tsx'

interface ChoiceProps<V extends string> {
  name: string
  note?: string
  value: V
  labels: Readonly<Record<V, string>>
  onChoose: (value: V) => unknown
}

/** One of several, by the system's own list. */
export function Choice<V extends string>({ name, note, value, labels, onChoose }: ChoiceProps<V>) {
  const values = Object.keys(labels) as V[]
  return (
    <Row name={name} note={note}>
      {(id) => (
        <Select
          aria-labelledby={id}
          value={value}
          choices={values.map((each) => ({ value: each, label: labels[each] }))}
          onChoose={(typed) => {
            const chosen = values.find((each) => each === typed)
            if (chosen) onChoose(chosen)
          }}
        />
      )}
    </Row>
  )
}
