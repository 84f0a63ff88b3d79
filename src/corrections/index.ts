/** The door of corrections: what was signed is put right by consent, and both versions are kept (R102, D7). */
export { besideCorrections } from './beside.ts'
export { correctionsRoom, linkRoom } from './routes.ts'
export { correctionRows, correctionsFor, type WaitingCorrection } from './waiting.ts'
