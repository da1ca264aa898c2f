const NAME =
  /claude-(?:(\d)(?:[-.](\d))?-)?(opus|sonnet|haiku|fable|mythos)(?:-(\d{1,2})(?!\d))?(?:[-.](\d{1,2})(?!\d))?/

/**
 * The limit group of a Claude model, whatever prefix, date or `[1m]` its name carries. Anthropic's table of
 * 2026-10-17 puts all of Opus 4.x together, likewise Sonnet 4.x and Fable 5.x; from 5 on each minor version
 * of the others stands alone. A name it does not know is a group of its own.
 */
export function claudeGroup(model: string): string {
  const name = model.toLowerCase().trim()
  const [, oldMajor, oldMinor, family, newMajor, newMinor] = NAME.exec(name) ?? []
  const major = oldMajor ?? newMajor
  const minor = oldMajor ? oldMinor : newMinor
  if (!family || !major) return plainName(name)
  const together = major === '4' || (Number(major) >= 5 && (family === 'fable' || family === 'mythos'))
  return together || !minor || minor === '0' ? `${family}-${major}` : `${family}-${major}-${minor}`
}

/** A model's name without the parts that do not change its limits: a window marker and a date. */
export const plainName = (model: string): string =>
  model
    .toLowerCase()
    .trim()
    .replace(/\[\w+\]$/, '')
    .replace(/[-@]\d{8}$/, '')
    .slice(0, 64) || '*'
