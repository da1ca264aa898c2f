import { spawn } from 'node:child_process'

/**
 * Runs a program in this very terminal and resolves with its exit code; what a person types, Ctrl+C too, is for
 * it alone. Rejects where it cannot be started.
 */
export function runHere(
  file: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<number> {
  // A .cmd is no program to Windows; its shell runs it, and takes words apart at spaces.
  const isBatch = process.platform === 'win32' && /\.cmd$/i.test(file)
  const quoted = (word: string) => (isBatch ? `"${word.replaceAll('"', '""')}"` : word)
  return new Promise((resolve, reject) => {
    const child = spawn(quoted(file), args.map(quoted), { cwd, env, stdio: 'inherit', shell: isBatch })
    const ignore = () => {}
    process.on('SIGINT', ignore)
    const pass = () => child.kill('SIGTERM')
    process.on('SIGTERM', pass)
    const over = () => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', pass)
    }
    child.once('error', (error) => {
      over()
      reject(error)
    })
    child.once('close', (code, signal) => {
      over()
      // As a shell tells it.
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}
