const actions = new Set<() => void>();

/**
 * Runs `action` when the process ends, also by an error that nobody caught; gives back what takes it away again. One
 * listener for all, for Node warns of a leak when there are more than ten.
 */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.on('exit', runAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) process.off('exit', runAll);
  };
}

function runAll(): void {
  for (const action of actions) action();
}
