export { type Band, bandOf } from './bandView.ts'
export { type Announced, announcementsFor } from './feed.ts'
export { announcementTask, mailAnnouncement, mailAnnouncements } from './mail.ts'
export { announcementsRoom } from './routes.ts'
