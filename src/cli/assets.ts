import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { compile } from 'sass'
import { ASSETS_PATH, type Assets } from '../kit/assets.ts'
import { iconNames } from '../kit/icons.ts'
import { root } from '../kit/root.ts'

/** Writes style, script, icons, font and logo into `out`, named by their content, and the manifest that lists them. */
export function buildAssets(home: string, out = join(home, 'dist/public')): Assets {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const put = (name: string, content: string | Buffer) => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
    const ext = extname(name)
    const hashed = `${name.slice(0, -ext.length)}-${hash}${ext}`
    writeFileSync(join(out, hashed), content)
    return hashed
  }
  const modules = join(home, 'node_modules')
  const font = put('inter.woff2', readFileSync(join(modules, FONT)))
  const assets: Assets = {
    css: address(put('attest.css', compileStyle(home, font))),
    js: address(put('attest.js', bundle(join(home, 'public/js'), 'main.js'))),
    icons: address(put('icons.svg', sprite(join(modules, 'bootstrap-icons/icons')))),
    font: address(font),
    logo: address(put('logo.svg', readFileSync(join(home, 'public/logo.svg')))),
  }
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(assets, null, 2)}\n`)
  return assets
}

const FONT = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
const address = (name: string) => `${ASSETS_PATH}/${name}`

/** Bootstrap 5 is written for the older Sass; its warnings say nothing about us. */
function compileStyle(home: string, font: string): string {
  const { css } = compile(join(home, 'public/css/attest.scss'), {
    style: 'compressed',
    loadPaths: [join(home, 'node_modules')],
    quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
  })
  return css.replace('inter.woff2', font)
}

/** One file with the needed icons as symbols, to be shown by `<use href="…#name">`. */
function sprite(folder: string): string {
  const symbols = iconNames.map((name) => {
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8')
    const inner = svg.slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '')
    return `<symbol id="${name}" viewBox="0 0 16 16">${inner}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`
}

const TOP_LEVEL = /^(?:async )?(?:function|const|let|class) (\w+)/gm

/**
 * Joins the modules of the browser script into one, in the order in which they need one another. They are small
 * and ours, so stripping the import and export words is enough; names must differ between the modules.
 */
export function bundle(folder: string, entry: string): string {
  const seen = new Set<string>()
  const parts: string[] = []
  const add = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    const source = readFileSync(join(folder, name), 'utf8')
    for (const match of source.matchAll(/^import [\s\S]*? from '\.\/(.+?)'$/gm)) add(match[1]!)
    parts.push(source.replace(/^import [\s\S]*? from '.+?'\n/gm, '').replace(/^export /gm, ''))
  }
  add(entry)
  const unused = readdirSync(folder).filter((name) => name.endsWith('.js') && !seen.has(name))
  if (unused.length) throw new Error(`No module imports ${unused.join(', ')}`)
  const names = parts.flatMap((part) => [...part.matchAll(TOP_LEVEL)].map((match) => match[1]!))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`Two modules of public/js define ${twice}`)
  return `;(() => {\n'use strict'\n${parts.join('\n')}})()\n`
}

// Run by the build with its path, and by src/cli/run.mjs with its name.
if (/\bassets(\.js)?$/.test(process.argv[1] ?? '')) {
  const assets = buildAssets(root)
  process.stdout.write(`Assets: ${Object.values(assets).join(', ')}\n`)
}
