/** The stream tells of changes; evaluations that changed nothing and what lies ahead it does not tell. */
export const pollMs = 15_000;
