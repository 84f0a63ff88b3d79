import type { Room } from './kit/http.ts'

/** Every room with the path it is mounted below: the only place that knows them all. */
export const rooms: { path: string; room: Room }[] = []
