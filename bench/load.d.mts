export interface Answer {
  status: number
  ms: number
  bytes: number
}
/** One after the other: p50 and p95 in milliseconds. */
export function alone(
  make: (agent: unknown) => Promise<Answer>,
  times: number,
  warm?: number,
): Promise<{ p50: number; p95: number; bytes: number }>
/** Requests a second over 16 connections. */
export function together(make: (agent: unknown) => Promise<Answer>, seconds: number): Promise<number>
