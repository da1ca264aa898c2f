import { claude } from './cli/claude.ts'
import { help } from './cli/help.ts'
import { template } from './cli/template.ts'
import { verbs } from './cli/verbs.ts'

/** What `cc-relay` prints. Sentences for standard error and the terminal of a headless start. */
export const cli = {
  ...help,
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
  unknownWord: (word: string) => `Nothing is done with ${word} here. Try --help.`,
  unknownPart: (command: string, parts: readonly string[]) =>
    `${command} takes one of: ${parts.join(', ')}. Try --help.`,
  twice: (name: string) => `${name} is there twice.`,
  badValue: (name: string, value: string, all: readonly string[]) => `${name} takes ${all.join(', ')}, not ${value}.`,
  needsValue: (name: string) => `${name} needs a value after it.`,
  badUrl: (value: string) => `--base-url takes an address such as https://api.example.com, not ${value}.`,
  badListen: (value: string) => `--listen takes an address such as 127.0.0.1:8787, not ${value}.`,

  noConfig: (places: readonly string[]) =>
    [
      'There is no config file.',
      'Name one with --config FILE, or write one here:',
      ...places.map((place) => `  ${place}`),
    ].join('\n'),
  unreadable: (path: string, code: string) =>
    code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
  unknownFormat: (path: string) => `${path} must be a config file, named .yaml, .yml or .toml.`,
  cannotListen: (why: string) => `The relay could not start. ${why}`,
  tokenAt: (path: string) => `The client token is in ${path}.`,
  tokenInFile: 'The client token is the one the config file sets.',
  note: (path: string) => `A word about ${path}`,
  stopping: 'Stopping once the requests under way have ended. Press Ctrl+C again to stop now.',
  broken: (why: string) => `The relay ended on an error of its own: ${why}`,

  ...verbs,
  template,
  claude,

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
