import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Where the built files are served; the names carry a hash of the content, so they may be cached for ever. */
export const ASSETS_PATH = '/assets'

const Manifest = z.object({
  css: z.string(),
  js: z.string(),
  icons: z.string(),
  font: z.string(),
  logo: z.string(),
})

/** Addresses of the built files. */
export type Assets = z.infer<typeof Manifest>

/** Reads what the build of the assets wrote; `folder` is `dist/public`. */
export function readAssets(folder: string): Assets {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
}

/** Stand-in addresses for tests of markup that need no built files. */
export const plainAssets: Assets = {
  css: `${ASSETS_PATH}/attest.css`,
  js: `${ASSETS_PATH}/attest.js`,
  icons: `${ASSETS_PATH}/icons.svg`,
  font: `${ASSETS_PATH}/inter.woff2`,
  logo: `${ASSETS_PATH}/logo.svg`,
}
