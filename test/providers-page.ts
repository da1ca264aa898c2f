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
        const { name, addresses, roles, key, test, account, links, asOf } = presets[type]
        const models = roles ? [...new Set(Role.options.map((role) => roles[role]))].join(', ') : 'as asked'
        const cells = [
          `\`${type}\``,
          `[${name}](${links.guide})`,
          addresses.map((it) => `\`${it}\``).join('<br>') || 'your own',
          models,
          key === 'needed' ? `[needed](${links.keys})` : 'if asked for',
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
## To know

${notes.join('\n')}
`
}
