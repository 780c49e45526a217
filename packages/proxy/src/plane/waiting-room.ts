/** Someone who waits for traffic to go on. */
export interface Waiter {
  /** Asked to try again: traffic may go on now. */
  goOn(): void;
  /** Waited too long, or found no room. */
  giveUp(): void;
}

export interface Ticket {
  waiter: Waiter | undefined;
  readonly deadlineMs: number;
}

/**
 * Where requests wait while traffic is paused, or while no target has been probed yet: first come, first served, with a limit to
 * how many and for how long.
 */
export class WaitingRoom {
  #tickets: Ticket[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  /** False when there is no room. A waiter that left is out of the count at once. */
  enter(waiter: Waiter, deadlineMs: number, limit: number): Ticket | undefined {
    if (this.#waiting >= limit) return undefined;
    const ticket: Ticket = { waiter, deadlineMs };
    this.#tickets.push(ticket);
    this.#waiting++;
    this.#wakeAt(deadlineMs);
    return ticket;
  }

  leave(ticket: Ticket): void {
    if (!ticket.waiter) return;
    ticket.waiter = undefined;
    this.#waiting--;
  }

  /** Lets everyone try again, in order; whoever cannot go on yet enters again. */
  release(): void {
    const tickets = this.#tickets;
    this.#tickets = [];
    for (const ticket of tickets) this.#call(ticket, (waiter) => waiter.goOn());
  }

  #call(ticket: Ticket, tell: (waiter: Waiter) => void): void {
    const waiter = ticket.waiter;
    if (!waiter) return;
    this.leave(ticket);
    tell(waiter);
  }

  #wakeAt(deadlineMs: number): void {
    if (deadlineMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = deadlineMs;
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, deadlineMs - performance.now()));
  }

  #expire(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const due = this.#tickets.filter((ticket) => ticket.deadlineMs <= now);
    this.#tickets = this.#tickets.filter((ticket) => ticket.deadlineMs > now && ticket.waiter !== undefined);
    for (const ticket of due) this.#call(ticket, (waiter) => waiter.giveUp());
    for (const ticket of this.#tickets) this.#wakeAt(ticket.deadlineMs);
  }
}
