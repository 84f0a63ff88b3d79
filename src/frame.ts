import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { writesToTrainees } from './cohorts/index.ts'
import { mayDelegate } from './delegates/index.ts'
import type { Assets } from './kit/assets.ts'
import type { Ctx } from './kit/context.ts'
import { csrfToken } from './kit/intake.ts'
import type { Renderer, View } from './kit/render.ts'
import { guestShell, type Shell } from './kit/shell.ts'
import { initials } from './kit/ui.ts'
import { navFor } from './nav.ts'
import { type Actor, hasTrainees, signedIn } from './policy/index.ts'
import { hasSupervisors } from './programmes/index.ts'
import { zoneOf } from './zone.ts'

const warnSeconds = 120

/** The frame around every page: who one is, as what, where one can go. Costs no query: packs are kept in memory. */
export async function shellFor(req: Request, ctx: Ctx, assets: Assets): Promise<Shell> {
  const path = req.originalUrl
  const guest = {
    ...guestShell(assets, path, await zoneOf(ctx.services.packs, ctx.actor, ctx.config)),
    helpUrl: helpFor(path),
    demo: ctx.config.demo !== 'off',
    requestId: ctx.requestId,
  }
  if (!signedIn(ctx.actor)) return guest
  const { actor } = ctx
  const flash = req.session.flash ?? null
  if (flash) req.session.flash = null
  const own = actor.own ? `/portfolios/${actor.own.enrolmentId}` : null
  const pack = actor.own ? await ctx.services.packs.get(actor.own.packVersionId) : null
  return {
    ...guest,
    signedIn: true,
    person: {
      name: actor.name,
      initials: initials(actor.name),
      photoUrl: actor.photoFileId ? `/files/${actor.photoFileId}` : null,
    },
    personKey: createHash('sha256').update(`browser:${actor.personId}`).digest('hex').slice(0, 12),
    acting: {
      label: actor.roleLabel,
      roleKey: actor.roleKey,
      switcher: actor.roles.map((role) => ({ ...role, current: role.key === actor.roleKey })),
    },
    nav: navFor(actor, path, pack),
    profile: [
      { label: 'Personal details', href: '/profile' },
      ...(pack && hasSupervisors(pack.pack) ? [{ label: 'My supervisors', href: '/supervisors' }] : []),
      { label: 'Announcements', href: '/announcements' },
      ...(mayDelegate(actor) ? [{ label: 'Delegates', href: '/delegates' }] : []),
      ...(actor.delegate ? [{ label: 'What I prepare', href: '/delegates' }] : []),
      ...(own || writesToTrainees(actor) ? [{ label: 'Messages', href: '/messages' }] : []),
      { label: 'Security and sign-ins', href: '/profile/security' },
      ...(own ? [{ label: 'Who looked at my portfolio', href: `${own}/looked` }] : []),
    ],
    createUrl: own ? '/create' : null,
    todoUrl: '/todo',
    search: searchFor(actor, own, ctx.query.q ?? ''),
    flash: flash ? { kind: flash.kind, text: flash.text, ...(flash.undo ? { undo: flash.undo } : {}) } : null,
    csrfToken: csrfToken(req),
    idle: { seconds: ctx.config.idleMinutes * 60, warnSeconds },
    theme: actor.theme === 'light' || actor.theme === 'dark' ? actor.theme : 'auto',
  }
}

/** Trainees search their record, others their trainees; whoever has none has nothing to search. */
function searchFor(actor: Actor, own: string | null, value: string): Shell['search'] {
  if (own) return { action: `${own}/timeline`, placeholder: 'Search my record', value }
  return hasTrainees(actor) ? { action: '/trainees', placeholder: 'Find a trainee', value } : null
}

/** Renders a view inside its frame and sends it. */
export function responder(renderer: Renderer, assets: Assets) {
  return async (req: Request, res: Response, ctx: Ctx, view: View): Promise<void> => {
    const html = await renderer.render(view, await shellFor(req, ctx, assets))
    res.status(view.status).type('html').setHeader('cache-control', 'no-store')
    res.send(html)
  }
}

/** Help that knows where one comes from: the words of the path, without ids and tokens. */
export function helpFor(path: string): string {
  const words = path
    .split('?')[0]!
    .split('/')
    .filter((word) => /^[a-z][a-z-]{0,23}$/.test(word))
  if (words.length === 0 || words[0] === 'help') return '/help'
  return `/help?from=/${words.join('/')}`
}
