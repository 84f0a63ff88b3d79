/** The door of reviews: what is new in a portfolio to whoever looks after it, and the trainee's call to look. */
export { type News, newsFor, unseenIn } from './changes.ts'
export { changeListener } from './listener.ts'
export { reviewsRoom } from './routes.ts'
export { type NewsPanel, newsPanel } from './views.ts'
export { reviewRows, reviewsFor, type WaitingReview } from './waiting.ts'
