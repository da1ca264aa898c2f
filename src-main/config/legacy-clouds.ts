import { addressOf, type Blank } from '../../src-shared/domain/presets/preset.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Block, Path } from './problems.ts'

const { notes: words } = text.config

/** What older relays wrote apart is part of the address here. */
const PARTS: Readonly<Record<string, Readonly<Record<string, Blank['name']>>>> = {
  vertex: { gcp_project_id: 'project', gcp_region: 'region' },
  azure: { azure_resource_name: 'resource' },
  bedrock: { aws_region: 'region' },
}

/** They did nothing there either. */
const IDLE = ['azure_api_version', 'azure_deployment_id']

/** Makes an address of project, region and resource. Where one is missing, they are left for the check to find. */
export function placeInCloud(provider: Block, path: Path, note: (path: Path, said: string) => void): void {
  const type = provider.type
  const parts = typeof type === 'string' ? PARTS[type] : undefined
  if (parts === undefined) return
  if (type === 'bedrock') accessKey(provider, path, note)
  for (const name of IDLE) if (drop(provider, name)) note([...path, name], words.ignored)
  const { template } = presets[type as 'vertex' | 'azure' | 'bedrock']
  const filled = Object.entries(parts).flatMap(([name, blank]) =>
    typeof provider[name] === 'string' ? [[blank, provider[name]]] : [],
  )
  const address = template ? addressOf(template, Object.fromEntries(filled)) : null
  if (address === null) return
  provider.base_url ??= address
  for (const name of Object.keys(parts)) if (drop(provider, name)) note([...path, name], words.oldName('base_url'))
}

/** An access key that stood beside the keys is one of them here; the dummy that had to stand there is none. */
function accessKey(provider: Block, path: Path, note: (path: Path, said: string) => void): void {
  const { aws_access_key_id: id, aws_secret_access_key: secret } = provider
  if (typeof id !== 'string' || typeof secret !== 'string') return
  const key = JSON.stringify({ type: 'aws_keys', access_key_id: id, secret_access_key: secret })
  provider.keys = [{ key }]
  for (const name of ['aws_access_key_id', 'aws_secret_access_key'])
    if (drop(provider, name)) note([...path, name], words.oldName('keys[].key'))
}

function drop(block: Block, name: string): boolean {
  const there = Object.hasOwn(block, name)
  delete block[name]
  return there
}
