/** The control plane's own lines: its service, and the instances that write them. */
export const ownService = 'seaworthy';
export const ownInstance = 'seaworthy';
export const proxyInstance = 'proxy';

/** They would be in the way of who looks for a service's, so they come only when they are asked for. */
export function isOwnLine(service: string, instance: string): boolean {
  return service === ownService && (instance === ownInstance || instance === proxyInstance);
}
