const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

const browsers: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/CriOS|Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** "Chrome on Windows": what a browser says about itself, in words. */
export function deviceWords(userAgent: string | null): string {
  if (!userAgent) return 'an unknown device'
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = find(browsers) ?? 'a browser'
  const system = find(systems)
  return system ? `${browser} on ${system}` : browser
}

/** An address without its last part: enough to recognise one's own network, too little to find anybody. */
export function roughAddress(ip: string | null): string {
  if (!ip) return 'unknown address'
  const v4 = ip.replace(/^::ffff:/, '')
  if (/^127\.|^::1$/.test(v4)) return 'this machine'
  if (/^\d+\.\d+\.\d+\.\d+$/.test(v4)) return `${v4.split('.').slice(0, 3).join('.')}.…`
  return `${ip.split(':').slice(0, 3).join(':')}:…`
}

export type DeviceClass = 'phone' | 'tablet' | 'computer'

/**
 * What kind of thing a browser runs on; null where it does not say. A tablet that asks for the pages of a computer, as
 * iPads do, passes for one.
 */
export function deviceClass(userAgent: string | null): DeviceClass | null {
  if (!userAgent) return null
  if (/iPad|Tablet|Silk\//.test(userAgent)) return 'tablet'
  if (/iPhone|iPod|Mobile/.test(userAgent)) return 'phone'
  if (/Android/.test(userAgent)) return 'tablet'
  return /Windows|Macintosh|Mac OS X|CrOS|Linux|X11/.test(userAgent) ? 'computer' : null
}
