import { describe, expect, it } from 'vitest';
import { CrashBackoff } from '../src/backoff';

function backoff(): { crashed: () => number | undefined; forget: () => void; pass: (ms: number) => void } {
  let now = 1_000_000;
  const b = new CrashBackoff(() => now);
  return { crashed: () => b.crashed(), forget: () => b.forget(), pass: (ms) => void (now += ms) };
}

describe('CrashBackoff', () => {
  it('waits longer after each crash, and gives up in the end', () => {
    const b = backoff();
    let last = 0;
    for (let i = 0; i < CrashBackoff.delays.length; i++) {
      const delay = b.crashed() ?? 0;
      expect(delay).toBeGreaterThan(last);
      last = delay;
      b.pass(delay);
    }
    expect(b.crashed()).toBeUndefined();
  });

  it('does not give up on a server that crashes now and then', () => {
    const b = backoff();
    const first = b.crashed();
    for (let i = 0; i < 20; i++) {
      b.pass(CrashBackoff.window);
      expect(b.crashed()).toBe(first);
    }
  });

  it('counts a crash for as long as the window is, and no longer', () => {
    const b = backoff();
    const first = b.crashed();
    b.pass(CrashBackoff.window - 1);
    expect(b.crashed()).not.toBe(first);
    b.pass(CrashBackoff.window);
    expect(b.crashed()).toBe(first);
  });

  it('starts anew where the user does', () => {
    const b = backoff();
    const first = b.crashed();
    while (b.crashed() !== undefined);
    b.forget();
    expect(b.crashed()).toBe(first);
  });
});
