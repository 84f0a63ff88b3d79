export { messagesRoom } from './routes.ts'
export { messageTask, sendMessageMails } from './send.ts'
export { keepWords, sendMessage, writeToFound } from './service.ts'
export { sweepDrafts } from './sweep.ts'
