/** `us-east-1`, `us-gov-west-1`, `ap-southeast-2`, between dots or dashes of a host's name. */
const REGION = /(?:^|[.-])((?:us|eu|ap|ca|sa|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d)(?=\.|$)/

/** The region that an address of AWS names; `null`: it names none, as one of your own would. */
export const regionIn = (baseUrl: string): string | null => REGION.exec(new URL(baseUrl).hostname)?.[1] ?? null

/** Which of Bedrock's inference profiles covers a region ("Supported Regions and models for inference profiles"). */
export function profileFor(region: string | null): string {
  if (region === null) return 'global'
  if (region.startsWith('us-gov-')) return 'us-gov'
  if (/^(us|ca)-/.test(region)) return 'us'
  if (region.startsWith('eu-')) return 'eu'
  if (/^ap-northeast-[13]$/.test(region)) return 'jp'
  if (/^ap-southeast-[24]$/.test(region)) return 'au'
  return region.startsWith('ap-') ? 'apac' : 'global'
}
