/** What the memory view and the extension say to each other. */
import type { MemoryAnswer, OptionLocation } from '../protocol';

export type ToView = { readonly type: 'memory'; readonly file: string; readonly answer: MemoryAnswer | null } | { readonly type: 'focus'; readonly line: number };

export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'highlight'; readonly locations: readonly OptionLocation[] }
  | { readonly type: 'go'; readonly location: OptionLocation }
  | { readonly type: 'copy'; readonly format: 'text' | 'svg' };
