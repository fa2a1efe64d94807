/** VS Code's workbench as a user sees it: what is drawn, keys and clicks. Every wait is for a condition, with a limit. */
import { expect } from './expect';
import { sorted, type Underline } from './expected';
import type { FrameLocator, Locator, Page } from 'playwright-core';

export class Workbench {
  constructor(readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
    await this.page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    await this.page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  }

  /** Opens a file by its path in the workspace. */
  async openFile(path: string): Promise<void> {
    await this.quickInput('Control+p', path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ has: this.page.getByText(name, { exact: true }) }).first().click();
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  async command(title: string): Promise<void> {
    await this.quickInput('F1', `>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
  }

  /** Puts the cursor at a line and a column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.quickInput('Control+g', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Opens the quick input and writes into it, again where one that was open has just closed. */
  private async quickInput(key: string, text: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget input[type=text]');
    await expect(`the quick input of ${key}`, async () => {
      await this.page.keyboard.press(key);
      await box.fill(text, { timeout: 2_000 }).catch(() => undefined);
      return (await box.isVisible()) && (await box.inputValue().catch(() => '')) === text;
    });
  }

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  editorOf(name: string): Locator {
    return this.page.locator(`.monaco-editor[data-uri$="${name}"]`).first();
  }

  /** The text that an editor shows, without what is injected into it. */
  async text(name: string): Promise<string> {
    const lines = await this.editorOf(name).evaluate(linesShown);
    return lines.map((l) => l.text).join('\n');
  }

  /** The words that are underlined. */
  async underlines(name: string): Promise<Underline[]> {
    const all = await this.editorOf(name).evaluate(wordsUnderlined);
    return sorted(all);
  }

  /** The texts that are injected into the lines of an editor: inlay hints. */
  async hints(name: string): Promise<string[]> {
    return this.editorOf(name).evaluate((editor) =>
      [...editor.querySelectorAll('.view-line span[class*="dyn-rule"]')].map((e) => e.textContent.replaceAll('\u00a0', ' ').trim()).filter((t) => t !== ''),
    );
  }

  /** The middle of a word of a line, in pixels. */
  async placeOf(name: string, word: string): Promise<{ x: number; y: number }> {
    const place = await this.editorOf(name).evaluate((editor, wanted) => {
      for (const line of editor.querySelectorAll('.view-line')) {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const at = (node.textContent ?? '').indexOf(wanted);
          if (at >= 0) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            const box = range.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }
        }
      }
      return null;
    }, word);
    if (place === null) {
      throw new Error(`"${word}" is not shown in ${name}`);
    }
    return place;
  }

  /** The content of a webview: a frame in a frame. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item[id*="flinkmem-lint"]', { hasText: text });
  }
}

interface ShownLine {
  readonly number: number;
  readonly text: string;
}

/** Runs in the page. The numbers in the margin tell the lines; they are drawn in any order. */
function linesShown(editor: Element): ShownLine[] {
  const top = (e: Element): number => Math.round(e.getBoundingClientRect().top);
  const numbers = new Map([...editor.querySelectorAll('.margin .line-numbers')].map((e) => [top(e), Number(e.textContent)]));
  return [...editor.querySelectorAll('.view-line')]
    .map((line) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let text = '';
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest('[class*="dyn-rule"]') === null) {
          text += node.textContent ?? '';
        }
      }
      return { number: numbers.get(top(line)) ?? 0, text: text.replaceAll('\u00a0', ' ').replaceAll('\u200b', '').replaceAll('\u00b7', ' ') };
    })
    .sort((a, b) => a.number - b.number);
}

/** Runs in the page: which characters lie above each squiggle. */
function wordsUnderlined(editor: Element): { line: number; text: string; severity: string }[] {
  const numbers = new Map([...editor.querySelectorAll('.margin .line-numbers')].map((e) => [Math.round(e.getBoundingClientRect().top), Number(e.textContent)]));
  const lines = [...editor.querySelectorAll('.view-line')];
  return ['error', 'warning', 'info'].flatMap((severity) =>
    [...editor.querySelectorAll(`.view-overlays .squiggly-${severity}`)].map((squiggle) => {
      const box = squiggle.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      const line = lines.find((l) => {
        const r = l.getBoundingClientRect();
        return r.top <= middle && middle <= r.bottom;
      });
      if (line === undefined) {
        return { line: -1, text: '', severity };
      }
      let text = '';
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest('[class*="dyn-rule"]') !== null) {
          continue;
        }
        const content = node.textContent ?? '';
        for (let i = 0; i < content.length; i++) {
          const range = document.createRange();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const r = range.getBoundingClientRect();
          const center = r.left + r.width / 2;
          if (box.left < center && center < box.right) {
            text += content.charAt(i);
          }
        }
      }
      return { line: numbers.get(Math.round(line.getBoundingClientRect().top)) ?? -1, text: text.replaceAll('\u00a0', ' '), severity };
    }),
  );
}
