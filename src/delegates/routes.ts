import { room } from '../kit/http.ts'
import { namingPage } from './naming.ts'
import { findNaming } from './person.ts'
import { findDelegations } from './queries.ts'
import { endDelegation, giveDelegation, leaveReady, leaveTyped, nameDelegate, takeBack } from './service.ts'
import { url } from './urls.ts'
import { delegatesPage } from './views.ts'

const left = ({ of, label }: { of: string; label: string }) => ({
  to: url.list,
  flash: `Left ready for ${of}: ${label}. They have been told; they read it, and sign it or change it.`,
})

/** Mounted below /delegates: who prepares for a director, and what they left ready. */
export const delegatesRoom = room(({ page, action }) => {
  page('/', findDelegations, delegatesPage)
  action('/', nameDelegate, delegatesPage, ({ id }) => ({ to: url.name(id) }))
  page('/name/:personId', findNaming, namingPage)
  action('/name/:personId', giveDelegation, namingPage, ({ name }) => ({
    to: url.list,
    flash: `${name} may prepare for you. They have been told, and sign nothing.`,
  }))
  action('/end', endDelegation, delegatesPage, ({ name }) => ({
    to: url.list,
    flash: `${name} no longer reaches anything in your role.`,
  }))
  action('/ready/:draftId', leaveReady, delegatesPage, left)
  action('/back/:draftId', takeBack, delegatesPage, ({ href, of }) => ({
    to: href,
    flash: `Yours again. ${of} no longer finds it until you leave it ready.`,
  }))
  action('/leave/:ticket', leaveTyped, null, left)
})
