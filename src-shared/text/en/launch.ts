/** Launching Claude Code: refusals in the app, and the few lines a terminal may show. */
export const launch = {
  noClaude:
    'Claude Code was not found on this computer. Install it, then try again:\nnpm install -g @anthropic-ai/claude-code',
  noFolder: (folder: string) => `There is no folder ${folder}. Choose another one.`,
  noTerminal: 'No terminal program was found on this computer. Install one, for example xterm, then try again.',
  terminalMissing: (name: string) => `${name} was not found on this computer. Choose another terminal in Settings.`,
  terminalFailed: (name: string) => `${name} could not be started. Choose another terminal in Settings.`,
  terminalSilent: (name: string, seconds: number) =>
    `${name} was started but ran nothing for ${seconds} seconds. Choose another terminal in Settings.`,

  /** Stands in the terminal. */
  cannotEnter: (folder: string) => `CC Relay could not open the folder ${folder}.`,
  /** Stands in the terminal before the exit code. */
  endedWith: 'Claude Code ended with code',
  pressEnter: 'Press Enter to close this window.',
} as const
