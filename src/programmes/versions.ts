/** A version of a pack by its name. */
export interface VersionName {
  packKey: string
  /** A year, a dot and a number: "2022.1". */
  version: string
}

/** Orders versions by year and number, the earliest first: "2021.9" comes before "2021.10". */
export function byVersion(a: Pick<VersionName, 'version'>, b: Pick<VersionName, 'version'>): number {
  const [year = 0, number = 0] = a.version.split('.').map(Number)
  const [otherYear = 0, otherNumber = 0] = b.version.split('.').map(Number)
  return year - otherYear || number - otherNumber
}
