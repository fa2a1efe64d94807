/** How long to wait before a server that crashed is started again. */
export class CrashBackoff {
  /** Milliseconds before each start; after as many crashes in the window there is no other. */
  static readonly delays: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000];
  /** A crash that is longer ago than this, in milliseconds, does not count any more. */
  static readonly window = 180_000;

  private crashes: number[] = [];

  constructor(private readonly now: () => number) {}

  /** Notes a crash. The answer is the time to wait, or undefined where starting again is of no use. */
  crashed(): number | undefined {
    const now = this.now();
    this.crashes = this.crashes.filter((at) => now - at < CrashBackoff.window);
    this.crashes.push(now);
    return CrashBackoff.delays[this.crashes.length - 1];
  }

  /** The user starts the server: what was before does not count. */
  forget(): void {
    this.crashes = [];
  }
}
