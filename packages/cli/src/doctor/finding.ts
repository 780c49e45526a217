/** What one check of `seaworthy doctor` found. `unknown`: it could not look. */
export interface Finding {
  readonly name: string;
  readonly status: 'good' | 'doubtful' | 'broken' | 'unknown';
  readonly message: string;
  readonly hint?: string;
}

export function good(name: string, message: string): Finding {
  return { name, status: 'good', message };
}

export function finding(name: string, status: Finding['status'], message: string, hint: string): Finding {
  return { name, status, message, hint };
}
