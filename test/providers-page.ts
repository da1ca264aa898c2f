import { presetGroups } from '../src-shared/domain/presets/preset.ts'
import { presets } from '../src-shared/domain/presets/presets.ts'
import { ChosenType, Role } from '../src-shared/domain/provider.ts'
import { text } from '../src-shared/text/text.ts'

const tests = { free: 'free', one_token: 'one token', free_or_one_token: 'free, else one token' }

/** `docs/providers.md`, printed from the presets. */
export function providersPage(): string {
  const sections = presetGroups.map((group) => {
    const rows = ChosenType.options
      .filter((type) => presets[type].group === group)
      .map((type) => {
        const { name, addresses, template, roles, key, test, account, links, asOf, group: of } = presets[type]
        const models = roles ? [...new Set(Role.options.map((role) => roles[role]))].join(', ') : 'as asked'
        const cells = [
          `\`${type}\``,
          `[${name}](${links.guide})`,
          addresses.map((it) => `\`${it}\``).join('<br>') || (template ? `\`${template.address}\`` : 'your own'),
          models,
          key === 'needed'
            ? `[needed](${links.keys})`
            : of === 'cloud'
              ? `[or a login](${links.keys})`
              : 'if asked for',
          tests[test],
          account ?? '',
          asOf,
        ]
        return `| ${cells.join(' | ')} |`
      })
    return `## ${text.presets.groups[group]}

| kind | name | address | opus, sonnet, haiku | key | key test | account page | as of |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`
  })
  const notes = ChosenType.options.map((type) => `- **${presets[type].name}**: ${text.presets.notes[type]}`)
  return `# Providers

Every kind of provider the relay speaks to, as its vendor's pages had it on the day given. The kind is what stands as
\`type\` in the [config](config.md) and behind \`cc-relay keys add --provider\`. Addresses and roles can be changed for
each provider; several of one kind may stand side by side under names of their own. This page is printed from the
presets by \`npm run providers\`.

${sections.join('\n')}
## Addresses and keys of the clouds

What stands in braces is filled in by the window; in a config file the address is written whole. Vertex AI has another
one for the regions \`global\` (\`aiplatform.googleapis.com\`), \`us\` and \`eu\` (\`aiplatform.us.rep.googleapis.com\`).

What stands for a key may be more than one word. It is kept, tested and struck out like any other:

| kind | key |
|---|---|
| \`vertex\` | the JSON of a service account’s key file, or the path of such a file; none: Google’s application default credentials, or whoever signed in with \`gcloud\` |
| \`azure\` | a key of the resource, or \`{"type":"entra_app","tenant_id":"…","client_id":"…","client_secret":"…"}\`; none: whoever signed in with \`az login\` |
| \`bedrock\`, \`bedrock_invoke\` | a Bedrock API key, \`{"type":"aws_keys","access_key_id":"…","secret_access_key":"…"}\`, or \`{"type":"aws_profile","profile":"…"}\` |
| \`claude_aws\` | the same with a \`workspace_id\`: \`aws_workspace_key\` (with an \`api_key\`), \`aws_workspace_keys\`, \`aws_workspace_profile\` |

Tokens are fetched with it, kept for as long as they last, and renewed beside the requests.

## To know

${notes.join('\n')}
`
}
