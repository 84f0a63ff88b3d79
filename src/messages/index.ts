export { messagesRoom } from './routes.ts'
export { messageTask, sendMessageMails } from './send.ts'
