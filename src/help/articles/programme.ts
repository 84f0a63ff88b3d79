import type { Article } from '../articles.ts'

export const forProgrammes: readonly Article[] = [
  {
    key: 'deciding-on-applications',
    title: 'Deciding on applications',
    summary: 'What trainees apply for about their training time, and what your approval does.',
    relations: ['coordinator', 'collegeAdmin', 'director', 'siteDirector', 'networkDirector'],
    near: ['applications', 'time', 'trainees'],
    parts: [
      {
        steps: [
          'What waits for you stands on your home page and under “Applications”.',
          'The page shows what the change would do as of today, why it is asked, and who decides before and after you.',
          'Approve it, send it back with what should be changed, or reject it with a reason.',
        ],
      },
      {
        text: 'The last approval changes training time at once: the day of completion, due dates and every figure follow, and everybody concerned is told. If the record has changed since the page was shown, you are asked to look again; if it has become impossible, it can only be sent back or rejected.',
      },
      {
        text: 'A change of days that have passed goes to the programme office last of all, which says why. Nobody decides on their own application. The order of those who decide, notice and reasons come from the programme’s pack.',
      },
    ],
  },
  {
    key: 'recording-training-time',
    title: 'Recording training time',
    summary:
      'For the programme office: shares of full time, time away and decided days, with what they change shown first.',
    relations: ['coordinator', 'collegeAdmin'],
    near: ['trainees', 'portfolio', 'time'],
    parts: [
      {
        steps: [
          'Open the trainee’s portfolio and “Training time”, then “Record a change”.',
          'Choose what changes and the days, and press “Show what it would do”: the new day of completion, due dates that move, and requirements that read otherwise.',
          'Say why, and record it. The trainee and those who look after them are told at once; why stands on the page, for the trainee and the office.',
        ],
      },
      {
        text: 'One change of the share of full time a day; two statuses never overlap. A change of the share that falls within time away takes effect on return. What was recorded wrongly is withdrawn with a reason, which undoes all that it changed; the history keeps it.',
      },
      {
        text: 'A day that a panel or the programme decides overrides what was worked out, and later changes go on from it. An extension is entered in whole-time months and divided by the share of full time.',
      },
      {
        text: 'Evidence dated in time away does not count. On the same page you can let a piece of it count, with a reason that the trainee reads. When a day of completion moves after a cut-off, it waits on your home page until you say that you have seen to it.',
      },
    ],
  },
  {
    key: 'announcements',
    title: 'Announcing something',
    summary: 'For those who run programmes: tell everybody of one kind, between two days.',
    relations: ['coordinator', 'director', 'networkDirector', 'collegeAdmin'],
    near: ['announcements'],
    parts: [
      {
        steps: [
          'Open your name’s menu, “Announcements”, then “Write an announcement”.',
          'Choose for whom it is, and its first and last day. Name no patient and nobody’s affairs: it is read by many.',
          'Tick the mail if people should hear of it outside as well: one mail to each on the first day, with the title alone.',
        ],
      },
      {
        text: 'It stands on the home page of everybody for whom it is, until they put it away or its last day is past. Under “Announcements” they find it later too.',
      },
      {
        text: 'You can change it: what it said before is kept. Tick “Show it again” if those who have put it away should see the change. What was wrong is withdrawn with a reason, and nobody is shown it any longer.',
      },
    ],
  },
  {
    key: 'writing-to-trainees',
    title: 'Writing to several trainees',
    summary: 'From the board: to those whom you tick, or to all whom its filters find.',
    relations: [
      'coordinator',
      'director',
      'siteDirector',
      'networkDirector',
      'collegeTutor',
      'supportOfficer',
      'regionalAdvisor',
      'collegeAdmin',
    ],
    near: ['messages', 'trainees'],
    parts: [
      {
        steps: [
          'Open Trainees. Tick some and press “Write to those ticked”, or narrow the board and press “Write to all found”: that means all pages.',
          'Write a subject and the message. Name no patient and nobody’s affairs: all of them read it.',
          'See it before it goes: how many it reaches, who they are, and whom no mail reaches. Then send it, change it or throw it away.',
        ],
      },
      {
        text: 'Each of them gets one notice, and one mail that says only that there is a message and leads to it. None of them sees who else got it. Under “Messages” in your name’s menu you find what you sent, which mails went and which came back.',
      },
    ],
  },
  {
    key: 'delegates',
    title: 'Letting somebody prepare for you',
    summary: 'For directors: a named person fills in what you sign, between two days, and never signs.',
    relations: ['director', 'siteDirector', 'networkDirector'],
    near: ['delegates', 'appraisals'],
    parts: [
      {
        steps: [
          'Open “Delegates” in your name’s menu, while you act in the role that you lend.',
          'Enter the address with which they sign in. It must be an administrator of your college: a coordinator, a support officer or a college administrator.',
          'Read who that is, in which roles, and what they may prepare and never do; then enter the first day and the last, and confirm.',
          'They switch to “delegate of” you at their name, and reach what you reach in that role.',
        ],
      },
      {
        text: 'They may fill in your reports and the assessments that trainees asked you for, where your role writes them; they find these at home and under “Requests”. They keep posts and contacts, and try a sheet. Whatever signs, decides, releases or sends is refused to them; what they had filled in is kept. When they leave it ready, you find it on your home page and under “Delegates”, with who prepared it and when. You read it, change it and sign it, or you do not.',
      },
      {
        text: 'It ends with its last day, with your own role, or at once when you withdraw it; they are told once, by notice and mail. Trainees see delegates under “Who can see this”. Nobody lends on what was lent to them.',
      },
    ],
  },
  {
    key: 'changeover-by-sheet',
    title: 'Moving a whole programme by a sheet',
    summary:
      'For those who run a programme: everybody’s next post and supervisors in one spreadsheet, read before it is done, and taken back.',
    relations: ['coordinator', 'director'],
    near: ['changeovers', 'trainees'],
    parts: [
      {
        steps: [
          'Open Trainees, “Changeover by sheet”, and download the template: a line for each post of today and to come.',
          'Change what changes: the hospital, the first and last day, the supervisors. An empty cell leaves what is on record; “none” ends a supervision.',
          'Send it back as XLSX or CSV, or paste its rows. You read what is new, changed, ended and unchanged, and what is wrong, each with its cell. Hospitals that would be over their capacity or without accreditation are named, too.',
          'Apply it: all of it or nothing. Everybody concerned is told once.',
        ],
      },
      {
        text: 'A new post ends the one before it on the day before. A clinical supervisor named with a post goes with its last day; an educational supervisor stays until another follows. Days that have passed change only with a reason in the column “Reason”. Training time is never changed by a sheet.',
      },
      {
        text: 'Somebody changed the record after you read the dry run? Then nothing is applied: you are told who changed what, and read a new one. A sheet is taken back as a whole while nothing rests on it; what rests on it is named.',
      },
    ],
  },
  {
    key: 'programme-board',
    title: 'The programme board, gaps ahead and supervisors’ load',
    summary: 'For those who look after programmes: who is where, what is missing, and who carries how much.',
    relations: ['coordinator', 'director', 'networkDirector', 'supportOfficer', 'collegeAdmin'],
    near: ['trainees'],
    parts: [
      {
        text: 'The board shows each trainee of your programme today. The chips above it are ready-made filters with their numbers; a heading sorts, and sorts the other way when pressed again. What is missing is a link to where it is mended.',
      },
      {
        steps: [
          'Open “Columns and filters” to choose columns and narrow any of them: words, a choice, or from and to. “Nobody” and “No post” find what is missing.',
          'Press “Show”. The address now says it all: send it to a colleague, who sees the same question answered for their own trainees.',
          '“Keep this view” puts it under a name among your own views. The same name again replaces it.',
          '“Download as CSV” gives exactly these trainees and columns, in this order. Downloads are noted in the audit trail.',
        ],
      },
      {
        text: '“Gaps ahead” counts, for each of the next 26 weeks, who will be without a post, a director or a supervisor where the programme wants one, and which sites take more trainees than they are accredited for. Press a number for the names, their days and the way to mend each. Days away from training are not counted.',
      },
      {
        text: '“Supervisors” lists everybody who supervises or is asked in your programmes, with their trainees, overdue reports and requests that wait.',
      },
    ],
  },
  {
    key: 'keeping-posts',
    title: 'Keeping the posts of a trainee',
    summary: 'For coordinators: add, change, split and end posts, and correct days that have passed.',
    relations: ['coordinator'],
    near: ['posts', 'trainees'],
    parts: [
      {
        steps: [
          'Open the trainee’s portfolio and the post at its head. “Add a post” begins where the last one ends and is as long; choose the hospital.',
          'To end a post early, change its last day. To split a week, say so and name the share; the shares of one week come to no more than a week.',
          'Others in the same days stand in the way, unless you tick that they make way: they end before, begin after, or go.',
        ],
      },
      {
        text: 'Before days that have passed read otherwise, or others make way, you are shown what it does: who gains and loses access and when, how many days in post count, who signed in those days. It happens once you tick that it is right, with your reason. What stood on record is kept, and everybody concerned is told.',
      },
      {
        text: 'Somebody else changed the same posts meanwhile? You are told who and what, and everything that you typed stays.',
      },
    ],
  },
  {
    key: 'changing-a-supervisor',
    title: 'Changing a supervisor',
    summary: 'For coordinators: a new supervisor from a date, with the history kept.',
    relations: ['coordinator', 'director', 'collegeAdmin'],
    near: ['trainees', 'supervisors'],
    parts: [
      {
        steps: [
          'Open Trainees, find the trainee, choose “Change supervisor”.',
          'Choose the person and the first day on which they supervise. The one before ends on the day before.',
          'Both supervisors and the trainee are told.',
        ],
      },
      {
        text: 'Access follows the dates by itself. What waited for the former supervisor on the last day stays open to them for a while, so that nothing is stranded. Nothing of the history is lost.',
      },
      {
        text: 'For several trainees at once open Supervisors on the programme board. “Replace or cover” beside a name puts a successor on record for all of their trainees, or somebody who covers an absence from the first to the last day beside them; “Assign several” gives one supervisor to whom you tick. You read what happens first, it happens for all or for none, and everybody is told once.',
      },
      { text: 'The new supervisor has no account? A college administrator invites them under People.' },
    ],
  },
  {
    key: 'sites',
    title: 'Sites, their accreditation and their people',
    summary: 'Who is at a hospital against how many it takes, what it is accredited for, and who answers for it.',
    relations: [
      ...(['coordinator', 'director', 'networkDirector', 'collegeAdmin'] as const),
      ...(['siteDirector', 'collegeTutor', 'supportOfficer', 'regionalAdvisor'] as const),
    ],
    near: ['sites', 'people'],
    parts: [
      {
        steps: [
          'Open “Sites” and choose one. You see your own trainees there, now and to come; others are counted and not named.',
          'Those who run a programme say how many trainees a site takes at once, and press “Accredit” to enter for what, for how long and from when it may train.',
          'To change an accreditation, open it by its name and say why. If posts would no longer lie within it, you are asked first, with their names.',
        ],
      },
      {
        text: 'Two accreditations of one programme never overlap. A new one may end the present one on the day before. What stood on record before stays in the history of the site.',
      },
      {
        text: 'The college administrator gives roles at a site, and ends them on a day of their choice. Before that they read whom the role reaches, who else holds it, and what waits. What had begun may be finished for four weeks.',
      },
      {
        text: 'Whoever answers for training at a site keeps its contacts there. Trainees read them on their posts page and under Help, while they are there or about to come.',
      },
    ],
  },
  {
    key: 'people',
    title: 'Inviting, suspending and merging people',
    summary: 'For college administrators: accounts, roles, and misuse.',
    relations: ['collegeAdmin'],
    near: ['people', 'merging'],
    parts: [
      {
        text: 'Search first. One person has one account, however many roles: if the address or registration number is known, the role is added to the account that exists, and you are warned about people of the same name.',
      },
      {
        text: 'An invitation is a mail with a link that works for 14 days. You never know or set anybody’s password, and you can never act as somebody else.',
      },
      {
        text: 'Suspending ends all sessions of the person at once. Give a reason: it is kept, and the person sees only a neutral sentence and the contacts. Lifting it restores the account as it was.',
      },
      {
        text: 'Somebody who is on record twice, with a part of what is theirs in each entry, is made one under “On record twice” on People, or from their page. You read both side by side and what moves, say how you know, and confirm. What was signed keeps its signature; addresses, numbers, roles, trainees and forms go to the entry that stays. It cannot be undone.',
      },
    ],
  },
]
