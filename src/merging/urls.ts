export const url = {
  list: '/merging',
  /** Both side by side: the first goes into the second. */
  pair: (otherId: string, keepId: string) => `/merging/${otherId}/into/${keepId}`,
  person: (id: string) => `/people/${id}`,
}
