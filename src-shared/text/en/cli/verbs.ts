const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

/** What the commands for a relay, its keys and its config say. */
export const verbs = {
  notRunning: 'No relay of yours is running. Start the app, or cc-relay serve.',
  lost: (why: string) => `The relay did not answer: ${why}.`,
  gaveUp: 'Nothing was done.',

  status: {
    version: (version: string, address: string | null) =>
      address === null ? `CC Relay ${version}` : `CC Relay ${version} at ${address}`,
    config: (path: string) => `Config: ${path}`,
    appConfig: (path: string) => `Config: the app's own settings, ${path}`,
    choice: (provider: string, model: string) => `Provider: ${provider}. Model: ${model}.`,
    requests: (n: number, failedOver: number) =>
      `${plural(n, 'request')} since the start${failedOver === 0 ? '' : `, ${failedOver} of them failed over`}`,
    moves: (n: number) => `${plural(n, 'time')} a session left the key that held its prompt cache`,
    debug: (left: string) => `Everything is logged for ${left}`,
    groupBack: (group: string, countdown: string) => `; ${group} back in ${countdown}`,
    groupLeft: (group: string, dimension: string, percent: string) => `; ${group} ${dimension} ${percent}`,
    underWay: (n: number) => (n === 0 ? '' : `, ${plural(n, 'request')} under way`),
  },
  paused: 'New requests are turned away until cc-relay resume.',
  resumed: 'Requests are taken again.',
  reloaded: (path: string) => `${path} was read again.`,
  debugOn: (minutes: number) => `Everything is logged for ${plural(minutes, 'minute')}.`,
  debugOff: 'The log is as the config says again.',
  forgetWhat: (kept: readonly string[]) => `Say what is to be forgotten: ${kept.join(', ')}.`,
  forgotten: {
    requests: 'The requests are forgotten.',
    sessions: 'The sessions that are over are forgotten.',
    limits: 'What was learned of limits is forgotten.',
    logs: 'The log is deleted.',
  },
  badMinutes: (said: string) => `debug takes minutes from 0 to 120, not ${said}.`,

  keys: {
    none: 'There is no key yet. Add one with cc-relay keys add.',
    row: (label: string, hint: string) => (hint === '' ? label : `${label} …${hint}`),
    ask: 'Key (it is not shown):',
    missing: 'There is no key on standard input, and nobody to ask.',
    which:
      'It cannot be told from the key whose it is. Say --provider with the name of one of yours, or with a kind such as anthropic, zai or kimi.',
    both: '--provider and --type are two ways to say the same. Say one.',
    added: (label: string, provider: string) => `${label} was added to ${provider}.`,
    madeIn: (path: string) => `It was added to ${path}; a relay that starts with it uses it.`,
    evenSo: 'Say --even-if-unreachable to store it all the same.',
    keptIn: {
      keyring: (backend: string) => `It is kept in the system keyring (${backend}).`,
      passphrase: () => 'It is kept in a file sealed under your passphrase.',
      session: () => 'This relay keeps it until it ends: there is no keyring and no passphrase.',
    },
    unknown: (name: string) => `There is no key called ${name}. See cc-relay keys list.`,
    several: (name: string) => `There are several keys called ${name}. Use an id from cc-relay keys list --json.`,
    accepted: (label: string, models: number, ms: number) =>
      `${label}: accepted, ${plural(models, 'model')}, ${Math.round(ms)} ms`,
    refused: (label: string, reason: string) => `${label}: ${reason}`,
    cleared: (n: number) => (n === 0 ? 'Nothing was resting.' : `${plural(n, 'key')} can be used again.`),
    nameOne: 'Name a key: its label, its id or its last four characters.',
    badPause: (said: string) => `${said} is neither a number of minutes from 1 to 10080 nor today.`,
    paused: (label: string, until: string) => `${label} is set aside until ${until}.`,
    resumed: (label: string) => `${label} is used again.`,
    notResting: 'No relay is running, so nothing is resting.',
    whichFile: (part: string) => `Say which file: cc-relay keys ${part} FILE.`,
    found: (label: string, hint: string, where: string | null) =>
      `${hint === '' ? label : `${label} …${hint}`}${where === null ? '' : ` (${where})`}:`,
    knownAs: (label: string) => `It is here already, as ${label}.`,
    leftOut: (what: string, why: string) => `Left out: ${what}. ${why}`,
    nothingIn: (file: string) => `There is no key in ${file} that can be taken.`,
    sayWhose: 'nothing tells whose it is. Add it with cc-relay keys add --type.',
    switchedOff: 'They are switched off until you switch them on. Say --enable to have them on at once.',
    exported: (path: string, keys: number, placeholders: readonly string[]) =>
      [
        `Written to ${path}${keys === 0 ? '' : `, with ${plural(keys, 'key')} in it, sealed`}.`,
        ...(placeholders.length === 0 ? [] : [`These variables stand for keys: ${placeholders.join(', ')}`]),
      ].join('\n'),
  },

  passphrase: {
    none: 'This system has no keyring that answers, so keys are sealed under a passphrase of yours.',
    choose: 'Choose a passphrase, 8 characters or more:',
    repeat: 'The same again:',
    ask: 'Passphrase of your stored keys:',
    again: 'That is not it. Passphrase:',
    short: 'A passphrase has 8 characters or more.',
    differ: 'The two are not the same. Nothing was stored.',
    wrong: 'That is not the passphrase of your stored keys.',
    ofFile: 'Passphrase of the file:',
    wrongFile: 'That is not the passphrase of the file, or the file was changed.',
    nobodySays: 'No passphrase was given. Pipe it in, or type it.',
    nobody:
      'This system has no keyring that answers, and nobody is here to type a passphrase. Say --passphrase-file FILE.',
  },

  config: {
    written: (path: string) => `${path} was written. Start the relay with: cc-relay serve --config ${path}`,
    exists: (path: string) =>
      `${path} is there already. Say --force to replace it, or --output FILE to write another one.`,
    notOurs: (path: string) => `${path} cannot be understood. The app says more when it starts.`,
    notWritten: (path: string, code: string) => `${path} could not be written (${code}).`,
    fine: (path: string, providers: number, keys: number) =>
      `${path} is fine: ${plural(providers, 'provider')}, ${plural(keys, 'key')}.`,
    from: {
      file: 'the file',
      environment: (names: readonly string[]) => names.map((name) => `\${${name}}`).join(', '),
      default: 'default',
      vault: 'kept apart from the file',
      app: 'set in the app',
    },
    token: 'a token of this install',
  },

  sessions: {
    none: 'Nobody works through the relay.',
    which: 'Say which session: an id or a folder. cc-relay sessions lists them.',
    unknown: (given: string) => `No open session is called ${given}. cc-relay sessions lists them.`,
    several: (given: string, ids: readonly string[]) =>
      `${given} is more than one session. Say one of: ${ids.join(', ')}.`,
    elsewhere: (id: string) => `started elsewhere, ${id.slice(0, 8)}`,
    used: (input: string, output: string) => `${input} in, ${output} out`,
    cached: (share: string) => `${share} cached`,
    paused: (name: string) => `${name} is paused.`,
    resumed: (name: string) => `${name} goes on.`,
    ended: (name: string) => `${name} is ended.`,
  },
  launch: {
    notHere: (folder: string) => `There is no folder ${folder}.`,
    notListening: 'The relay is not listening, so Claude Code would not reach it.',
    opened: (terminal: string, folder: string) => `Claude Code was opened in ${terminal}, in ${folder}.`,
    /** Where a session runs that was started so, if the terminal does not say its name. */
    place: 'command line',
    failed: (why: string) => `Claude Code could not be started: ${why}`,
  },
} as const
