/** Shells that environment lines can be written for. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd'

/** One word of that shell's language that means exactly these characters. */
export const quote = {
  posix: (value: string) => `'${value.replaceAll("'", `'\\''`)}'`,
  fish: (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`,
  // PowerShell takes the typographic single quotes for plain ones.
  powershell: (value: string) => `'${value.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`,
  /**
   * What may stand between the quotes of `set "NAME=…"` in a batch file. Throws on what a batch file
   * has no way to write: a quote or a line break (no Windows file name holds either).
   */
  batch(value: string) {
    if (/["\r\n\0]/.test(value)) throw new Error('a batch file cannot hold a quote or a line break')
    return value.replaceAll('%', '%%')
  },
} as const
