/** Of verbs that change what runs. */
export const reasonOption = ['--reason <text>', 'why, in your words: it goes into the audit trail'] as const;
