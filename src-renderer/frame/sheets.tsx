import { assertNever } from '../../src-shared/domain/result.ts'
import { AddKeySheet } from '../sheets/add-key.tsx'
import { AddProviderSheet } from '../sheets/add-provider.tsx'
import { DoctorSheet } from '../sheets/doctor.tsx'
import { ExportSheet } from '../sheets/export.tsx'
import { ImportSheet } from '../sheets/import.tsx'
import { IntakeSheet } from '../sheets/intake.tsx'
import { LaunchSheet } from '../sheets/launch.tsx'
import { LogSheet } from '../sheets/log.tsx'
import { Palette } from '../sheets/palette.tsx'
import { ProfileSheet } from '../sheets/profile.tsx'
import { ReplaceKeySheet } from '../sheets/replace-key.tsx'
import { ShortcutSheet } from '../sheets/shortcut-sheet.tsx'
import { useUi } from '../store/context.tsx'

/** The one sheet that is open, if any. */
export function Sheets() {
  const sheet = useUi((ui) => ui.sheet)
  switch (sheet.kind) {
    case 'none':
      return null
    case 'add-key':
      return <AddKeySheet />
    case 'intake':
      return <IntakeSheet key={sheet.intake.batch} intake={sheet.intake} />
    case 'import':
      return <ImportSheet />
    case 'add-provider':
      return <AddProviderSheet begin={sheet.type} />
    case 'export':
      return <ExportSheet />
    case 'replace-key':
      return <ReplaceKeySheet id={sheet.id} />
    case 'launch':
      return <LaunchSheet chosen={sheet.chosen} />
    case 'profile':
      return <ProfileSheet name={sheet.name} launching={sheet.launching} />
    case 'palette':
      return <Palette />
    case 'log':
      return <LogSheet about={sheet.about} />
    case 'doctor':
      return <DoctorSheet />
    case 'shortcuts':
      return <ShortcutSheet />
    default:
      return assertNever(sheet)
  }
}
