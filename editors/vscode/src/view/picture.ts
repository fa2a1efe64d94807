/** The picture of one process: a bar, and the table that says the same without one. */
import type { Demand, MemoryProcess, OptionLocation, PictureProblem, PictureRow, Segment } from '../protocol';
import { element } from './element';

/** What a picture needs of the view around it. */
export interface Hands {
  highlight(locations: readonly OptionLocation[]): void;
  go(location: OptionLocation): void;
}

/** The components that have a colour of their own; any other one is grey. */
const colored = new Set([
  'frameworkHeap',
  'taskHeap',
  'frameworkOffHeap',
  'taskOffHeap',
  'network',
  'managed',
  'heap',
  'offHeap',
  'metaspace',
  'overhead',
  'dotnetHeap',
  'dotnetNative',
  'free',
]);

export function colorOf(name: string, bad = false): string {
  return bad ? 'bad' : colored.has(name) ? name : 'other';
}

export function locationsOf(process: MemoryProcess, keys: readonly string[]): OptionLocation[] {
  return keys.flatMap((key) => process.options[key] ?? []);
}

export function drawProcess(process: MemoryProcess, id: string, hands: Hands): HTMLElement {
  const section = element('section', { class: 'process', 'aria-labelledby': `${id}-name`, 'data-line': String(process.line ?? '') });
  section.append(element('h3', { id: `${id}-name` }, process.title));
  if (process.problems.length > 0) {
    if (process.role !== '') {
      section.append(element('p', { class: 'refused' }, `Flink refuses to start the ${process.role}:`));
    }
    process.problems.forEach((problem, i) => section.append(drawProblem(process, problem, `${id}-problem-${i}`, hands)));
  } else if (process.ok === null && process.note === '') {
    section.append(element('p', {}, `It cannot be computed here: the value of ${process.unknown.join(', ')} is not known.`));
  } else {
    const pieces = process.parts.map((row) => pieceOf(process, row));
    if (process.totals.length > 0 || (process.role === '' && pieces.length > 0)) { // Flink 1.10 computes no total for the JobManager
      section.append(bar(process.title, pieces, id, hands, process.over === '' ? undefined : limitAt(process.limit, true)));
    }
    if (process.totals.length + process.parts.length > 0) {
      section.append(table(process, id, hands));
    }
    if (process.over !== '') {
      section.append(element('p', { class: 'refused' }, `${process.over} is missing: together they need more than the container may use`));
    }
  }
  if (process.note !== '') {
    section.append(element('p', { class: 'message' }, process.note));
  }
  return section;
}

/** A piece of a bar. */
interface Piece {
  readonly color: string;
  readonly label: string;
  readonly says: string;
  readonly percent: number;
  readonly locations: readonly OptionLocation[];
}

function pieceOf(process: MemoryProcess, row: PictureRow): Piece {
  return {
    color: colorOf(row.name),
    label: row.label,
    says: `${row.label}: ${row.size}, ${row.share}: ${row.origin}`,
    percent: row.percent,
    locations: locationsOf(process, row.keys),
  };
}

/** The bar is one stop for the tab key; the arrow keys walk over its pieces. */
function bar(name: string, pieces: readonly Piece[], id: string, hands: Hands, limit?: HTMLElement): HTMLElement {
  const group = element('div', { class: 'bar', role: 'toolbar', 'aria-label': `Memory of the ${name}, part by part` });
  const drawn = pieces.filter((piece) => piece.percent > 0);
  const buttons = drawn.map((piece, i) => {
    const button = element(
      'button',
      {
        class: `piece ${piece.color}`,
        id: `${id}-piece-${i}`,
        title: piece.says,
        'aria-label': piece.says + (piece.locations.length > 0 ? '. Press to go to its option.' : ''),
        tabindex: i === 0 ? '0' : '-1',
      },
      element('span', { class: 'label', 'aria-hidden': 'true' }, piece.label),
    );
    button.style.flexBasis = `${piece.percent}%`;
    connect(button, piece.locations, hands);
    return button;
  });
  group.addEventListener('keydown', (event) => walk(event, buttons));
  group.append(...buttons);
  const frame = element('div', { class: 'frame' }, group);
  if (limit !== undefined) {
    frame.append(limit);
  }
  return frame;
}

/** Where a total ends, and in red what lies beyond it. */
function limitAt(percent: number, over: boolean): HTMLElement {
  const limit = element('div', { class: over ? 'limit over' : 'limit', 'aria-hidden': 'true' });
  limit.style.left = `${percent}%`;
  return limit;
}

function walk(event: KeyboardEvent, buttons: readonly HTMLElement[]): void {
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  const target = next === undefined ? undefined : buttons[next];
  if (target === undefined) {
    return;
  }
  event.preventDefault();
  buttons.forEach((button) => button.setAttribute('tabindex', button === target ? '0' : '-1'));
  target.focus();
}

/** Pointing at something, or walking to it, shows its options in the text; choosing it goes there. */
function connect(e: HTMLElement, locations: readonly OptionLocation[], hands: Hands): void {
  const show = (): void => hands.highlight(locations);
  const clear = (): void => hands.highlight([]);
  e.addEventListener('mouseenter', show);
  e.addEventListener('focus', show);
  e.addEventListener('mouseleave', clear);
  e.addEventListener('blur', clear);
  const first = locations[0];
  if (first !== undefined) {
    e.addEventListener('click', () => hands.go(first));
  }
}

function table(process: MemoryProcess, id: string, hands: Hands): HTMLElement {
  const row = (r: PictureRow, total: boolean): HTMLElement => {
    const line = element(
      'tr',
      total ? { class: 'total' } : {},
      element('th', { scope: 'row' }, element('span', { class: `swatch ${total ? 'none' : colorOf(r.name)}`, 'aria-hidden': 'true' }), r.label),
      element('td', { class: 'number' }, r.size),
      element('td', { class: 'number' }, r.share),
      element('td', {}, r.origin, element('div', {}, ...links(process, r.keys, `${id}-${r.name}`, hands))),
    );
    const locations = locationsOf(process, r.keys);
    line.addEventListener('mouseenter', () => hands.highlight(locations));
    line.addEventListener('mouseleave', () => hands.highlight([]));
    return line;
  };
  return element(
    'table',
    {},
    element('caption', { class: 'unseen' }, `Memory of the ${process.title}`),
    element('thead', {}, element('tr', {}, ...['Component', 'Size', 'Share', 'Why'].map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...process.totals.map((r) => row(r, true)), ...process.parts.map((r) => row(r, false))),
  );
}

/** The options behind a size: those that are written lead to their place. */
function links(process: MemoryProcess, keys: readonly string[], id: string, hands: Hands): (Node | string)[] {
  return keys.flatMap((key, i) => {
    const location = process.options[key];
    const separator = i === 0 ? [] : [', '];
    const name = element('code', {}, short(process, key));
    if (location === undefined) {
      return [...separator, element('span', { class: 'unset', title: `${key} is not written in a file` }, name)];
    }
    const link = element('button', { class: 'link', id: `${id}-option-${i}`, title: key, 'aria-label': `Go to ${key}` }, name);
    connect(link, [location], hands);
    return [...separator, link];
  });
}

/** An option without what all memory options of the process start with. */
function short(process: MemoryProcess, key: string): string {
  const prefix = `${process.role.toLowerCase()}.memory.`;
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

function drawProblem(process: MemoryProcess, problem: PictureProblem, id: string, hands: Hands): HTMLElement {
  const block = element('div', { class: 'problem' }, element('p', { class: 'refused message' }, problem.message));
  if (problem.sum !== null) {
    block.append(...drawDemand(process, problem.sum, id, hands));
  }
  block.append(element('p', {}, problem.keys.length > 0 ? 'Options: ' : '', ...links(process, problem.keys, id, hands)));
  return block;
}

/** A sum that does not come out: what is asked for, and where the total ends. */
function drawDemand(process: MemoryProcess, sum: Demand, id: string, hands: Hands): HTMLElement[] {
  const pieces = sum.parts.map((part) => ({
    color: colorOf(part.name, part.bad),
    label: part.label,
    says: `${part.label}: ${part.size}${part.bad ? ', which Flink refuses' : ''}`,
    percent: part.percent,
    locations: locationsOf(process, [part.key]),
  }));
  const limit = limitAt(sum.limit, sum.over !== '');
  const line = (part: Segment): HTMLElement =>
    element(
      'tr',
      part.bad ? { class: 'refused' } : {},
      element('th', { scope: 'row' }, element('span', { class: `swatch ${colorOf(part.name, part.bad)}`, 'aria-hidden': 'true' }), part.label),
      element('td', { class: 'number' }, part.size),
      element('td', {}, ...links(process, part.key === '' ? [] : [part.key], `${id}-sum-${part.label.replaceAll(' ', '-')}`, hands)),
    );
  const rows = sum.parts.map(line);
  const over = sum.over === '' ? [] : [element('tr', { class: 'refused' }, element('th', { scope: 'row' }, 'too much'), element('td', { class: 'number' }, sum.over), element('td'))];
  return [
    bar(process.title, pieces, id, hands, limit),
    element(
      'table',
      {},
      element('caption', {}, `What has to fit into ${sum.total}`),
      element('thead', {}, element('tr', {}, ...['Part', 'Size', 'Option'].map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows, ...over),
    ),
  ];
}
