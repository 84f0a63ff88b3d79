import type { Article } from '../articles.ts'

export const forStarters: readonly Article[] = [
  {
    key: 'signing-in',
    title: 'Signing in',
    summary: 'Which address to use, forgotten passwords, the second factor, and shared computers.',
    near: ['signin', 'reset', 'invitation', 'security'],
    parts: [
      { text: 'Sign in with any confirmed e-mail address of yours, or with the member ID that your college gave you.' },
      {
        heading: 'Forgotten your password',
        text: 'Choose “Forgotten your password?” on the sign-in page. A mail brings a link that works for two hours and once. We never say on the page whether an address is known, so look at your mail.',
      },
      {
        heading: 'Too many tries',
        text: 'After ten wrong passwords you wait a quarter of an hour. Nothing is locked for longer than that, and colleagues in the same hospital are not held up.',
      },
      {
        heading: 'Second factor',
        text: 'Under Security and sign-ins you can have a code from your phone asked for after your password. What you sign then says so, which is the surest proof that it was you. Keep the ten recovery codes apart from your phone: each lets you in once without it. Without phone and codes, an administrator of your college can take the second factor away once they are sure that it is you; you are told by mail.',
      },
      {
        heading: 'PIN',
        text: 'With a PIN you confirm an assessment on a trainee’s own device, as you can with the code of your phone. It signs nobody in. Never tell it to a trainee.',
      },
      {
        heading: 'Shared computers and phones',
        text: 'Sign out before you leave. If you forgot, “Sign out everywhere” under Security and sign-ins ends all your sessions at once. A session without input ends by itself after a warning; what you typed is saved first.',
      },
      {
        text: 'Your password is yours alone. What is done under your name counts as done by you, so never let anybody write for you.',
      },
    ],
    links: [
      { title: 'Security and sign-ins', href: '/profile/security' },
      { title: 'Report misuse', href: '/help/breach' },
    ],
  },
  {
    key: 'first-steps',
    title: 'Your first quarter of an hour',
    summary: 'What to set up when your account is new.',
    near: ['profile', 'invitation', 'home'],
    parts: [
      {
        steps: [
          'Add an e-mail address that stays with you when you change hospital, and a phone number. The old address keeps working until the new one is confirmed.',
          'Upload a photo, so that assessors can recall you.',
          'Check your post and your supervisors on your home page. If a supervisor is wrong, press “This is not my supervisor” below the name: your programme’s coordinator is told, and changes it. Where you enter your posts yourself, correct them on their own page.',
          'Open the curriculum once. The i button says what an item means and which evidence suits it.',
          'Log something small, such as a clinic. Practice is the best way to learn.',
        ],
      },
    ],
    links: [{ title: 'Personal details', href: '/profile' }],
  },
  {
    key: 'who-sees-what',
    title: 'Who can see what',
    summary: 'Which parts of a portfolio are shown to whom, and how you can tell.',
    near: ['looked', 'records', 'reflections', 'library', 'share', 'portfolios'],
    parts: [
      {
        text: 'Each record has a line “Who can see this”. It names the people, says as what they see it, and is worked out by the same rules that open or close the page.',
      },
      {
        steps: [
          'Whoever supervises you sees what is shared, while they do; access ends with their dates. In some programmes clinical supervisors see only what you send them.',
          'Whoever answers for training at a hospital, such as a tutor or a Director of Training, sees the trainees who are there; a director of the programme or the network sees those of the programme.',
          'Coordinators and college administrators see facts (what, when, which state), not what you wrote.',
          'An assessor with a link sees your name, your photo and that one form.',
          'Drafts and private reflections are yours alone. Nobody else can even see that they exist.',
        ],
      },
      {
        heading: 'Who looked',
        text: 'Each time somebody else opens a page of your portfolio, it is noted. You find the list under “Who looked at my portfolio” in the menu behind your name.',
      },
    ],
  },
  {
    key: 'lost-text',
    title: 'Drafts and lost text',
    summary: 'What is saved by itself, and where to find it again.',
    near: ['drafts', 'edit', 'new', 'records', 'signin'],
    parts: [
      {
        text: 'Long forms save themselves about two seconds after you stop typing; the word “Saved” with the time stands beside the buttons. Open the same form again, on any device, and the draft is there.',
      },
      {
        steps: [
          'If your session ends while you type, sign in again as the same person: the text waits in the form.',
          'If you changed your role meanwhile, the form says so, keeps the text and offers to switch back.',
          'If two of your windows changed the same field, both versions are shown and you choose.',
          'Without scripts nothing saves by itself; the “Save draft” button does the same.',
        ],
      },
      { text: 'A draft is seen by nobody but you until you submit it.' },
    ],
  },
  {
    key: 'roles',
    title: 'Acting in several roles',
    summary: 'How to switch, and why the role matters.',
    near: ['acting'],
    parts: [
      {
        text: 'Many people have more than one role: a clinical supervisor who is also somebody’s educational supervisor, a trainee who assesses others. One account holds them all. The header says in which role you act; press it to switch.',
      },
      {
        text: 'What you see and may do follows the acting role alone. A form belongs to the role in which you opened it. If you switch in another window, nothing is sent in the wrong role: you are asked first, and your text is kept.',
      },
    ],
  },
  {
    key: 'anywhere',
    title: 'On a phone, on paper, without scripts',
    summary: 'Everything works on small screens, in print, by keyboard and without scripts.',
    near: ['print'],
    parts: [
      {
        steps: [
          'On a phone the bar at the bottom holds Home, Create, Search, To do and Menu.',
          'Every record and report prints from its own page with the browser’s print command.',
          'A complete record can be taken along as a PDF from its page, and forms that other systems ask for, such as Form R, also as data.',
          'Light or dark is chosen in the menu behind your name and kept with your account.',
          'All pages work by keyboard and with scripts switched off.',
        ],
      },
    ],
  },
]
