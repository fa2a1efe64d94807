/** The memory view: runs in a webview, draws what the extension sends, and says what the user does. */
import type { MemoryAnswer } from '../protocol';
import { evidence } from '../evidence';
import { element } from './element';
import type { FromView, ToView } from './messages';
import { drawProcess, type Hands } from './picture';
import { announcement } from './announcement';

interface Host {
  postMessage(message: FromView): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const say = (message: FromView): void => host.postMessage(message);
const hands: Hands = {
  highlight: (locations) => say({ type: 'highlight', locations }),
  go: (location) => say({ type: 'go', location }),
};

let before = '';

function draw(file: string, answer: MemoryAnswer | null): void {
  const content = document.getElementById('content');
  const status = document.getElementById('status');
  if (content === null || status === null) {
    return;
  }
  const focused = document.activeElement?.id ?? '';
  content.replaceChildren(...drawing(file, answer));
  document.getElementById('copy')?.toggleAttribute('hidden', answer === null);
  if (focused !== '') {
    document.getElementById(focused)?.focus();
  }
  const now = announcement(answer);
  if (now !== before) {
    status.textContent = now;
    before = now;
  }
}

function drawing(file: string, answer: MemoryAnswer | null): HTMLElement[] {
  if (answer === null) {
    return [
      element('p', {}, file === '' ? 'Open a file with Flink options to see the memory that they give.' : `There are no Flink options in ${file}.`),
    ];
  }
  return answer.places.map((place, i) => {
    const heading = place.flink === null ? place.title : `${place.title}, Flink ${place.flink.version} (${evidence(place.flink.from)})`;
    const article = element('article', { 'aria-label': heading }, element('h2', {}, heading));
    if (place.note !== '') {
      article.append(element('p', { class: place.refusal ? 'refused message' : 'message' }, place.note));
    }
    article.append(...place.processes.map((process) => drawProcess(process, `p${i}-${process.role || 'dotnet'}`, hands)));
    return article;
  });
}

window.addEventListener('message', (event: MessageEvent<ToView>) => {
  const message = event.data;
  if (message.type === 'memory') {
    draw(message.file, message.answer);
  } else {
    const section = document.querySelector<HTMLElement>(`[data-line="${message.line}"]`);
    section?.scrollIntoView({ block: 'start' });
    section?.querySelector<HTMLElement>('.piece')?.focus();
  }
});
document.getElementById('copy-text')?.addEventListener('click', () => say({ type: 'copy', format: 'text' }));
document.getElementById('copy-svg')?.addEventListener('click', () => say({ type: 'copy', format: 'svg' }));
say({ type: 'ready' });
