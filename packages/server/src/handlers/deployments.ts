import { HttpError } from '../http/errors.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';

/** How another version comes to be live, and how that is steered on its way. */
export function createDeploymentHandlers({ rollout }: { readonly rollout: Rollout }) {
  return {
    deploy: ({ body }, { caller, requestKey }) => rollout.deploy({ ...body, requestedBy: caller.name, requestKey }),
    async deployments({ query }) {
      const { items, nextCursor } = await rollout.list(query);
      return { items: [...items], nextCursor };
    },
    async deployment({ params }) {
      const found = await rollout.get(params.id);
      if (found === undefined) throw new HttpError('not_found', `There is no deployment ${params.id}.`);
      return found;
    },
    rollback: ({ body }, { caller, requestKey }) => rollout.rollback({ ...body, requestedBy: caller.name, requestKey }),
    promote: () => rollout.promote(),
    pause: () => rollout.pause(),
    resume: () => rollout.resume(),
    abort: () => rollout.abort(),
  } satisfies Partial<Handlers>;
}
