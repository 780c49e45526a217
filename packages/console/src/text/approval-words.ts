/** The routes that may be held, as people say what they do. */
const verbs: Readonly<Record<string, string>> = {
  deploy: 'Deploy',
  rollback: 'Roll back to',
  abort: 'Abort the deployment',
  reloadConfig: 'Load the configuration anew',
  addUser: 'Add the user',
  changeUser: 'Change the user',
  removeUser: 'Remove the user',
  resetUser: 'Reset the sign-in of',
  setRole: 'Set the role',
  removeRole: 'Remove the role',
  setSecret: 'Set the secret',
  deleteSecret: 'Delete the secret',
  rotateKeys: 'Make new keys',
  auditExport: 'Export the audit trail',
};

/** A request's summary, `setSecret db-password`, in plain words: `Set the secret db-password`. */
export function approvalWords(summary: string): string {
  const [route = '', ...rest] = summary.split(' ');
  if (!Object.hasOwn(verbs, route)) return summary;
  return [verbs[route], ...rest].join(' ');
}
