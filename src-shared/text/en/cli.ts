/** What `cc-relay` prints. Sentences for standard error and the terminal of a headless start. */
export const cli = {
  help: [
    'Usage: cc-relay <command> [options]',
    '',
    'Commands:',
    '  serve      run the relay with a config file',
    '  version    print the version',
    '  help       print this',
    '',
    'Options of serve:',
    '  --config FILE        the YAML file to read',
    '  --listen HOST:PORT   listen there instead of where the file says',
    '',
    'Without --config, ./config.yaml is read, then config.yaml in the folder of CC Relay.',
    `In its values $\{NAME} stands for a variable of the environment, and $$ for a dollar sign.`,
  ].join('\n'),
  headlessHelp: [
    'Usage: npm start -- [options]',
    '',
    'Options:',
    '  --demo               practice mode: made-up keys and answers, nothing leaves this computer',
    '  --listen HOST:PORT   listen there instead of where the settings say',
    '  --dev                also serve the bridge for a window in a browser',
  ].join('\n'),

  unknownCommand: (name: string) => `There is no command called ${name}. Try cc-relay help.`,
  unknownOption: (name: string) => `There is no option called ${name}. Try --help.`,
  needsValue: (name: string) => `${name} needs a value after it.`,
  badListen: (value: string) => `--listen takes an address such as 127.0.0.1:8787, not ${value}.`,

  noConfig: (places: readonly string[]) =>
    [
      'There is no config file.',
      'Name one with --config FILE, or write one here:',
      ...places.map((place) => `  ${place}`),
    ].join('\n'),
  unreadable: (path: string, code: string) =>
    code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
  onlyYaml: (path: string) => `${path} must be a YAML file, named .yaml or .yml.`,
  cannotListen: (why: string) => `The relay could not start. ${why}`,
  tokenAt: (path: string) => `The client token is in ${path}.`,
  tokenInFile: 'The client token is the one the config file sets.',
  note: (path: string) => `A word about ${path}`,
  stopping: 'Stopping once the requests under way have ended. Press Ctrl+C again to stop now.',
  broken: (why: string) => `The relay ended on an error of its own: ${why}`,

  headless: {
    listening: (address: string) => `CC Relay listens on ${address}`,
    token: (token: string) => `Client token: ${token}`,
    start: 'Start Claude Code with:',
    practice: 'Practice mode: keys and answers are made up, and nothing leaves this computer.',
    noKeys: 'There is no key yet. Try --demo, or run the relay with a config file: npm run serve -- --config FILE',
    session: 'This run has no keyring, so keys stored by the desktop app are not used.',
    log: (path: string) => `Log: ${path}`,
  },
} as const
