import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { buildAssets } from '../../../src/cli/assets.ts'
import type { Assets } from '../../../src/kit/assets.ts'
import { createRenderer, type View, view } from '../../../src/kit/render.ts'
import { root } from '../../../src/kit/root.ts'
import { guestShell, type Shell } from '../../../src/kit/shell.ts'
import { board, curriculum, engine, form, home, signoff } from './models.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The policy of the product, so that what it would block is missing from the pictures as well. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'"

const PLOT =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160"><path d="M10 150L150 110L300 70L470 20" fill="none" stroke="#0b6b6f" stroke-width="3"/></svg>'

/** The sample pages, each with the frame that its role would have. */
export const pages: Record<string, { view: View; shell: (assets: Assets) => Shell }> = {
  home: { view: view('gallery/home', home), shell: trainee('Home') },
  curriculum: { view: view('gallery/curriculum', curriculum), shell: trainee('Curriculum') },
  signoff: { view: view('gallery/signoff', signoff), shell: supervisor },
  board: { view: view('gallery/board', board), shell: coordinator },
  form: { view: view('gallery/form', form, { status: 422 }), shell: trainee('Record') },
  engine: { view: view('gallery/engine', engine), shell: trainee('Record') },
  refusal: {
    view: view('errors/403', {
      title: 'You cannot write this report',
      rule: 'Only the educational supervisor writes the supervisor’s report.',
      reason: 'You are acting as trainee.',
      whoCan: 'Dr Helen Marsh, your educational supervisor',
      remedy: { label: 'Ask Dr Marsh', href: '#' },
    }),
    shell: trainee('Progress'),
  },
  lost: {
    view: view('errors/404', { title: 'Not found', explain: null }, { layout: 'bare' }),
    shell: (assets) => ({ ...guestShell(assets, '/x', 'Europe/London'), demo: true }),
  },
}

export interface Gallery {
  url: string
  assets: Assets
  out: string
  close(): Promise<void>
}

/** Serves the sample pages as `/home`, `/board` …; `?theme=dark` sets the choice of the reader. */
export async function serveGallery(port = 0): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'gallery-'))
  const out = join(folder, 'public')
  cpSync(join(root, 'views'), join(folder, 'views'), { recursive: true })
  cpSync(join(root, 'tests/support/gallery'), join(folder, 'views/gallery'), { recursive: true })
  const assets = buildAssets(root, out)
  const renderer = createRenderer({ root: join(folder, 'views'), cache: true })
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://localhost')
    const page = pages[url.pathname.slice(1)]
    res.setHeader('content-security-policy', CSP)
    if (page) {
      const theme = url.searchParams.get('theme') === 'dark' ? 'dark' : 'auto'
      const html = renderer.render(page.view, { ...page.shell(assets), theme })
      html
        .then((text) => res.setHeader('content-type', 'text/html; charset=utf-8').end(text))
        .catch((e) => res.destroy(e))
    } else if (url.pathname.startsWith('/assets/')) {
      res.setHeader('content-type', TYPES[extname(url.pathname)] ?? '')
      res.end(readFileSync(join(out, basename(url.pathname))))
    } else if (url.pathname.endsWith('.svg')) {
      res.setHeader('content-type', 'image/svg+xml').end(PLOT)
    } else res.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, assets, out, close: () => close(server, folder) }
}

async function close(server: Server, folder: string): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
}

function trainee(current: string) {
  return (assets: Assets): Shell => ({
    ...signedIn(assets, 'Dr Amara Okafor', 'trainee'),
    nav: [
      { label: 'Home', href: '/home', current: current === 'Home' },
      { label: 'Curriculum', href: '/curriculum', current: current === 'Curriculum' },
      menu('Assessments', current),
      menu('Record', current),
      menu('Progress', current),
    ],
    createUrl: '/form',
    path: current === 'Home' ? '/' : '/elsewhere',
  })
}

function supervisor(assets: Assets): Shell {
  return {
    ...signedIn(assets, 'Dr Helen Marsh', 'educational supervisor'),
    nav: [
      { label: 'Home', href: '/', current: false },
      { label: 'Trainees', href: '/signoff', current: true },
      menu('Reports', ''),
    ],
    flash: {
      kind: 'ok',
      text: 'Clinical CiP 3 signed off at level 3. Amara has been told.',
      undo: { action: '#', label: 'Undo' },
    },
  }
}

function coordinator(assets: Assets): Shell {
  return {
    ...signedIn(assets, 'Sam Ellis', 'coordinator'),
    nav: [
      { label: 'Home', href: '/', current: false },
      { label: 'Board', href: '/board', current: true },
      menu('Posts', ''),
      menu('People', ''),
    ],
    demo: true,
  }
}

function menu(label: string, current: string) {
  return {
    label,
    href: '#',
    current: label === current,
    children: [
      { label: 'All of them', href: '#', lock: null },
      { label: 'The last one', href: '#', lock: null },
      { label: 'Supervisor’s report', href: '#', lock: 'Only your educational supervisor can write this' },
    ],
  }
}

function signedIn(assets: Assets, name: string, role: string): Shell {
  return {
    ...guestShell(assets, '/elsewhere', 'Europe/London'),
    signedIn: true,
    person: { name, initials: '', photoUrl: null },
    acting: {
      label: role,
      roleKey: role,
      switcher: [
        { key: role, label: role, detail: 'Internal Medicine, North East', current: true },
        { key: 'other', label: 'clinical supervisor', detail: 'Geriatrics, St Anne’s', current: false },
      ],
    },
    profile: [
      { label: 'Personal details', href: '#' },
      { label: 'Security and sign-ins', href: '#' },
    ],
    todoUrl: '/todo',
    search: { action: '/search', placeholder: 'Search my record', value: '' },
    csrfToken: 'token',
    idle: { seconds: 1800, warnSeconds: 120 },
  }
}
