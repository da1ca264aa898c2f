import path from 'node:path'
import { build } from 'esbuild'

/** One of the programs here as a file that plain Node starts; returns its path. */
export async function bundled(name: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${name}.mjs`)
  const entryPoints = [path.join(import.meta.dirname, `${name}.ts`)]
  // Packages that are CommonJS ask for a `require` that modules do not have.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" }
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner })
  return outfile
}
