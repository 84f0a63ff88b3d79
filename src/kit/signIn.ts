import type { Request, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Ctx } from './context.ts'

/** Says who signs in with these words, or null. Must take as long for unknown names as for known ones. */
export type Verify<U> = (ctx: Ctx, login: string, password: string) => Promise<U | null>

interface Carrying {
  ctx: Ctx
}

/**
 * A sign-in by name and password through passport-local. Sessions are not passport's business here: the caller
 * renews the session once it knows who it is. Another way in (a college's single sign-on) is one more strategy.
 */
export function localSignIn<U extends object>(verify: Verify<U>): Verify<U> {
  const authority = new passport.Passport()
  authority.use(
    new Strategy(
      { usernameField: 'login', passwordField: 'password', session: false, passReqToCallback: true },
      (req, login, password, done) => {
        const { ctx } = req as unknown as Carrying
        verify(ctx, login, password).then((who) => done(null, who ?? false), done)
      },
    ),
  )
  return (ctx, login, password) =>
    new Promise((resolve, reject) => {
      const answer = (error: unknown, who?: U | false | null) => (error ? reject(error) : resolve(who || null))
      const ask = authority.authenticate('local', { session: false }, answer)
      ask({ body: { login, password }, ctx } as unknown as Request, {} as Response, reject)
    })
}
