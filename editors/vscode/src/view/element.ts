/** Builds elements: texts are set as text, never as HTML. */

export interface Attributes {
  readonly class?: string;
  readonly id?: string;
  readonly [name: string]: string | undefined;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      e.setAttribute(name, value);
    }
  }
  e.append(...children);
  return e;
}
