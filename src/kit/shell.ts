import type { Assets } from './assets.ts'
import type { Tone } from './ui.ts'

export interface Link {
  label: string
  href: string
}

/** An entry of a drop-down menu; a locked one is shown with its reason. */
export interface MenuLink extends Link {
  lock: string | null
}

export interface NavItem extends Link {
  current: boolean
  children?: MenuLink[]
}

export interface ActingChoice {
  key: string
  label: string
  detail: string
  current: boolean
}

export interface Flash {
  kind: 'ok' | 'warn' | 'info'
  text: string
  undo?: { action: string; label: string }
}

export interface Notice {
  tone: Tone
  text: string
  link: Link | null
}

/** What the layout prints around every page. Nothing here depends on the page but `path`. */
export interface Shell {
  signedIn: boolean
  person: { name: string; initials: string; photoUrl: string | null } | null
  /** Tells people apart in a shared browser's store without naming them. */
  personKey: string | null
  /** The role one acts in, and the others one could; the switcher posts `role` and `back` to `/acting`. */
  acting: { label: string; roleKey: string; switcher: ActingChoice[] } | null
  nav: NavItem[]
  /** Entries of the profile menu; signing out is always added as the last. */
  profile: Link[]
  createUrl: string | null
  todoUrl: string | null
  search: { action: string; placeholder: string; value: string } | null
  flash: Flash | null
  csrfToken: string
  /** Seconds until the session ends without input, and how long before that the warning appears. */
  idle: { seconds: number; warnSeconds: number } | null
  demo: boolean
  notices: Notice[]
  helpUrl: string
  footer: Link[]
  path: string
  theme: 'auto' | 'light' | 'dark'
  timeZone: string
  assets: Assets
  requestId: string
}

/** The shell of a page that nobody has signed in to; spread it and set what differs. */
export function guestShell(assets: Assets, path: string, timeZone: string): Shell {
  return {
    signedIn: false,
    person: null,
    personKey: null,
    acting: null,
    nav: [],
    profile: [],
    createUrl: null,
    todoUrl: null,
    search: null,
    flash: null,
    csrfToken: '',
    idle: null,
    demo: false,
    notices: [],
    helpUrl: '/help',
    footer: [
      { label: 'Terms', href: '/help/terms' },
      { label: 'Privacy', href: '/help/privacy' },
      { label: 'Report a breach', href: '/help/breach' },
      { label: 'Contacts', href: '/help/contacts' },
    ],
    path,
    theme: 'auto',
    timeZone,
    assets,
    requestId: '',
  }
}
