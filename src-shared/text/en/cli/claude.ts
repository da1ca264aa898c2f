const LAYERS = {
  managed: "your organization's managed settings",
  local: "this folder's local settings",
  project: "this folder's settings",
  user: 'your settings',
  environment: 'the environment of this terminal',
} as const

/** `cc init`, `cc remove` and `doctor`: what is said about Claude Code's own settings. */
export const claude = {
  preview: (path: string) => `This changes ${path}:`,
  made: (path: string) => `This makes ${path}:`,
  gone: (path: string) => `This removes ${path}, which was made by cc-relay cc init:`,
  masked: '«client token»',
  otherValue: '«another value»',
  question: 'Change it? [y/N]',
  needsYes: 'Nobody is here to say yes. Say --yes.',
  changed: (path: string) => `${path} was changed.`,
  already: (path: string) => `${path} sends Claude Code through the relay already.`,
  whileOff: 'While no relay is running, Claude Code cannot reach it. cc-relay cc remove takes this back.',
  journalBroken: (path: string) =>
    `${path}, which says what cc-relay cc init changed, cannot be read. Nothing was changed; it holds your settings as they were.`,
  elsewhere: (path: string) =>
    `cc-relay cc init changed ${path} before. Take that back first, with cc-relay cc remove.`,
  notOurs: 'cc-relay cc init has changed nothing here, so there is nothing to take back.',
  restored: (path: string) => `${path} is as it was.`,
  kept: (names: readonly string[]) => `Left alone, because it was changed since: ${names.join(', ')}.`,
  nothingLeft: (path: string) => `${path} is no longer there. Nothing was left to take back.`,
  unreadable: (path: string, why: string) => `${path} cannot be read (${why}). Nothing was changed.`,
  broken: (path: string) => `${path} is not JSON that can be understood. Mend it first; nothing was changed.`,
  notAnObject: (path: string, name: string) =>
    `In ${path}, ${name} is not a block of names and values. Nothing was changed.`,
  twice: (path: string) => `${path} names something twice, so it cannot be told which counts. Nothing was changed.`,
  moved: (path: string) => `${path} changed while you looked. Nothing was written; try again.`,
  notWritten: (path: string, code: string) => `${path} could not be written (${code}). Nothing was changed.`,
  noAddress: 'No relay is running and no config file says where it listens. Say --address URL.',
  badAddress: (value: string) => `--address takes an address such as http://127.0.0.1:8787, not ${value}.`,
  alsoSet: {
    ANTHROPIC_API_KEY:
      'ANTHROPIC_API_KEY is set there too. Claude Code sends it beside the token; the relay ignores it.',
    apiKeyHelper:
      'apiKeyHelper is set there too. Claude Code sends what it prints beside the token; the relay ignores it.',
  },

  doctor: {
    layers: LAYERS,
    found: (path: string, version: string | null) =>
      `Claude Code${version === null ? '' : ` ${version}`} is at ${path}.`,
    missing: 'Claude Code was not found. Install it with: npm install -g @anthropic-ai/claude-code',
    relay: (address: string) => `The relay answers at ${address}.`,
    silent: (address: string) => `A relay says it is at ${address}, but nothing answers there.`,
    off: 'No relay of yours is running.',
    sets: (layer: keyof typeof LAYERS, path: string | null, names: readonly string[]) =>
      `${LAYERS[layer]}${path === null ? '' : ` (${path})`} set ${names.join(', ')}`,
    nothing: 'No settings and no variable say where Claude Code goes.',
    unreadable: (path: string) => `${path} cannot be read as settings, so Claude Code may ignore it or stop there.`,
    verdicts: {
      here: (layer: keyof typeof LAYERS) =>
        `From this folder Claude Code goes through this relay, by ${LAYERS[layer]}.`,
      elsewhere: (url: string, layer: keyof typeof LAYERS) =>
        `From this folder Claude Code goes to ${url}, by ${LAYERS[layer]}.`,
      shadowed: (by: keyof typeof LAYERS, over: keyof typeof LAYERS) =>
        `${LAYERS[over]} would send it through this relay, but ${LAYERS[by]} come first.`,
      straight: 'From this folder Claude Code goes straight to Anthropic.',
      token: (layer: keyof typeof LAYERS) =>
        `The token that ${LAYERS[layer]} set is not this relay's, so it will be turned away.`,
      plain: 'It would come over http, but the relay answers over https alone, so it will be turned away.',
      noToken: 'No client token is set, so the relay would turn it away.',
    },
    advice: {
      launch: 'cc-relay launch starts one session through the relay, whatever the settings say.',
      init: 'cc-relay cc init sends every session through it.',
      initAgain: 'Run cc-relay cc init again to write the address and the token of today.',
      remove: 'cc-relay cc remove takes the settings back.',
      edit: (name: string, path: string | null) => (path === null ? `Unset ${name}.` : `Take ${name} out of ${path}.`),
      managed: 'Managed settings are above everything; ask whoever manages this machine.',
      start: 'Start the app, or cc-relay serve.',
      proxy: (name: string) =>
        `${name} is set and NO_PROXY does not name 127.0.0.1, so Claude Code would look for the relay at that proxy.`,
    },
  },
} as const
