/** Waits for conditions. */
import { isDeepStrictEqual, inspect } from 'node:util';

const limit = 30_000;
const pause = 50; // between two looks

/** Waits until a condition holds. */
export async function expect(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${limit / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Waits until something is as it should be, and shows the difference where it is not. */
export async function expectSame<T>(what: string, look: () => Promise<T>, want: T): Promise<void> {
  let got: T | undefined;
  await expect(what, async () => {
    got = await look();
    return isDeepStrictEqual(got, want);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\nwant ${inspect(want, { depth: 5 })}\ngot  ${inspect(got, { depth: 5 })}`);
  });
}
