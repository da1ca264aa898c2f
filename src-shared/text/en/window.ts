import { addProvider } from './window/add-provider.ts'
import { keys } from './window/keys.ts'
import { providers } from './window/providers.ts'
import { requests } from './window/requests.ts'
import { sessions } from './window/sessions.ts'
import { settings } from './window/settings.ts'
import { sheets } from './window/sheets.ts'
import { veil } from './window/veil.ts'

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** Everything the window says. Pages have a file each; the frame around them is here. */
export const window = {
  title: 'CC Relay',
  keys,
  sessions,
  requests,
  providers,
  settings,
  sheets,
  addProvider,
  veil,

  pages: { keys: 'Keys', sessions: 'Sessions', requests: 'Requests', providers: 'Providers', settings: 'Settings' },
  navigation: 'Pages',

  relay: {
    listening: 'Running',
    noKeys: 'Ready to start',
    paused: 'Paused',
    starting: 'Starting',
    stopped: 'Stopped',
    failed: 'Not listening',
    draining: (left: number) => `Finishing ${plural(left, 'request', 'requests')}`,
    loading: 'Opening',
    lost: 'Not connected',
  },

  bar: {
    copyAddress: 'Copy the address',
    copied: 'Copied',
    provider: 'Provider',
    model: 'Model',
    anyProvider: 'automatic',
    anyProviderNote: 'in the order of your settings',
    keptByProfiles: (sessions: number) =>
      sessions === 1 ? '1 session keeps to its profile' : `${sessions} sessions keep to their profiles`,
    asAsked: 'as asked',
    asAskedNote: 'what Claude Code asks for',
    noProvider: 'none yet',
    off: 'off',
    quickPick: (provider: string, model: string) => `${provider}, ${model}: change provider or model`,
    launch: 'Launch Claude Code',
    launchShort: 'Launch',
    launchNeedsKey: 'Add a key first',
    tryAgain: 'Try again',
    usePort: (port: number) => `Use ${port}`,
    resume: 'Resume',
    start: 'Start',
    pause: 'Pause',
  },

  rail: {
    sinceStart: 'Since start',
    requests: 'Requests',
    failedOver: 'Failed over',
    input: 'Input',
    output: 'Output',
    cached: 'Cached',
  },

  foot: {
    anything: 'Anything',
    foundClaude: (version: string | null, folder: string) => [
      'Found',
      `claude ${version ?? ''}`.trim(),
      `in ${folder}`,
    ],
    lookingForClaude: 'Looking for Claude Code…',
    noClaude: 'Claude Code was not found on this computer.',
  },

  notices: {
    region: 'Notices',
    dismiss: 'Dismiss',
    noKeyring: 'This system has no keyring; keys are kept until you quit.',
    showFile: 'Show file',
    practice: 'Practice',
    practiceWords: 'Keys and answers are made up; nothing leaves this computer.',
    endPractice: 'End practice',
    portTaken: (port: number, by: string) => `Port ${port} is in use by ${by}.`,
    anotherProgram: 'another program',
    offline: {
      none: 'This computer has no network. Once it is back, requests go out again by themselves.',
      local: 'This computer has no network. What runs on it still answers; the others are asked again once it is back.',
    },
    choosePort: 'Choose a port…',
  },

  loading: 'Asking the relay how things stand.',
  lost: {
    title: 'The window has lost the relay.',
    words: 'It tries again by itself. What you see may be old.',
    noAnswer: 'The app did not answer. Try again.',
    tryAgain: 'Try again',
  },

  practiceName: 'Practice',

  dimensions: { rpm: 'requests', itpm: 'input', otpm: 'output' },
  dimensionNames: { rpm: 'Requests', itpm: 'Input', otpm: 'Output' },
  dimensionCodes: { rpm: 'RPM', itpm: 'ITPM', otpm: 'OTPM' },

  tokenHidden: 'the client token, hidden here',
  certificateHidden: 'the certificate of this install',

  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  shell: { posix: 'sh, bash, zsh', fish: 'fish', powershell: 'PowerShell', cmd: 'cmd' },
  copiedEnvironment: 'The environment is copied.',
  copiedAddress: 'The address is copied.',
  copiedToken: 'The client token is copied.',
} as const
