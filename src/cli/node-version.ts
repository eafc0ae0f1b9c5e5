/** Whether this Node is new enough, so that an old one is told of before something that it lacks is called. */

/** As package.json has it under `engines`. */
const oldest = { major: 22, minor: 20 } as const

/** @param version as `process.versions.node` has it. @returns the sentence for one that is too old. */
export function tooOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined
  return `navilink needs Node ${oldest.major}.${oldest.minor} or newer, and this is Node ${version}; https://nodejs.org has newer ones.`
}
