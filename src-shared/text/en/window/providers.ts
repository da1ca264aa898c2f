const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** The Providers page. */
export const providers = {
  /** How a provider did in the last five minutes. */
  speed: {
    rate: (n: string) => `${n} requests a second`,
    success: (percent: string) => `${percent} answered`,
    first: (time: string) => `first token after ${time}`,
    most: (time: string) => `95% within ${time}`,
  },
  table: 'Providers',
  columns: { provider: 'Provider', state: 'State', models: 'Models', keys: 'Keys', enabled: 'In use' },
  none: 'No provider yet.',
  noneWords: 'Add a key and its provider is here.',
  allAnswer: (n: number) =>
    n === 0
      ? 'No provider is in use'
      : n === 1
        ? 'The provider answers'
        : n === 2
          ? 'Both providers answer'
          : `All ${n} providers answer`,
  someAnswer: (n: number, total: number) => `${n} of ${total} providers answer`,
  notAnswering: (name: string) => `${name} is not answering`,
  nextTry: (countdown: string) => `next try in ${countdown}.`,
  nextTryNow: 'next try now.',
  state: { closed: 'Answering', open: 'Not answering', half_open: 'One try let through', off: 'Off' },
  stateNote: {
    open: (countdown: string) => `resting, next try in ${countdown}`,
    openNow: 'next try now',
    half_open: 'if it passes, all follow',
    off: 'requests pass it by',
  },
  keys: (n: number) => (n === 0 ? 'no key' : plural(n, 'key', 'keys')),
  noKeyNeeded: 'needs none',
  turnOn: (name: string) => `Use ${name}`,
  mapping: (name: string) => `${name}, which model answers which`,
  asks: 'Claude Code asks for',
  goesTo: 'Goes to',
  roles: { opus: 'Opus', sonnet: 'Sonnet', haiku: 'Haiku' },
  exact: { open: 'Map another name', asked: 'Name asked for', model: 'Goes to model', add: 'Map' },
  asAsked: 'as asked',
  other: 'Another model…',
  otherName: (role: string) => `Model for ${role}`,
  remove: 'Remove',
  address: 'Address',
  addressNote: 'Keys are tested again where it leads.',
  usual: 'Use the usual address',
  models: 'Models',
  noModels: 'None listed yet.',
  fault: 'Last fault',
  tryNow: 'Try now',
  removeProvider: 'Remove provider and its keys',
  name: 'Name',
  rename: 'Rename',
  askModels: 'Ask for its models',
  askingModels: 'Asking',
  ago: (age: string) => `Asked ${age} ago.`,
  check: {
    title: 'Speed',
    run: 'Check its speed',
    running: 'Checking',
    connected: (time: string) => `connected in ${time}`,
    secured: (time: string) => `secured in ${time}`,
    answered: (time: string) => `first answer in ${time}`,
  },
  account: {
    title: { balance: 'Balance', plan: 'Plan' },
    ask: 'Ask the vendor',
    again: 'Ask again',
    askFor: (key: string) => `Ask the vendor about ${key}`,
    nothing: 'The vendor told nothing that could be shown.',
    left: (amount: string, currency: string | null) => (currency ? `${amount} ${currency} left` : `${amount} left`),
    used: (name: string, share: string) => `${name}: ${share} used`,
    until: (said: string, countdown: string) => `${said}, anew in ${countdown}`,
  },
  practiceNote: 'The practice provider lives inside the app. It has nothing to set.',
  addProvider: 'Add a provider…',
  said: {
    on: (name: string) => `${name} is in use.`,
    off: (name: string) => `${name} is off.`,
    saved: (name: string) => `${name} is saved.`,
    removed: (name: string) => `${name} is removed.`,
  },
} as const
