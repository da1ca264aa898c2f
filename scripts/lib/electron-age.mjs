/** Electron mends its three latest majors (its "Release timelines"); what is older gets no more fixes. */
const MOST_BEHIND = 2

/**
 * What is wrong with the age of a version; `null`: nothing.
 * @param {string} pinned
 * @param {string} latest the newest that is released
 * @returns {string | null}
 */
export function tooOld(pinned, latest) {
  const behind = Number.parseInt(latest, 10) - Number.parseInt(pinned, 10)
  if (Number.isNaN(behind)) return `Electron ${pinned} cannot be compared with ${latest}.`
  return behind > MOST_BEHIND ? `Electron ${pinned} is ${behind} majors behind ${latest}; it gets no more fixes.` : null
}
