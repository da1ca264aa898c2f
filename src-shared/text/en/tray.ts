const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** The tray and the application menu, and what the system's notifications say. */
export const tray = {
  app: 'CC Relay',

  status: {
    listening: (port: number) => `Running on ${port}`,
    practice: (port: number) => `Practice, running on ${port}`,
    paused: 'Paused',
    starting: 'Starting',
    stopped: 'Stopped',
    draining: (left: number) => (left === 0 ? 'Closing' : `Finishing ${plural(left, 'request', 'requests')}`),
    portTaken: (port: number, by: string) => `Port ${port} is in use by ${by}`,
    failed: (port: number) => `Not listening on ${port}`,
  },

  pool: {
    none: 'No keys yet',
    left: (percent: string, dimension: string, ready: number, total: number) =>
      `${percent} of ${dimension} left, ${ready} of ${plural(total, 'key', 'keys')}`,
    out: (left: string, time: string) => `${left}, out in ${time}`,
    ready: (ready: number, total: number) => `${ready} of ${plural(total, 'key', 'keys')} ready`,
    waiting: (countdown: string) => `${countdown} until the next key`,
    stuck: 'No key can be used',
  },

  /** `work: input 71%` */
  row: (name: string, words: string) => `${name}: ${words}`,
  sharedWith: (name: string) => `shared with ${name}`,
  more: (n: number) => `${n} more in the window`,

  sessions: (n: number) => plural(n, 'session', 'sessions'),
  /** `working, $0.21` */
  both: (a: string, b: string) => [a, b].filter(Boolean).join(', '),

  provider: 'Provider',
  model: 'Model',
  returnTo: (provider: string) => `Return to ${provider} now`,
  notices: (n: number) => `${plural(n, 'notice', 'notices')} in the window`,
  noHost:
    'This desktop shows no tray icons. The relay goes on when the window is closed; start CC Relay again to open it.',
  /** macOS 26 lets a person switch off an app's icon, and tells the app nothing of it. */
  hiddenIcon:
    'macOS does not show the icon of CC Relay; System Settings, Menu Bar turns it on. The relay goes on when the window is closed; open CC Relay again to see it.',
  notAnswering: (countdown: string) => `not answering, next try in ${countdown}`,
  notAnsweringNow: 'not answering, next try now',

  launch: 'Launch Claude Code…',
  launchIn: 'Launch in',
  forgetFolders: 'Forget these folders',
  copyEnvironment: 'Copy environment',
  open: 'Open CC Relay',
  pause: 'Pause',
  resume: 'Resume',
  start: 'Start',
  tryAgain: 'Try again',
  settings: 'Settings…',
  quit: 'Quit',
  quitNow: 'Quit now',

  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    addKey: 'Add a key…',
    importKeys: 'Import keys…',
    exportKeys: 'Export…',
    keys: 'Keys',
    sessions: 'Sessions',
    requests: 'Requests',
    providers: 'Providers',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    actualSize: 'Actual size',
    fullScreen: 'Full screen',
    close: 'Close window',
    doctor: 'Check Claude Code…',
    shortcuts: 'Keyboard shortcuts',
    configFile: 'Show the config file',
    logs: 'Show the logs',
  },

  notifications: {
    /** Over what the relay says in a sentence of its own. */
    titles: {
      key_refused: 'A key was refused',
      pool_empty: 'No key is free',
      relay_stopped: 'The relay is not listening',
      wrong_tokens: 'Somebody shows a wrong client token',
      failover: 'A provider is not answering',
      failback: 'A provider answers again',
      budget: 'A budget is nearly spent',
      key_expires: 'A key expires soon',
      running_out: 'Running out',
      other: 'CC Relay',
    },
    refused: (label: string) => ({
      title: `${label} was refused`,
      body: 'Its provider no longer accepts this key. Replace it in the window.',
    }),
    empty: (countdown: string) => ({ title: 'No key is free', body: `The next one is back in ${countdown}.` }),
    stuck: { title: 'No key can be used', body: 'Turn one on, replace a refused one, or add another.' },
    failed: (message: string) => ({ title: 'The relay is not listening', body: message }),
    staysInTray: {
      title: 'CC Relay keeps running',
      body: 'Find it in the tray. Where there is no tray, start it again to open its window.',
    },
    bug: { title: 'Something went wrong in CC Relay', body: 'The relay goes on. The log has the details.' },
  },

  /** To whoever starts a released app with a switch that lets other programs drive it. */
  remoteControlled: 'CC Relay does not start under remote control.',
  /** To whoever starts the app with an option it does not have. */
  unknownFlag: (name: string) =>
    `The app has no option called ${name}. It has --demo, --hidden, --home FOLDER and --listen HOST:PORT.`,
  cannotShow: (path: string) => `No program on this computer opens ${path}.`,

  /** Over the folder that Claude Code is to be opened in. */
  chooseFolder: 'Open Claude Code in',
  chooseFile: 'A file with keys',
  chooseSave: 'Where the file goes',
  /** For a file manager's list of programs that start with the session. */
  autostart: 'Starts CC Relay in the tray',
} as const
