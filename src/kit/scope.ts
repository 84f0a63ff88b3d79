import type { Actor } from '../policy/actor.ts'
import type { Ctx } from './context.ts'

declare const scopedBrand: unique symbol

/** A read that can only have been made through a policy (`scoped`) or said out loud to be public (`open`). */
export type Finder<R> = ((ctx: Ctx) => Promise<R | null>) & { readonly [scopedBrand]: true }

/**
 * Makes a finder: the query is handed the policy's clause for the actor and does not have to remember it.
 * Returns null for "not there for you", which pages answer with 404.
 */
export function scoped<V, R>(
  policy: { visible: (actor: Actor) => V },
  find: (visible: V, ctx: Ctx) => Promise<R | null>,
): Finder<R> {
  return ((ctx: Ctx) => find(policy.visible(ctx.actor), ctx)) as Finder<R>
}

/** A finder for a page that everybody may open, signed in or not; `reason` says why that is right. */
export function open<R>(reason: string, find: (ctx: Ctx) => Promise<R | null>): Finder<R> {
  if (!reason) throw new Error('a public page needs a reason')
  const finder = ((ctx: Ctx) => find(ctx)) as Finder<R>
  return Object.assign(finder, { openTo: reason })
}

/**
 * A finder for a page whose address is itself the proof (a token in a link): beside what it finds it says as whom one acts
 * there, whoever else may be signed in in the same browser.
 */
export function byLink<R>(reason: string, find: (ctx: Ctx) => Promise<{ actor: Actor; found: R } | null>): Finder<R> {
  const finder = open(reason, async (ctx) => {
    const result = await find(ctx)
    if (result) ctx.actor = result.actor
    return result?.found ?? null
  })
  return Object.assign(finder, { byLink: true })
}

/** Whether the address is the proof, so that neither session nor role is asked. */
export function isByLink(finder: Finder<unknown>): boolean {
  return 'byLink' in finder
}

/** Whether a finder was declared public. */
export function isOpen(finder: Finder<unknown>): boolean {
  return 'openTo' in finder
}

/** A finder for what belongs to the signed-in person alone (own account, own notices). */
export function mine<R>(find: (personId: string, ctx: Ctx) => Promise<R | null>): Finder<R> {
  return ((ctx: Ctx) => (ctx.actor.sessionId ? find(ctx.actor.personId, ctx) : Promise.resolve(null))) as Finder<R>
}
