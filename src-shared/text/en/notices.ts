import { age, roughly } from '../format.ts'

/** What the app itself refuses or reports: beside the control that asked, or as one line under the bar. */
export const notices = {
  /** A bug: whole in the log, one calm sentence here. */
  internal: 'Something went wrong here. The log has the details.',
  badInput: (where: string) =>
    where === '' ? 'That could not be understood.' : `That could not be understood (${where}).`,
  notFound: (name: string) => `There is nothing called ${name} here.`,

  notSaved: (code: string) => {
    if (code === 'ENOSPC' || code === 'EDQUOT') return 'Not saved: the disk is full. Nothing was changed.'
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      return 'Not saved: this folder may not be written to. Nothing was changed.'
    return `Not saved${code === '' ? '' : ` (${code})`}. Nothing was changed.`
  },
  notSavedReadOnly: (path: string) => `Not saved: ${path} is left as it is. Nothing was changed.`,
  editTheFile: (path: string) =>
    `Only a YAML file can be changed from here. Change ${path} by hand; it is read again at once.`,
  editByHand: (path: string) =>
    `Not saved: ${path} is written in a way that cannot be changed from here without touching other parts of it. Change it by hand; it is read again at once.`,
  fileBroken: (path: string) => `Not saved: ${path} cannot be used as it is. Mend it first.`,
  wouldBreak: (path: string, problem: string) => `Not saved: ${path} would have a problem then. ${problem}`,
  noPlaceForKeys:
    'Nothing here can keep a key: there is no keyring, and no passphrase was given. Start the relay with --passphrase-file FILE, or write the key into the config file.',
  keyInFile: (path: string) => `This key is written in ${path}. Change it there; it is read again at once.`,

  nothingToReload: (path: string) =>
    `The app keeps its settings in ${path} itself; there is no config file to read again.`,
  /** A reloaded config file names an address that cannot be had. */
  cannotMove: (why: string) => `${why} The relay stays where it was.`,

  keyGone: 'This key is no longer here.',
  providerGone: 'This provider is no longer here.',
  providerOff: (name: string) => `${name} is switched off. Switch it on in Providers first.`,
  keyMissing: (provider: string) => `${provider} needs a key.`,
  keyKnown: (label: string) => `This key is here already, as ${label}.`,
  needsNoKey: (name: string) => `${name} works without a key and is here already.`,
  providerInUse: (profile: string) =>
    `The profile ${profile} goes to this provider only. Give the profile another one under Sessions first.`,
  profileGone: (name: string) => `There is no profile ${name} any more. Choose another one.`,
  profileKnown: (name: string) => `There is a profile ${name} already. Choose another name.`,
  profileInUse: (name: string, sessions: number) =>
    `${sessions === 1 ? 'A session is' : `${sessions} sessions are`} open under ${name}. Give ${sessions === 1 ? 'it' : 'them'} another profile first.`,
  launchGone: 'This session is no longer here.',
  launchOver: 'This session is over.',
  endNotSaved:
    'The session is ended, but that could not be written down: after a restart of the app its token would be good again. Free some room on the disk and end it once more.',
  budgetNear: (profile: string, kind: 'daily' | 'total', spent: string, limit: string) =>
    `The profile ${profile} has spent ${spent} of ${limit} ${kind === 'daily' ? 'for today' : 'in all'}.`,
  budgetGone: (profile: string, kind: 'daily' | 'total', limit: string) =>
    kind === 'daily'
      ? `The profile ${profile} has spent its ${limit} for today. Its requests are refused until midnight, or until it may spend more.`
      : `The profile ${profile} has spent its ${limit}. Its requests are refused until it may spend more.`,
  undoOver: 'This key can no longer be brought back. Add it again.',
  practiceOn: 'Practice mode is on and uses nothing of yours. Stop it to change your own keys and providers.',
  nameTaken: (name: string) => `Another provider is called ${name}. Choose another name.`,
  addressMissing: 'A custom provider needs an address, such as https://api.example.com.',
  practiceFixed: 'The address of the practice provider cannot be changed.',
  /** Why a stored key cannot be used; shown in its row. */
  locked: 'The keyring did not open this key. Unlock it and test the key, or replace the key.',
  sessionOver: 'This system has no keyring, so the key was kept until the app quit. Replace it to use it again.',
  notStored: 'The key itself is not stored here. Replace it to use it again.',
  otherOrigin: 'This key was entered for another address. Replace it to use it at this one.',
  settingsPutBack:
    'CC Relay ended unexpectedly three times in a row, so Claude Code’s own settings are as they were before it. Settings switches them over again.',
  keysLocked: (n: number) =>
    n === 1 ? 'One stored key could not be opened.' : `${n} stored keys could not be opened.`,

  wrongTokens: (n: number) =>
    `${n} requests within a minute showed a client token that opens nothing. Renew it if you have sent it somewhere, or start those terminals again.`,

  leftAlone: (provider: string, reason: string, others: boolean) =>
    others
      ? `${provider} is left alone for a while, and others answer. ${reason}`
      : `${provider} has failed several times in a row. ${reason}`,
  answersAgain: (provider: string, others: boolean) =>
    others ? `${provider} answers again, so requests go back to it.` : `${provider} answers again.`,

  budget: {
    nearly: (label: string, percent: number, budget: string) =>
      `${label} has used ${percent}% of its ${budget} for today.`,
    spent: (label: string, budget: string) =>
      `${label} has spent its ${budget} for today and rests until midnight. Raise its budget to use it before.`,
  },
  /** `ms`: until then. */
  runsOut: (dimension: string, ms: number) =>
    `At this pace ${dimension} ${dimension === 'requests' ? 'run' : 'runs'} out in ${roughly(ms)}.`,
  /** `ms`: by how much; below zero: back. */
  clockSet: (ms: number) =>
    `The computer’s clock was set ${ms > 0 ? 'forward' : 'back'} by ${age(Math.round(Math.abs(ms) / 60_000) * 60_000)}. Limits and rests are not touched; times shown here and daily budgets follow the new clock once the app is started again.`,
  expires: (label: string, days: number) =>
    days === 0
      ? `${label} expires today.`
      : `${label} expires ${days === 1 ? 'tomorrow' : `in ${days} days`}. Replace it before then.`,

  notListening: 'The relay is not listening, so there is no address to copy.',
  tokenInFile: (path: string) => `The client token is set in ${path}. Change it there.`,
  noLogFile: 'This relay writes its log to the terminal it was started from.',

  /** What only a desktop can do, asked of a relay without one. */
  headless: {
    copy: 'Copying needs the desktop app.',
    folder: 'Choosing a folder needs the desktop app.',
    file: 'Choosing a file needs the desktop app.',
    show: (path: string) => `Opening files needs the desktop app. This one is ${path}.`,
    login: 'Starting at login needs the desktop app.',
    launch: 'Opening a terminal needs the desktop app.',
  },
} as const
