/** Why a start failed, in one sentence where there is one (see told.mjs). */
export function told(error: unknown): string
