const ofProcesses: Readonly<Record<string, string>> = {
  'the process is crash_loop': 'it stops again and again',
  'the process is lost': 'its process is gone',
  'the process is restarting': 'it is being started again',
};

/** Why an instance is as it is: what the control plane says by a state's name, in plain words. */
export function healthWords(message: string): string {
  return Object.hasOwn(ofProcesses, message) ? `${ofProcesses[message]}` : message;
}
