import type { Part } from './articles.ts'

/** A page of standing text that everybody may read. */
export interface StandingPage {
  title: string
  lead: string
  parts: readonly Part[]
}

const terms: StandingPage = {
  title: 'Terms of use',
  lead: 'What you agree to by using Attest, in plain words.',
  parts: [
    {
      heading: 'Who may use it',
      text: 'Doctors in training, the people who supervise, assess and organise their training, and those whom a college authorises. It is an offence to look at or enter data without being authorised, or for any other purpose than training.',
    },
    {
      heading: 'Your account',
      steps: [
        'Your password is yours alone. Never let anybody else use your account, and never use another’s.',
        'What is done under your name counts as done by you. Times, devices and addresses of sign-ins are recorded.',
        'Sign out before you leave a computer or a phone.',
        'Report misuse, or anything that you see and should not see, at once.',
      ],
    },
    {
      heading: 'What you write',
      steps: [
        'Write what is true, and only about work that you did or saw yourself.',
        'Never enter what identifies a patient. Leave out colleagues who are not part of the record.',
        'Follow the information-governance rules of the organisation where you work.',
        'Enter no data of organisations that have not agreed to it.',
      ],
    },
    {
      heading: 'Misuse',
      text: 'Access can be suspended for misuse or when an account may be in wrong hands. Somebody who is suspended reads whom to turn to.',
    },
    {
      heading: 'What is not promised',
      text: 'Attest is free software and comes as it is. Nobody guarantees that it is free of errors or always available; content of others that is linked here is theirs. Decisions about training are made by people.',
    },
  ],
}

const privacy: StandingPage = {
  title: 'Privacy',
  lead: 'Which data are held here, why, who sees them, and for how long.',
  parts: [
    {
      heading: 'What is held',
      text: 'Your name, contact details, registration numbers and posts; the records of your training; the judgements of those who supervise and assess you; and a log of who did and looked at what. A signature says how surely we knew who signed (by account, second factor, link or code) and whether on a phone, tablet or computer.',
    },
    {
      heading: 'Why',
      text: 'So that you can show what you have learnt, and so that those responsible for your training can judge it. Data are used for nothing else, sold to nobody, and not used to train machines.',
    },
    {
      heading: 'Who sees it',
      text: 'Only you, and those who supervise or assess you, while they do. Each record names them under “Who can see this”. Who looked at your portfolio is listed for you.',
    },
    {
      heading: 'Patients',
      text: 'Nothing here may identify a patient. If you find something that does, report it and do not pass it on.',
    },
    {
      heading: 'How long',
      text: 'Training records are kept as long as your college and the law require. What has been signed is not changed afterwards; corrections stand beside it.',
    },
    {
      heading: 'Your rights',
      text: 'You may see your data, have errors corrected, and complain to the authority for data protection. Your college, named under Contacts, is responsible for the data.',
    },
  ],
}

const cookies: StandingPage = {
  title: 'Cookies',
  lead: 'Two cookies, which are needed to keep you signed in and signatures safe. No others, and nothing of third parties.',
  parts: [
    {
      heading: 'attest',
      text: 'A random number that tells us that it is still you. It is set when you sign in, cannot be read by scripts, and is worthless once you sign out or the session ends.',
    },
    {
      heading: 'attest-browser',
      text: 'A random number that tells one browser from another, set when you sign in. It is kept only as a code that cannot be turned back, for up to 400 days, so that a form signed in somebody else’s name can be noticed. It cannot be read by scripts and follows you nowhere else.',
    },
    {
      heading: 'In your browser',
      text: 'While you type into a long form, a copy of the text can be kept in your browser until it is saved here, so that a lost connection costs nothing. It is removed when it has been saved.',
    },
  ],
}

const whatsNew: StandingPage = {
  title: 'What’s new',
  lead: 'Changes that you may notice.',
  parts: [
    {
      heading: 'First edition',
      steps: [
        'Logs of clinics, procedures and acute takes, with the rules of what counts built in.',
        'Assessments by a link that needs no account.',
        'The curriculum page with your own rating, linked evidence and sign-off on one screen.',
        'Progress with have, need and due, and the reason for every figure.',
        'A second factor for signing in, and a PIN to confirm on a trainee’s device; every signature says how surely we know whose it is.',
        '“Who can see this” on every record, and a list of who looked.',
      ],
    },
  ],
}

export const standingPages = { terms, privacy, cookies, 'whats-new': whatsNew } as const
export type StandingKey = keyof typeof standingPages
