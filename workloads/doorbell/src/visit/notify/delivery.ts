import type { Context } from '@seaworthy/kit';
import type { DueNotification } from '../store/visit-log.ts';

/** A notification on its way, in the context of the press that caused it; that of another instance has none. */
export interface Delivery {
  readonly due: DueNotification;
  readonly context: Context;
}

/** Not now: the notification stays due, and is taken up again when its claim has run out. */
export class DeliveryPutOff extends Error {
  override readonly name = 'DeliveryPutOff';
}
